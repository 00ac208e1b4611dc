"""The result of a diagnosis."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from enishi.doctor.engine.words import Lang, Text

if TYPE_CHECKING:
    from enishi.doctor.engine.clue import Clue, Place
    from enishi.doctor.engine.remedy import Remedy

StepName = Literal[
    "message", "documentation", "credentials", "format", "response", "other-systems", "what-changed"
]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One candidate.

    Attributes:
        confidence: calibrated probability that this is the cause.
        refined: slug of the special case of this cause that the evidence shows; empty when there is none.
    """

    slug: str
    code: str
    family: str
    name: Text
    confidence: float
    severity: str
    clues: tuple[Clue, ...]
    summary: Text = field(default=Text("", ""))
    refined: str = ""


@dataclass(frozen=True, slots=True)
class RuledOut:
    slug: str
    code: str
    name: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Step:
    """One of the seven steps of looking: what was found, and whether the cause was seen there."""

    name: StepName
    title: Text
    found: Text
    here: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the exchange as shown to a reader, already redacted; `place` tells which part it is."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong, how sure that is, and what to do.

    Attributes:
        causes: best first, at most five; empty only when nothing at all is known.
        decided: whether the evidence is enough to act upon the first cause.
        question: what would decide between the first two; None when decided.
        retryable: whether sending the same call again, unchanged, helps; retry_after: in how many seconds.
        lines: the exchange in lines, redacted, for showing.
        headline: one sentence with time, vendor and status.
    """

    causes: tuple[Ranked, ...]
    ruled_out: tuple[RuledOut, ...]
    decided: bool
    question: Text | None
    steps: tuple[Step, ...]
    remedies: tuple[Remedy, ...]
    retryable: bool
    retry_after: float | None
    vendor: str | None
    vendor_code: str | None
    headline: Text
    lines: tuple[Line, ...] = ()
    vendor_says: Text | None = None
    links: tuple[tuple[Text, str], ...] = ()
    probe: str = ""

    @property
    def first(self) -> Ranked | None:
        return self.causes[0] if self.causes else None

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """JSON-ready form with texts in one language."""
        from enishi.doctor.engine.as_json import to_dict

        return to_dict(self, lang)

    def text(self, lang: Lang = "en", width: int = 80, *, colour: bool = False) -> str:
        """For a terminal: at most `width` columns, carets under the evidence."""
        from enishi.doctor.engine.terminal import render

        return render(self, lang, width, colour=colour)
