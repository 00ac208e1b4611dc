"""TypeIDs: a readable prefix and a time-ordered UUIDv7, e.g. ``cus_01k2x3…`` (TypeID 0.3).

Stored as text: 4 to 6 letters, an underscore and 26 characters of Crockford base32.
Text that sorts by creation time keeps B-tree inserts at the right edge.
"""

from __future__ import annotations

import os
import re
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_SUFFIX = re.compile(r"[0-7][0-9a-hjkmnp-tv-z]{25}")
SUFFIX_LENGTH = 26


def encode(number: int) -> str:
    """26 characters of base32 for a 128-bit number."""
    return "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def uuid7(*, milliseconds: int | None = None) -> int:
    """A 128-bit UUIDv7 (RFC 9562 5.7) as a number; `milliseconds` since the epoch, now by default."""
    now = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    random = int.from_bytes(os.urandom(10), "big")
    high = random >> 68 & 0xFFF
    low = random & (1 << 62) - 1
    return now << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low


def new(prefix: str, *, milliseconds: int | None = None) -> str:
    """A fresh id such as ``ord_01k…``."""
    return f"{prefix}_{encode(uuid7(milliseconds=milliseconds))}"


def earliest(prefix: str, moment: datetime) -> str:
    """The smallest id that can have been made at `moment` (aware): ids sort by their time of birth."""
    return f"{prefix}_{encode(int(moment.timestamp() * 1000) << 80)}"


def valid(prefix: str, value: str) -> bool:
    """Whether `value` is a well-formed id of this kind."""
    head, _, suffix = value.rpartition("_")
    return head == prefix and _SUFFIX.fullmatch(suffix) is not None
