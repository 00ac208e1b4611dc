"""What a sign weighs when it is counted: the author's weight, corrected by how often it is seen with its cause and with others.

A sign that stands in one of twenty other failures cannot be strong, whatever its author thought. The table counts,
for each sign, the exchanges of its cause and of other causes in which it was seen; `bench/diagnosis/learn.py` makes
it from the project's exchanges.
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
AUTHOR = 60.0  # how many sightings the author's word counts as
BELIEVED = 0.7  # how far the counts are believed: the exchanges are not drawn as the world's failures are
LEAST, MORE = 0.05, 1.0  # the smallest weight, and how far above its author's a weight may rise
_UNSEEN, _OWN_MORE, _OTHERS_MORE = 0.5, 6.0, 50.0  # so that small counts say little
_USUAL = 30  # exchanges of a cause that the table does not name


def key_of(slug: str, why: str) -> str:
    return f"{slug}:{crc32(why.encode()):08x}"


@lru_cache(maxsize=1)
def _table() -> tuple[int, Mapping[str, int], Mapping[str, list[int]]]:
    try:
        data = json.loads(TABLE.read_text(encoding="utf-8"))
    except OSError:
        return 0, {}, {}
    return data["exchanges"], data["causes"], data["signs"]


def weight_of(slug: str, why: str, weight: float) -> float:
    """The weight that a sign is counted with; signs against a cause and signs never seen keep their author's."""
    return weight if weight <= 0 else _corrected(slug, why, weight)


@lru_cache(maxsize=8192)
def _corrected(slug: str, why: str, weight: float) -> float:
    exchanges, causes, signs = _table()
    own, others = signs.get(key_of(slug, why), (0, 0))
    if not own + others:
        return weight
    of_cause = causes.get(slug) or _USUAL
    share = (own + _UNSEEN) / (of_cause + _OWN_MORE)
    share_of_others = (others + _UNSEEN) / (exchanges - of_cause + _OTHERS_MORE)
    counted = BELIEVED * math.log(share / share_of_others)
    blended = (weight * AUTHOR + counted * (own + others)) / (AUTHOR + own + others)
    return max(LEAST, min(blended, weight + MORE))


def forget() -> None:
    """Read the table anew at the next question."""
    _table.cache_clear()
    _corrected.cache_clear()
