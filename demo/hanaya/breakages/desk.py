"""Which breakages are on, how often each has struck, and when each ends by itself."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from .catalogue import BREAKAGES
from .model import Running

if TYPE_CHECKING:
    from collections.abc import Callable


class UnknownBreakageError(ValueError):
    """No breakage, or no variant of it, has that name."""


class Desk:
    """Switches breakages on and off.

    Args:
        clock: gives the present time as text.
        started, mended: called with each breakage that comes on or goes off.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], str],
        started: Callable[[Running], None],
        mended: Callable[[Running], None],
    ) -> None:
        self._clock = clock
        self._started = started
        self._mended = mended
        self._running: dict[str, Running] = {}
        self.affected: Counter[str] = Counter()

    def start(
        self,
        slug: str,
        *,
        variant: str | None = None,
        calls: int | None = None,
        seconds: float | None = None,
        wait: float | None = None,
    ) -> Running:
        """Break; a breakage that is on already is mended first."""
        breakage = BREAKAGES.get(slug)
        if breakage is None:
            raise UnknownBreakageError(f"no breakage is called {slug!r}")
        chosen = variant or next(iter(breakage.variants), "")
        if variant and variant not in breakage.variants:
            raise UnknownBreakageError(f"{slug} has no variant {variant!r}")
        self.mend(slug)
        running = Running(
            breakage=breakage,
            variant=chosen,
            wait=breakage.wait if wait is None else wait,
            since=self._clock(),
            calls_left=calls,
            until=None if seconds is None else time.monotonic() + seconds,
        )
        self._running[slug] = running
        self._started(running)
        return running

    def mend(self, slug: str) -> bool:
        """True when it was on."""
        running = self._running.pop(slug, None)
        if running is not None:
            self._mended(running)
        return running is not None

    def mend_all(self) -> None:
        for slug in list(self._running):
            self.mend(slug)

    def on(self, slug: str) -> Running | None:
        """The breakage when it is on; says nothing about whether it strikes."""
        running = self._running.get(slug)
        if running is not None and _over(running):
            self.mend(slug)
            return None
        return running

    def running(self) -> list[Running]:
        return [running for slug in list(self._running) if (running := self.on(slug))]

    def strike(self, slug: str) -> Running | None:
        """The breakage when it is on, counting one affected call."""
        running = self.on(slug)
        if running is None:
            return None
        running.affected += 1
        self.affected[slug] += 1
        if running.calls_left is not None:
            running.calls_left -= 1
        return running


def _over(running: Running) -> bool:
    if running.calls_left is not None and running.calls_left <= 0:
        return True
    return running.until is not None and time.monotonic() >= running.until
