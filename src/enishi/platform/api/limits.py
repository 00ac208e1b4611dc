"""How often one credential may call, and the headers that tell it (draft-ietf-httpapi-ratelimit-headers).

A bucket of tokens per credential in this process's memory. Several web processes share the allowance by
dividing it: each admits its part, so the sum never exceeds it (an unlucky client may be held at less).
"""

from __future__ import annotations

import math
import threading
import time
from typing import TYPE_CHECKING

from enishi.platform.config import options
from enishi.platform.refusals import refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

WINDOW = 60
MOST_CREDENTIALS = 10_000
_SPENT = "_enishi_rate"


class Buckets:
    """Token buckets by credential: `limit` at once, refilled evenly over `WINDOW` seconds."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit = limit
        self._clock = clock
        self._levels: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, credential: str) -> float:
        """Take one token; the tokens left, or a negative number: minus the seconds until there is one."""
        now = self._clock()
        with self._lock:
            level, since = self._levels.pop(credential, (float(self.limit), now))
            level = min(self.limit, level + (now - since) * self.limit / WINDOW)
            left = level - 1
            self._levels[credential] = (max(left, level) if left < 0 else left, now)
            if len(self._levels) > MOST_CREDENTIALS:
                del self._levels[next(iter(self._levels))]
        return left if left >= 0 else -((1 - level) * WINDOW / self.limit)


def allowance() -> int:
    """Calls a minute for one credential in this process; 0 means no limit."""
    total = int(options.value("ENISHI_API_RATE"))
    return math.ceil(total / int(options.value("ENISHI_WEB_PROCESSES"))) if total else 0


_buckets = Buckets(allowance())


def spend(request: HttpRequest, credential: str) -> None:
    """Count this request against `credential`.

    Raises:
        EnishiError: the allowance is used up (429 with Retry-After).
    """
    if not _buckets.limit:
        return
    left = _buckets.take(credential)
    setattr(request, _SPENT, left)
    if left < 0:
        wait = math.ceil(-left)
        raise refuse(
            "RATE01",
            429,
            headers={"Retry-After": str(wait)},
            limit=_buckets.limit,
            window=WINDOW,
            retry_after=wait,
        )


def tell(request: HttpRequest, response: HttpResponseBase) -> None:
    """Put what is left of the allowance into the answer's headers."""
    left: float | None = getattr(request, _SPENT, None)
    if left is None:
        return
    until_full = math.ceil((_buckets.limit - max(left, 0)) * WINDOW / _buckets.limit)
    response["RateLimit-Policy"] = f'"calls";q={_buckets.limit};w={WINDOW}'
    response["RateLimit"] = f'"calls";r={max(0, int(left))};t={math.ceil(-left) if left < 0 else until_full}'
