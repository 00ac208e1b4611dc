"""One way to break."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    ja: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakage:
    """What a breakage is, for people and for tests.

    Attributes:
        cause: slug of the doctor's cause that a right diagnosis names.
        taxonomy: the taxonomy's slug where `cause` is a refinement that the taxonomy does not have.
        level: how far Enishi may go by itself: "safe", "ask" or "person".
        variants: name → cause of that variant; the first is taken when none is asked for.
        wait: seconds that the breakage works with (Retry-After, silence, delay), unless told otherwise.
        caller_side: what the caller's own settings need for this to show: "credential-with-space",
            "version-1" or "tls-port"; "" when nothing.
    """

    slug: str
    group: str
    cause: str
    level: str
    title: Text
    simulates: Text
    mended_by: Text
    taxonomy: str = ""
    variants: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    caller_side: str = ""

    def cause_of(self, variant: str) -> str:
        return self.variants.get(variant, self.cause)


@dataclass(slots=True, kw_only=True)
class Running:
    """A breakage that is on.

    Attributes:
        calls_left: affected calls until it mends itself; None is unlimited.
        until: moment (monotonic seconds) at which it mends itself; None is never.
        kept: what the effect has to remember to undo itself.
    """

    breakage: Breakage
    variant: str
    wait: float
    since: str
    calls_left: int | None = None
    until: float | None = None
    affected: int = 0
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def cause(self) -> str:
        return self.breakage.cause_of(self.variant)
