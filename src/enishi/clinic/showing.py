"""A diagnosis as the parts that pages draw: the call with its pins, the evidence, the steps, what to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.evidence import Evidence as Gathered
from enishi.doctor.engine.reading import decode
from enishi.doctor.engine.redact import is_secret_name, redactor_for
from enishi.doctor.engine.show import part_text
from enishi.kernel.exchange import Failure, Request, Response
from enishi.platform.crypto.redaction import MASK
from enishi.ui import calls
from enishi.ui.parts import Evidence, Fact, Remedy, State, StateName, Step
from enishi.ui.text import language, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from enishi.doctor import Diagnosis
    from enishi.kernel.exchange import Exchange, Headers
    from enishi.ui.parts import Call

    Redact = Callable[[str], str]

MOST_PERCENT = 99  # nothing told by evidence alone is certain
NARROWED = 20  # percent from which a first candidate is worth calling one
CLEAR = 2.5  # log-odds from which a clue supports rather than hints
LEVELS: dict[str, StateName] = {"safe": "auto", "ask": "person", "person": "person"}
WHOLE = frozenset({"request.body", "response.body", "request.url"})  # found again by their words


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
    """A fresh diagnosis in the reader's language, with secrets hidden before anything is drawn."""
    gathered = Gathered(exchange)
    redact = redactor_for(gathered)
    told = diagnosis.to_dict(language())
    return _shown(told, hidden(exchange, redact), gathered, redact, group)


def show_kept(told: Mapping[str, Any], exchange: Exchange, *, group: str = "e") -> Shown:
    """A diagnosis kept as `Diagnosis.to_dict` made it, with its exchange, which was redacted when it was stored."""
    return _shown(told, exchange, Gathered(exchange), str, group)


def page_of(slug: str) -> str:
    """The page of a cause."""
    return reverse("clinic:cause", args=[slug])


def proposed(remedy: Mapping[str, Any]) -> Remedy:
    """A remedy that nobody has carried out yet."""
    state = State(LEVELS[remedy["level"]], say(f"clinic.level.{remedy['level']}"))
    return Remedy(state, remedy["title"], steps=tuple(remedy["steps"]))


def hidden(exchange: Exchange, redact: Redact) -> Exchange:
    """The exchange without its secrets."""
    sent, came, failed = exchange.request, exchange.response, exchange.failure
    url = redact(sent.url or "") or None
    request = Request(sent.method, url, _headers(sent.headers, redact), _body(sent.body, redact))
    response = (
        Response(came.status, _headers(came.headers, redact), _body(came.body, redact)) if came else None
    )
    failure = Failure(failed.kind, redact(failed.message), failed.phase, failed.sent) if failed else None
    return replace(exchange, request=request, response=response, failure=failure)


def _shown(
    told: Mapping[str, Any], exchange: Exchange, gathered: Gathered, redact: Redact, group: str
) -> Shown:
    clues = _one_a_place(told["causes"][0]["clues"] if told["causes"] else ())
    pins = [
        _pin(number, clue, gathered, redact, told["vendor_code"] or "")
        for number, clue in enumerate(clues, 1)
    ]
    notes = (told["vendor"],) if told["vendor"] else ()
    call, placed = calls.figure(exchange, pins, group=group, notes=notes)
    ranked = tuple(_candidate(cause) for cause in told["causes"])
    return Shown(
        headline=told["headline"],
        decided=told["decided"],
        narrowed=bool(ranked) and ranked[0].percent >= NARROWED,
        first=ranked[0] if ranked else None,
        candidates=tuple(one for one in ranked if one.percent >= 1),
        question=told["question"] or "",
        vendor=told["vendor"] or "",
        vendor_says=told["vendor_says"] or "",
        call=call,
        evidence=tuple(_evidence(number, clue, placed) for number, clue in enumerate(clues, 1)),
        ruled_out=tuple(
            Fact(other["code"], other["why"], note=other["name"], href=page_of(other["slug"]))
            for other in told["ruled_out"]
        ),
        steps=tuple(Step(s["title"], s["found"], "found" if s["here"] else "clear") for s in told["steps"]),
        remedies=tuple(proposed(remedy) for remedy in told["remedies"]),
        retryable=told["retryable"],
        links=tuple(Fact(link["title"], link["url"], href=link["url"]) for link in told["links"]),
    )


def _headers(headers: Headers | None, redact: Redact) -> Headers | None:
    if headers is None:
        return None
    return tuple((name, _value(name, value, redact)) for name, value in headers)


def _value(name: str, value: str, redact: Redact) -> str:
    if not is_secret_name(name):
        return redact(value)
    scheme, space, rest = value.strip().partition(" ")
    return f"{scheme} {MASK}" if space and rest and scheme.isalpha() else MASK


def _body(content: bytes | None, redact: Redact) -> bytes | None:
    """The body as readable text without secrets; what is no text stays as it is."""
    if content is None or b"\x00" in content:
        return content
    text = decode(content, len(content))
    return redact(text).encode("utf-8", "surrogatepass")


def _one_a_place(clues: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The strongest clue of each place, in order of weight; what speaks against comes last."""
    kept: dict[object, Mapping[str, Any]] = {}
    for clue in sorted(clues, key=lambda clue: -abs(clue["weight"])):
        kept.setdefault((clue["part"], clue["name"], clue["start"], clue["end"]), clue)
    return sorted(kept.values(), key=lambda clue: -clue["weight"])


def _pin(
    number: int, clue: Mapping[str, Any], gathered: Gathered, redact: Redact, vendor_code: str
) -> calls.Pin:
    """Where the clue stands in the text as it is shown, which redaction may have moved."""
    place = Place(clue["part"], clue["name"], clue["start"], clue["end"])
    text = part_text(gathered, place)
    if place.part == "response.body" and not (place.name or place.end) and vendor_code in text:
        return calls.Pin(number, place.part, vendor_code)  # what the whole answer says stands in its code
    if place.end <= place.start or place.end > len(text):
        return calls.Pin(number, place.part, place.name)
    passage = redact(text[place.start : place.end])
    if place.part in WHOLE:
        return calls.Pin(number, place.part, passage)
    start = max(redact(text).find(passage), 0)
    return calls.Pin(number, place.part, place.name, start, start + len(passage))


def _evidence(number: int, clue: Mapping[str, Any], placed: frozenset[int]) -> Evidence:
    if clue["weight"] < 0:
        weight = say("clinic.weight.against")
    elif clue["decisive"]:
        weight = say("clinic.weight.decisive")
    else:
        weight = say("clinic.weight.supports" if clue["weight"] >= CLEAR else "clinic.weight.hint")
    return Evidence(number, clue["why"], weight, shown=number in placed)


def _candidate(cause: Mapping[str, Any]) -> Candidate:
    percent = min(round(cause["confidence"] * 100), MOST_PERCENT)
    return Candidate(cause["code"], cause["name"], cause["summary"], percent, page_of(cause["slug"]))
