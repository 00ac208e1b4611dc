"""How often a sign is also seen with other faults, and what it can weigh at most because of that.

A sign that stands in one of twenty other failures cannot be strong, whatever its author thought. The table counts,
for each sign, the exchanges of other causes in which it was seen; `bench/diagnosis/fit.py` makes it from the
training part of the corpus and the project's own exchanges.
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE = Path(__file__).with_name("commonness.json")
SEEN_WITH_ITS_CAUSE = 0.12  # share of a cause's exchanges in which an average sign of it is seen
LEAST = 0.1


def key_of(slug: str, why: str) -> str:
    return f"{slug}:{crc32(why.encode()):08x}"


@lru_cache(maxsize=1)
def _table() -> tuple[int, Mapping[str, float]]:
    try:
        data = json.loads(TABLE.read_text(encoding="utf-8"))
    except OSError:
        return 0, {}
    return data["exchanges"], data["signs"]


@lru_cache(maxsize=4096)
def most(slug: str, why: str) -> float:
    """The largest weight that a sign may have; infinite when it was never seen with another cause."""
    exchanges, signs = _table()
    seen = signs.get(key_of(slug, why), 0)
    if not seen:
        return math.inf
    return max(LEAST, math.log(SEEN_WITH_ITS_CAUSE * (exchanges + 1) / (seen + 0.5)))


def forget() -> None:
    """Read the table anew at the next question."""
    _table.cache_clear()
    most.cache_clear()
