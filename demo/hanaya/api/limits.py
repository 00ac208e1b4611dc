"""How much a caller may ask: calls in a window, and calls at the same time."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from demo.hanaya.wire import Refusal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from demo.hanaya.options import Options

    from .call import Call

LOWERED = 2


@dataclass(slots=True)
class _Window:
    began: float
    length: float
    limit: int
    used: int = 0

    def left(self) -> int:
        return max(0, self.limit - self.used)

    def reset(self) -> int:
        return max(1, math.ceil(self.began + self.length - time.monotonic()))

    def over(self) -> bool:
        return time.monotonic() >= self.began + self.length

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Policy": f'"default";q={self.limit};w={math.ceil(self.length)}',
            "RateLimit": f'"default";r={self.left()};t={self.reset()}',
        }


class Limits:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._windows: dict[str, _Window] = {}
        self._lowered: dict[str, _Window] = {}
        self._lowered_since = 0.0
        self.in_flight: Counter[str] = Counter()

    def count(self, call: Call) -> dict[str, str]:
        """Count a call and give its rate limit headers; raises Refusal (429) when it is one too many."""
        window = self._window(call)
        if window.left() == 0:
            call.shop.desk.strike("rate-limited")
            wait = window.reset()
            raise Refusal(
                429,
                "rate_limited",
                f"Too many calls: {window.limit} are allowed in {math.ceil(window.length)} seconds. "
                f"Try again in {wait} seconds.",
                retry_after=wait,
                headers={**window.headers(), "Retry-After": str(wait)},
            )
        window.used += 1
        return window.headers()

    @asynccontextmanager
    async def slot(self, call: Call) -> AsyncIterator[None]:
        """One of the places for calls at the same time; raises Refusal (429) when none is free."""
        lowered = call.shop.desk.on("concurrency-limit")
        allowed = 1 if lowered else self._options.parallel
        if self.in_flight[call.credential_name] >= allowed:
            call.shop.desk.strike("concurrency-limit")
            raise Refusal(
                429,
                "too_many_concurrent_requests",
                f"Only {allowed} call{'s' if allowed > 1 else ''} of one credential may run at the same time.",
                headers={"Retry-After": "1"},
            )
        self.in_flight[call.credential_name] += 1
        try:
            if lowered:
                await asyncio.sleep(lowered.wait)
            yield
        finally:
            self.in_flight[call.credential_name] -= 1

    def _window(self, call: Call) -> _Window:
        name = call.credential_name
        lowered = call.shop.desk.on("rate-limited")
        if lowered is None:
            return self._current(self._windows, name, self._options.window, self._options.limit)
        if lowered.kept["window"] != self._lowered_since:  # newly broken: whatever was left is gone
            self._lowered_since = lowered.kept["window"]
            self._lowered.clear()
        if name not in self._lowered:
            began = self._lowered_since
            self._lowered[name] = _Window(began, lowered.wait, LOWERED, used=LOWERED)
        return self._current(self._lowered, name, lowered.wait, LOWERED)

    @staticmethod
    def _current(windows: dict[str, _Window], name: str, length: float, limit: int) -> _Window:
        held = windows.get(name)
        if held is None or held.over():
            windows[name] = held = _Window(time.monotonic(), length, limit)
        return held
