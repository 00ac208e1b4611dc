"""One exchange as the figure that people read: what was sent, what came back, and where the evidence stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from enishi.platform.crypto.redaction import MASK
from enishi.ui import bodies
from enishi.ui.parts import Block, Call, Line, Piece, State
from enishi.ui.text import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from enishi.kernel.exchange import Exchange, Headers

LINES, COLUMNS = 24, 400  # of a body, unless everything is asked for
QUIET = frozenset(
    [
        "accept",
        "accept-encoding",
        "connection",
        "user-agent",
        "cache-control",
        "pragma",
        "content-length",
        "server",
        "vary",
        "via",
        "keep-alive",
        "x-powered-by",
        "strict-transport-security",
        "x-content-type-options",
        "x-frame-options",
        "referrer-policy",
        "traceparent",
        "cf-ray",
        "alt-svc",
        "etag",
        "transfer-encoding",
        "server-timing",
        "ratelimit",
        "ratelimit-policy",
    ]
)
Direction = Literal[">", "<", ""]
Marks = list[tuple[int, int, int]]  # start, end, number


@dataclass(frozen=True, slots=True)
class Pin:
    """Where one piece of evidence stands: `part` and `name` as the doctor names places, 0–0 for all of it."""

    number: int
    part: str
    name: str = ""
    start: int = 0
    end: int = 0


def figure(
    exchange: Exchange,
    pins: Sequence[Pin] = (),
    *,
    group: str = "e",
    notes: tuple[str, ...] = (),
    full: bool = False,
    lines: int = LINES,
) -> tuple[Call, frozenset[int]]:
    """The exchange as a figure, and the numbers of the pins that found their place in it.

    Args:
        exchange: redacted before it comes here.
        pins: evidence to mark.
        group: keeps this figure's anchors apart from another's on the page.
        notes: what stands beside its title.
        full: every header and line, for engineers.
        lines: of a body, when not everything is asked for.
    """
    drawing = _Drawing(exchange, pins, full=full, most=lines)
    incoming = exchange.direction == "in"
    blocks = [Block(say("ui.call.received" if incoming else "ui.call.request"), drawing.request())]
    if exchange.response is not None:
        blocks.append(Block(say("ui.call.answered" if incoming else "ui.call.response"), drawing.response()))
    if exchange.failure is not None:
        blocks.append(Block(say("ui.call.failure"), drawing.failure()))
    call = Call(
        title(exchange), notes, tuple(block for block in blocks if block.lines), group, state(exchange)
    )
    return call, frozenset(drawing.placed)


def title(exchange: Exchange) -> str:
    """``POST /v2/orders``, or the status alone when the request is not known."""
    url = exchange.request.url or ""
    path = urlsplit(url).path if "://" in url else url.partition("?")[0]
    named = " ".join(part for part in (exchange.request.method or "", path) if part)
    return named or (status_line(exchange.response.status) if exchange.response else say("ui.call.failure"))


def state(exchange: Exchange) -> State | None:
    status = exchange.response.status if exchange.response else None
    if status is not None:
        return State("good" if status < HTTPStatus.BAD_REQUEST else "broken", str(status))
    return State("broken", say("ui.call.failure")) if exchange.failure else None


def status_line(status: int | None) -> str:
    """``401 Unauthorized``; the bare number for one that has no name."""
    if status is None:
        return ""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


class _Drawing:
    """Makes the lines and keeps count of the pins that found a place."""

    def __init__(self, exchange: Exchange, pins: Sequence[Pin], *, full: bool, most: int) -> None:
        self.exchange = exchange
        self.most = most
        self.full = full
        self.placed: set[int] = set()
        self.pins: dict[str, list[Pin]] = defaultdict(list)
        for pin in pins:
            self.pins[pin.part].append(pin)

    def request(self) -> tuple[Line, ...]:
        sent = self.exchange.request
        lines = self._first_line()
        lines += self._headers(">", "request.header", sent.headers)
        lines += self._body(">", "request.body", sent.body)
        return tuple(lines)

    def response(self) -> tuple[Line, ...]:
        came = self.exchange.response
        if came is None:
            return ()
        lines = []
        if came.status is not None:
            text = f"HTTP/1.1 {status_line(came.status)}"
            lines += self._lines(
                "<", text, [(9, len(text), pin.number) for pin in self.pins["response.status"]]
            )
        lines += self._headers("<", "response.header", came.headers)
        lines += self._body("<", "response.body", came.body)
        return tuple(lines)

    def failure(self) -> tuple[Line, ...]:
        failed = self.exchange.failure
        if failed is None:
            return ()
        text = ": ".join(part for part in (failed.phase, failed.kind, failed.message) if part)
        return tuple(self._lines("", text, [(0, len(text), pin.number) for pin in self.pins["exception"]]))

    def _first_line(self) -> list[Line]:
        sent = self.exchange.request
        if not sent.method and not sent.url:
            return []
        url = sent.url or ""
        parts = urlsplit(url) if "://" in url else None
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "") if parts else url
        lead = f"{sent.method} " if sent.method else ""
        marks = [
            self._in_line(pin, url, path, len(lead))
            for pin in (*self.pins["request.url"], *self.pins["request.line"])
        ]
        lines = self._lines(">", f"{lead}{path}", marks)
        named = any(key.lower() == "host" for key, _ in sent.headers or ())
        if parts and not named:
            lines.append(Line(">", (Piece("Host:", "key"), Piece(f" {parts.netloc}"))))
        return lines

    def _in_line(self, pin: Pin, url: str, path: str, offset: int) -> tuple[int, int, int]:
        passage = url[pin.start : pin.end] if pin.end > pin.start else pin.name
        found = path.find(passage) if passage else -1
        start, end = (found, found + len(passage)) if found >= 0 else (0, len(path))
        return offset + start, offset + end, pin.number

    def _headers(self, direction: Direction, part: str, headers: Headers | None) -> list[Line]:
        lines: list[Line] = []
        for name, value in headers or ():
            pins = [pin for pin in self.pins[part] if pin.name.lower() == name.lower()]
            if not pins and not self.full and name.lower() in QUIET:
                continue
            whole = [(p.start, p.end) if p.end > p.start else (0, len(value)) for p in pins]
            marks = [(start, end, pin.number) for (start, end), pin in zip(whole, pins, strict=True)]
            first, *rest = self._lines(direction, value, marks) or [Line(direction, ())]
            lines += [Line(direction, (Piece(f"{name}:", "key"), Piece(" "), *first.pieces)), *rest]
        return lines

    def _body(self, direction: Direction, part: str, content: bytes | None) -> list[Line]:
        body = bodies.read(content)
        if body is None:
            text = say("ui.call.binary", count=len(content)) if content else ""
            return [Line(direction, (Piece(text, "muted"),))] if text else []
        places = [(pin, body.place(pin.name, pin.start, pin.end)) for pin in self.pins[part]]
        marks = [(place[0], place[1], pin.number) for pin, place in places if place]
        lines = [Line(direction, ()), *self._lines(direction, body.shown, marks)]
        if self.full or len(lines) <= self.most + 1:
            return lines
        return self._cut(direction, lines)

    def _cut(self, direction: Direction, lines: list[Line]) -> list[Line]:
        """The first lines and every line that holds evidence; what is left out is counted."""
        kept = [
            line for i, line in enumerate(lines) if i <= self.most or any(piece.pins for piece in line.pieces)
        ]
        more = say("ui.call.more", count=len(lines) - len(kept))
        return [*kept, Line(direction, (Piece(f"… {more}", "muted"),))]

    def _lines(self, direction: Direction, text: str, marks: Marks) -> list[Line]:
        """Text cut into lines and runs; marks that overlap become one with several numbers."""
        self.placed.update(number for _, _, number in marks)
        runs = _runs(text, _merged(marks))
        lines: list[Line] = []
        current: list[Piece] = []
        for piece in runs:
            for i, part in enumerate(piece.text.split("\n")):
                if i:
                    lines.append(Line(direction, tuple(current)))
                    current = []
                if part:
                    current.append(
                        Piece(
                            part[:COLUMNS] if not self.full else part, piece.kind, piece.pins if not i else ()
                        )
                    )
        return [*lines, Line(direction, tuple(current))] if current or lines else lines


def _merged(marks: Marks) -> list[tuple[int, int, tuple[int, ...]]]:
    merged: list[tuple[int, int, tuple[int, ...]]] = []
    for start, end, number in sorted(marks):
        if merged and start < merged[-1][1]:
            first, last, numbers = merged[-1]
            merged[-1] = (first, max(last, end), tuple(sorted({*numbers, number})))
        else:
            merged.append((start, end, (number,)))
    return merged


def _runs(text: str, marks: Iterable[tuple[int, int, tuple[int, ...]]]) -> list[Piece]:
    runs: list[Piece] = []
    done = 0
    for start, end, numbers in marks:
        runs += _veiled(text[done:start])
        runs.append(Piece(text[start:end].replace(MASK, say("ui.call.hidden")), "mark", numbers))
        done = end
    return runs + _veiled(text[done:])


def _veiled(text: str) -> list[Piece]:
    """Ordinary text, with what was hidden shown as hidden."""
    runs: list[Piece] = []
    for i, part in enumerate(text.split(MASK)):
        if i:
            runs.append(Piece(say("ui.call.hidden"), "redacted"))
        if part:
            runs.append(Piece(part))
    return runs
