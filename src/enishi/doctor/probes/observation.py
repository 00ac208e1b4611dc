"""What a probe saw, and which causes it speaks for or against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enishi.doctor.engine.words import Text


@dataclass(frozen=True, slots=True)
class Observation:
    """`speaks` holds log-odds by slug; `stop` ends the ladder because later probes would meet the same fault."""

    probe: str
    ok: bool
    seen: Text
    speaks: Mapping[str, float] = field(default_factory=dict)
    stop: bool = False
