"""The form of a cause: what speaks for it and against it, in which words, and what to do.

A cause states knowledge; the weighing of causes against each other is done in `weighing`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from enishi.doctor.engine.clue import Clue, Place, weight_of
from enishi.doctor.engine.words import Text, plain

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence
    from enishi.doctor.engine.remedy import Remedy

Where = Literal["said", "answer", "exception", "context", "url", "sent", "any"]
Severity = Literal["low", "medium", "high", "critical"]
Test = Callable[["Evidence"], "Place | bool | None"]
Weight = str | float


@dataclass(frozen=True, slots=True)
class Signal:
    """One kind of sign and its weight. Made by `says`, `told`, `code`, `fact`, `status` and `holds`."""

    kind: Literal["phrase", "code", "fact", "status", "test"]
    weight: float
    why: Text
    group: str
    where: Where = "said"
    values: tuple[str, ...] = ()
    statuses: frozenset[int] = frozenset()
    test: Test | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """One root cause.

    Attributes:
        usual_status: statuses this cause is typically answered with; possible_status: seen less often. A known
            status outside both speaks (weakly) against the cause. Leave both empty when the status tells nothing.
        base: prior log-odds against the average cause: +0.7 for an everyday one, -0.7 for a rare one.
        retryable: whether the same call, unchanged, works later; may depend on the evidence.
        detect: clues that need code, for example a comparison of times.
        refines: the taxonomy cause of which this is a special case.
        name: short name of the fault; taken from the first line of the page when absent.
    """

    slug: str
    code: str
    signals: tuple[Signal, ...]
    remedies: tuple[Remedy, ...] = ()
    usual_status: tuple[int, ...] = ()
    possible_status: tuple[int, ...] = ()
    base: float = 0.0
    retryable: bool | Callable[[Evidence], bool] = False
    severity: Severity = "medium"
    detect: Callable[[Evidence], Iterable[Clue]] | None = None
    refines: str = ""
    neighbours: tuple[str, ...] = field(default=())
    since: str = "0.1"

    @property
    def family(self) -> str:
        return self.slug.partition("-")[0]


def says(
    *wordings: str, en: str, ja: str, weight: Weight = "strong", where: Where = "said", group: str = ""
) -> Signal:
    """A machine said so: the answer or the exception holds one of the phrases (see `phrase`)."""
    default = {"context": "told", "url": "url", "sent": "sent"}.get(where, "said")
    return Signal("phrase", weight_of(weight), Text(en, ja), group or default, where, wordings)


def told(*wordings: str, en: str, ja: str, weight: Weight = "clear", group: str = "") -> Signal:
    """A person said so: the free description of the situation holds one of the phrases."""
    return says(*wordings, en=en, ja=ja, weight=weight, where="context", group=group)


def code(*codes: str, en: str, ja: str, weight: Weight = "strong", group: str = "") -> Signal:
    """The answer carries exactly this error code (spelling and separators do not matter)."""
    return Signal(
        "code", weight_of(weight), Text(en, ja), group or "said", "answer", tuple(map(plain, codes))
    )


def fact(name: str, weight: Weight = "weak", *, en: str = "", ja: str = "", group: str = "") -> Signal:
    """A fact of the situation (see `facts`), for example "worked-before" or "some-records-only"."""
    return Signal("fact", weight_of(weight), Text(en, ja), group or f"fact:{name}", "context", (name,))


def status(*codes: int, en: str, ja: str, weight: Weight = "weak", group: str = "status") -> Signal:
    """The answer has one of these statuses, and that says more than `usual_status` does."""
    return Signal("status", weight_of(weight), Text(en, ja), group, "answer", (), frozenset(codes))


def holds(test: Test, *, en: str, ja: str, weight: Weight = "strong", group: str = "") -> Signal:
    """A test of the structure of the evidence is true (or returns the place where it is)."""
    name = getattr(test, "__name__", "test")
    return Signal("test", weight_of(weight), Text(en, ja), group or f"test:{name}", test=test)
