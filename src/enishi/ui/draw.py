"""What a template cannot draw well: preformatted calls and charts, as SVG attributes and text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from enishi.ui.text import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from enishi.ui.parts import Block, Chart, Line, Piece

SPARK_WIDTH, SPARK_HEIGHT = 96.0, 22.0
CHART_WIDTH, CHART_HEIGHT = 640.0, 72.0
EMPTY = SafeString("")


def joined(parts: Iterable[str], by: SafeString = EMPTY) -> SafeString:
    """Escaped parts with `by` between them."""
    return format_html_join(by, "{}", ((part,) for part in parts))


def call_text(block: Block, group: str) -> SafeString:
    """The lines of a call as they copy into a terminal; evidence is marked and carries its number."""
    return joined((_line(line, group) for line in block.lines), SafeString("\n"))


def _line(line: Line, group: str) -> SafeString:
    lead = format_html('<span class="dir">{} </span>', line.direction) if line.direction else EMPTY
    return format_html("{}{}", lead, joined(_piece(piece, group) for piece in line.pieces))


def _piece(piece: Piece, group: str) -> SafeString:
    if not piece.kind:
        return format_html("{}", piece.text)
    if piece.kind != "mark":
        return format_html('<span class="{}">{}</span>', piece.kind, piece.text)
    if not piece.pins:
        return format_html("<mark>{}</mark>", piece.text)
    first, *others = piece.pins
    marked = format_html('<mark id="{}m{}">{}</mark>', group, first, piece.text)
    return marked + _pin(group, first) + joined(_pin(group, pin, own_place=True) for pin in others)


def _pin(group: str, number: int, *, own_place: bool = False) -> SafeString:
    """A number that leads to its reason; the second one at a place is itself where the reason leads back to."""
    place = format_html(' id="{}m{}"', group, number) if own_place else EMPTY
    return format_html(
        ' <a class="pin"{0} href="#{1}k{2}" aria-label="{3}">{2}</a>',
        place,
        group,
        number,
        say("ui.evidence.number", number=number),
    )


def spark(values: Sequence[float | None]) -> SafeString:
    """A small line of shares between 0 and 1; a None is a gap in which nothing was tried."""
    if not values:
        return EMPTY
    step = SPARK_WIDTH / max(len(values) - 1, 1)
    points = [
        (i * step, 1 + (1 - value) * SPARK_HEIGHT) for i, value in enumerate(values) if value is not None
    ]
    if not points:
        return EMPTY
    text = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    end = format_html('<circle class="end" cx="{}" cy="{}" r="2"/>', f"{x:.1f}", f"{y:.1f}")
    return format_html(
        '<svg class="spark" viewBox="0 0 96 24" aria-hidden="true"><polyline points="{}"/>{}</svg>', text, end
    )


def chart(drawing: Chart) -> SafeString:
    """A stepped line over time with its axis; labels stand exactly under their ticks."""
    top = max([*drawing.values, 1])
    step = CHART_WIDTH / max(len(drawing.values) - 1, 1)
    path = _steps(
        [
            (i * step, CHART_HEIGHT - value / top * (CHART_HEIGHT - 4))
            for i, value in enumerate(drawing.values)
        ]
    )
    ticks = "".join(f"M{tick.at * CHART_WIDTH:.1f} 0V{CHART_HEIGHT:.0f}" for tick in drawing.ticks)
    labels = joined(_label(tick.at, tick.text) for tick in drawing.ticks)
    return format_html(
        '<svg viewBox="0 0 640 72" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<path class="tick" vector-effect="non-scaling-stroke" d="{}"/>'
        '<path class="area" d="{}V72H0Z"/><path class="line" vector-effect="non-scaling-stroke" d="{}"/>'
        '<path class="axis" vector-effect="non-scaling-stroke" d="M0 72H640"/></svg>'
        '<svg class="chart-axis" height="16" width="100%" aria-hidden="true">{}</svg>',
        drawing.summary,
        ticks,
        path,
        path,
        labels,
    )


def _steps(points: Sequence[tuple[float, float]]) -> SafeString:
    if not points:
        return SafeString("M0 72")
    first = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    return SafeString(first + "".join(f"H{x:.1f}V{y:.1f}" for x, y in points[1:]))


def _label(place: float, text: str) -> SafeString:
    anchor = "start" if place <= 0 else "end" if place >= 1 else "middle"
    return format_html('<text x="{}%" y="12" text-anchor="{}">{}</text>', f"{place * 100:.2f}", anchor, text)
