"""The shop's clock: never the same time twice, so that "changed since" can leave nothing out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from . import times


class Clock:
    def __init__(self) -> None:
        self._last = datetime.fromtimestamp(0, UTC)

    def now(self) -> datetime:
        """Later than any time given before."""
        self._last = max(datetime.now(UTC), self._last + timedelta(microseconds=1))
        return self._last

    def text(self) -> str:
        return times.text(self.now())
