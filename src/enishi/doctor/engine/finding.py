"""One cause on one exchange: what speaks for and against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enishi.doctor.engine.cause import Cause
    from enishi.doctor.engine.clue import Clue


@dataclass(frozen=True, slots=True)
class Finding:
    """`score` is the log-odds against an average cause, with correlated clues counted once."""

    cause: Cause
    clues: tuple[Clue, ...]
    score: float
