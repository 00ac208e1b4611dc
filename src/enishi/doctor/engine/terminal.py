"""A diagnosis for a terminal: carets under the evidence, at most a screen, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine.columns import cut, pad, width, wrap
from enishi.doctor.engine.words import Text

if TYPE_CHECKING:
    from enishi.doctor.engine.clue import Clue
    from enishi.doctor.engine.diagnosis import Diagnosis, Line, Ranked

_W = {
    "confidence": Text("confidence", "確からしさ"),
    "undecided": Text("The evidence does not decide yet. Candidates:", "この手がかりだけでは決められません。候補は次のとおりです。"),
    "decides": Text("What would decide", "決め手になること"),
    "ruled": Text("Looked at and ruled out", "調べて除いた原因"),
    "next": Text("What to do next", "次にすること"),
    "more": Text("More:", "くわしく:"),
    "safe": Text("automatic", "自動"),
    "ask": Text("approve", "承認"),
    "person": Text("person", "担当者"),
    "retry_yes": Text("Sending the same call again later can help.", "同じ呼び出しを後で送り直すと成功する見込みがあります。"),
    "retry_no": Text("Sending the same call again unchanged will not help.", "そのまま送り直しても成功しません。"),
    "says": Text("says", "の説明"),
    "nothing": Text("There is nothing to go by: no answer, no exception, no description.", "応答も例外も説明もないため、判断できません。"),
    "probe": Text("Probe: enishi diagnose --probe", "確認: enishi diagnose --probe"),
    "also": Text("also", "ほかに"),
}  # fmt: skip
_SHOWN_CLUES = 3
_BOLD, _RED, _YELLOW, _GREEN, _DIM, _END = "\033[1m", "\033[31m", "\033[33m", "\033[32m", "\033[2m", "\033[0m"
_LEVEL_COLOUR = {"safe": _GREEN, "ask": _YELLOW, "person": _DIM}


def render(diagnosis: Diagnosis, lang: str, columns: int = 80, *, colour: bool = False) -> str:
    """The text; colour only adds to it, every word stands without."""
    columns = max(columns, 40)
    if not diagnosis.causes:
        return _W["nothing"].of(lang) + "\n"
    parts = [_head(diagnosis, lang, columns)]
    parts += _opening(diagnosis, lang, columns)
    parts += _evidence(diagnosis, lang, columns)
    parts += (
        _candidates(diagnosis, lang, columns)
        if not diagnosis.decided
        else _ruled_out(diagnosis, lang, columns)
    )
    parts += _remedies(diagnosis, lang, columns)
    parts.append(f"  {_W['more'].of(lang)} enishi explain {diagnosis.causes[0].code}")
    text = "\n".join(line.rstrip() for line in parts) + "\n"
    return _coloured(text, lang) if colour else text


def _head(diagnosis: Diagnosis, lang: str, columns: int) -> str:
    first = diagnosis.causes[0]
    left = f"{first.code} {first.slug.partition('-')[2]}"
    right = f"{_W['confidence'].of(lang)} {round(100 * first.confidence)} %"
    return left + " " * max(2, columns - width(left) - width(right)) + right


def _opening(diagnosis: Diagnosis, lang: str, columns: int) -> list[str]:
    first = diagnosis.causes[0]
    lines = [*wrap(diagnosis.headline.of(lang), columns, indent="  "), ""]
    if not diagnosis.decided:
        return lines
    summary = first.summary.of(lang) or first.name.of(lang)
    lines += wrap(summary, columns, indent="  ")[:4]
    if diagnosis.vendor_says and diagnosis.vendor:
        lines += wrap(f"{diagnosis.vendor}: {diagnosis.vendor_says.of(lang)}", columns, indent="  ")[:2]
    return [*lines, ""]


def _evidence(diagnosis: Diagnosis, lang: str, columns: int) -> list[str]:
    clues = [clue for clue in diagnosis.causes[0].clues if clue.weight > 0][:_SHOWN_CLUES]
    shown: list[str] = []
    told: set[int] = set()
    for line in diagnosis.lines:
        here = [(n, clue) for n, clue in enumerate(clues) if _at(clue, line) and n not in told]
        status = line.place.part in ("request.url", "response.status")
        if not here and not status:
            continue
        start = here[0][1].place.start if here else 0
        text, moved = _window(line.text, start, columns - 4)
        shown.append("    " + text)
        for number, clue in here[:1]:
            told.add(number)
            shown += _caret(clue, line, moved, width(text), lang, columns)
    for number, clue in enumerate(clues):
        if number not in told:
            shown += wrap(clue.why.of(lang), columns, indent="    - ", after="      ")[:2]
    return [*shown, ""] if shown else []


def _at(clue: Clue, line: Line) -> bool:
    place = clue.place
    same_part = place.part == line.place.part or (
        place.part == "request.line" and line.place.part == "request.url"
    )
    return same_part and (
        place.part not in ("request.header", "response.header")
        or place.name.lower() == line.place.name.lower()
    )


def _window(text: str, start: int, columns: int) -> tuple[str, int]:
    """The part of a long line around the passage, and how far the text was moved to the left."""
    offset = 2
    if width(text) <= columns or start < columns - 30:
        return cut(text, columns), 0
    begin = max(0, start + offset - 20)
    return text[:offset] + "…" + cut(text[begin + 1 :], columns - 3), begin - offset


def _caret(clue: Clue, line: Line, moved: int, shown: int, lang: str, columns: int) -> list[str]:  # noqa: PLR0917
    place = clue.place
    mark, length = 2, shown - 2
    if place.end > place.start and place.part not in ("request.url", "request.line", "response.status"):
        before = len(f"{place.name}: ") if place.part.endswith("header") else 0
        at = 2 + before + place.start - moved
        mark = width(line.text[moved : moved + at]) if moved == 0 else at
        length = place.end - place.start
    elif place.part.endswith("header"):
        mark, length = 2, len(place.name)
    mark = max(2, min(mark, columns - 30))
    length = max(1, min(length, shown - mark, 24))
    return wrap(clue.why.of(lang), columns, indent=" " * (4 + mark) + "^" * length + " ", after=" " * 8)[:3]


def _candidates(diagnosis: Diagnosis, lang: str, columns: int) -> list[str]:
    lines = [f"  {_W['undecided'].of(lang)}"]
    for cause in diagnosis.causes[:3]:
        lines += _candidate(cause, lang, columns)
    if diagnosis.question:
        lines += ["", *wrap(f"{_W['decides'].of(lang)}: {diagnosis.question.of(lang)}", columns, indent="  ")]
        lines += [f"  {_W['probe'].of(lang)}"] if diagnosis.probe else []
    return [*lines, ""]


def _candidate(cause: Ranked, lang: str, columns: int) -> list[str]:
    head = f"    {cause.code} {pad(cause.slug.partition('-')[2], 24)} {round(100 * cause.confidence):3} %  {cause.name.of(lang)}"
    return [cut(head, columns)]


def _ruled_out(diagnosis: Diagnosis, lang: str, columns: int) -> list[str]:
    if not diagnosis.ruled_out:
        return []
    lines = [f"  {_W['ruled'].of(lang)}"]
    for other in diagnosis.ruled_out[:3]:
        head = f"    {other.code} {pad(cut(other.slug.partition('-')[2], 22), 22)} "
        lines += wrap(other.why.of(lang), columns, indent=head, after=" " * width(head))[:2]
    return [*lines, ""]


def _remedies(diagnosis: Diagnosis, lang: str, columns: int) -> list[str]:
    lines = [f"  {_W['next'].of(lang)}"]
    for number, remedy in enumerate(diagnosis.remedies[:4], 1):
        head = f"    {number}. {pad(_W[remedy.level].of(lang), 9)} "
        lines += wrap(remedy.title.of(lang), columns, indent=head, after=" " * width(head))[:2]
    return [
        *lines,
        *wrap(_W["retry_yes" if diagnosis.retryable else "retry_no"].of(lang), columns, indent="    "),
    ]


def _coloured(text: str, lang: str) -> str:
    lines = text.split("\n")
    lines[0] = f"{_BOLD}{lines[0]}{_END}"
    for number, line in enumerate(lines[1:], 1):
        if "^" in line and line.lstrip().startswith("^"):
            lines[number] = f"{_RED}{line}{_END}"
        for level, tint in _LEVEL_COLOUR.items():
            word = _W[level].of(lang)
            if f". {word}" in line:
                lines[number] = line.replace(word, f"{tint}{word}{_END}", 1)
    return "\n".join(lines)
