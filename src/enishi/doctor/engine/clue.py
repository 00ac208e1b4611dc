"""Where something stands in the evidence, and what it says for or against a cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enishi.doctor.engine.words import Text

HINT, WEAK, CLEAR, STRONG, DECISIVE = 0.6, 1.3, 2.5, 4.0, 7.0
WEIGHTS = {"hint": HINT, "weak": WEAK, "clear": CLEAR, "strong": STRONG, "decisive": DECISIVE}


def weight_of(weight: str | float) -> float:
    """Log-odds of a weight given by name ("strong", "-weak") or as a number."""
    if not isinstance(weight, str):
        return float(weight)
    sign = -1.0 if weight.startswith("-") else 1.0
    return sign * WEIGHTS[weight.removeprefix("-")]


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the evidence.

    Attributes:
        part: "request.line", "request.url", "request.header", "request.body", "response.status",
            "response.header", "response.body", "exception", "context", "history", "settings" or "contract".
        name: header name, JSON pointer or empty.
        start: first character of the passage within the part's text; end: one past its last. Both 0 = all of it.
    """

    part: str
    name: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Clue:
    """One reason: what was seen, where, and how much it weighs (log-odds; negative speaks against)."""

    place: Place
    weight: float
    why: Text
    group: str = ""

    @property
    def decisive(self) -> bool:
        return self.weight >= DECISIVE
