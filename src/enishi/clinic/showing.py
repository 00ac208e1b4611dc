"""A diagnosis as the parts that pages draw: the call with its pins, the evidence, the steps, what to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse

from enishi.doctor.engine.evidence import Evidence as Gathered
from enishi.doctor.engine.redact import is_secret_name, redactor_for
from enishi.doctor.engine.show import part_text
from enishi.kernel.exchange import Failure, Request, Response
from enishi.platform.crypto.redaction import MASK
from enishi.ui import calls
from enishi.ui.parts import Evidence, Fact, Remedy, State, StateName, Step
from enishi.ui.text import language, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enishi.doctor import Clue, Diagnosis, Ranked
    from enishi.doctor import Remedy as Proposed
    from enishi.doctor.engine.redact import Redactor
    from enishi.kernel.exchange import Exchange, Headers
    from enishi.ui.parts import Call

MOST_PERCENT = 99  # nothing told by evidence alone is certain
NARROWED = 20  # percent from which a first candidate is worth calling one
CLEAR = 2.5  # log-odds from which a clue supports rather than hints
LEVELS: dict[str, StateName] = {"safe": "auto", "ask": "person", "person": "person"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible cause, linked to its page."""

    code: str
    name: str
    summary: str
    percent: int
    href: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything a page shows of one diagnosis."""

    headline: str
    decided: bool
    narrowed: bool
    first: Candidate | None
    candidates: tuple[Candidate, ...]
    question: str
    vendor: str
    vendor_says: str
    call: Call
    evidence: tuple[Evidence, ...]
    ruled_out: tuple[Fact, ...]
    steps: tuple[Step, ...]
    remedies: tuple[Remedy, ...]
    retryable: bool
    links: tuple[Fact, ...]


def show(diagnosis: Diagnosis, exchange: Exchange, *, group: str = "e") -> Shown:
    """The parts of a diagnosis in the reader's language, with secrets hidden before anything is drawn."""
    lang = language()
    gathered = Gathered(exchange)
    redact = redactor_for(gathered)
    clues = _one_a_place(diagnosis.first.clues if diagnosis.first else ())
    pins = [_pin(number, clue, gathered, redact) for number, clue in enumerate(clues, 1)]
    call, placed = calls.figure(hidden(exchange, redact), pins, group=group, notes=_notes(diagnosis))
    evidence = tuple(_evidence(number, clue, placed) for number, clue in enumerate(clues, 1))
    ranked = tuple(_candidate(cause) for cause in diagnosis.causes)
    return Shown(
        headline=diagnosis.headline.of(lang),
        decided=diagnosis.decided,
        narrowed=bool(ranked) and ranked[0].percent >= NARROWED,
        first=ranked[0] if ranked else None,
        candidates=tuple(one for one in ranked if one.percent >= 1),
        question=diagnosis.question.of(lang) if diagnosis.question else "",
        vendor=diagnosis.vendor or "",
        vendor_says=diagnosis.vendor_says.of(lang) if diagnosis.vendor_says else "",
        call=call,
        evidence=evidence,
        ruled_out=tuple(
            Fact(other.code, other.why.of(lang), note=other.name.of(lang), href=page_of(other.slug))
            for other in diagnosis.ruled_out
        ),
        steps=tuple(
            Step(step.title.of(lang), step.found.of(lang), "found" if step.here else "clear")
            for step in diagnosis.steps
        ),
        remedies=tuple(proposed(remedy) for remedy in diagnosis.remedies),
        retryable=diagnosis.retryable,
        links=tuple(Fact(title.of(lang), url, href=url) for title, url in diagnosis.links),
    )


def page_of(slug: str) -> str:
    """The page of a cause."""
    return reverse("clinic:cause", args=[slug])


def proposed(remedy: Proposed) -> Remedy:
    """A remedy that nobody has carried out yet."""
    lang = language()
    state = State(LEVELS[remedy.level], say(f"clinic.level.{remedy.level}"))
    return Remedy(state, remedy.title.of(lang), steps=tuple(step.of(lang) for step in remedy.steps))


def hidden(exchange: Exchange, redact: Redactor) -> Exchange:
    """The exchange without its secrets."""
    sent, came, failed = exchange.request, exchange.response, exchange.failure
    return replace(
        exchange,
        request=Request(
            sent.method,
            redact(sent.url or "") or None,
            _headers(sent.headers, redact),
            _body(sent.body, redact),
        ),
        response=Response(came.status, _headers(came.headers, redact), _body(came.body, redact))
        if came
        else None,
        failure=Failure(failed.kind, redact(failed.message), failed.phase, failed.sent) if failed else None,
    )


def _headers(headers: Headers | None, redact: Redactor) -> Headers | None:
    if headers is None:
        return None
    return tuple((name, _value(name, value, redact)) for name, value in headers)


def _value(name: str, value: str, redact: Redactor) -> str:
    if not is_secret_name(name):
        return redact(value)
    scheme, space, rest = value.strip().partition(" ")
    return f"{scheme} {MASK}" if space and rest and scheme.isalpha() else MASK


def _body(content: bytes | None, redact: Redactor) -> bytes | None:
    if content is None or b"\x00" in content:
        return content
    try:
        return redact(content.decode()).encode()
    except UnicodeDecodeError:
        return content


def _one_a_place(clues: Sequence[Clue]) -> list[Clue]:
    """The strongest clue of each place, in order of weight; what speaks against comes last."""
    kept: dict[object, Clue] = {}
    for clue in sorted(clues, key=lambda clue: -abs(clue.weight)):
        kept.setdefault(clue.place, clue)
    return sorted(kept.values(), key=lambda clue: -clue.weight)


def _pin(number: int, clue: Clue, gathered: Gathered, redact: Redactor) -> calls.Pin:
    """Where the clue stands in the text as it is shown, which redaction may have moved."""
    place = clue.place
    if place.end <= place.start:
        return calls.Pin(number, place.part, place.name)
    passage = redact(part_text(gathered, place)[place.start : place.end])
    if place.part in {"request.body", "response.body", "request.url"}:
        return calls.Pin(number, place.part, passage)
    shown = redact(part_text(gathered, place))
    start = max(shown.find(passage), 0)
    return calls.Pin(number, place.part, place.name, start, start + len(passage))


def _evidence(number: int, clue: Clue, placed: frozenset[int]) -> Evidence:
    if clue.weight < 0:
        weight = say("clinic.weight.against")
    elif clue.decisive:
        weight = say("clinic.weight.decisive")
    else:
        weight = say("clinic.weight.supports" if clue.weight >= CLEAR else "clinic.weight.hint")
    return Evidence(number, clue.why.of(language()), weight, shown=number in placed)


def _candidate(cause: Ranked) -> Candidate:
    lang = language()
    percent = min(round(cause.confidence * 100), MOST_PERCENT)
    return Candidate(cause.code, cause.name.of(lang), cause.summary.of(lang), percent, page_of(cause.slug))


def _notes(diagnosis: Diagnosis) -> tuple[str, ...]:
    return (diagnosis.vendor,) if diagnosis.vendor else ()
