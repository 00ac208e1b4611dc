"""How often one address may have something explained: the page is open to everyone, and reading costs time.

Kept in memory of each process, so that explaining writes nothing.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque

PER_MINUTE = 30
MINUTE = 60.0
ADDRESSES = 10_000
_asked: OrderedDict[str, deque[float]] = OrderedDict()
_lock = threading.Lock()


def may(address: str) -> bool:
    """Whether this address may ask once more now; counts the asking."""
    now = time.monotonic()
    with _lock:
        times = _asked.setdefault(address, deque(maxlen=PER_MINUTE))
        _asked.move_to_end(address)
        while len(_asked) > ADDRESSES:
            _asked.popitem(last=False)
        if len(times) == PER_MINUTE and now - times[0] < MINUTE:
            return False
        times.append(now)
        return True


def forget() -> None:
    """Begin anew."""
    with _lock:
        _asked.clear()
