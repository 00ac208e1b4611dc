"""What kinds of jobs exist, who runs them, and which recur."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from enishi.platform.jobs.cron import Cron

Run = Callable[[dict[str, Any]], None]


class Again(Exception):  # noqa: N818 - a wish, not a fault
    """Raised by a handler that wants to be run again later; not counted as a failure."""

    def __init__(self, after: timedelta = timedelta(seconds=1)) -> None:
        super().__init__(f"again in {after.total_seconds()} s")
        self.after = after


@dataclass(frozen=True, slots=True)
class Handler:
    """How one kind of job is run.

    Attributes:
        attempts: runs before the job counts as failed.
        lease: time after which a silent worker's job is taken up by another; a heartbeat renews it.
        backoff: pause after the first failure; doubles each time, at most an hour.
        per_second: at most so many jobs of one key start in a second; 0 for no bound.
    """

    kind: str
    run: Run
    attempts: int = 8
    lease: timedelta = timedelta(seconds=60)
    backoff: timedelta = timedelta(seconds=2)
    per_second: float = 0

    def pause(self, attempt: int) -> timedelta:
        """Time to wait after failure number `attempt` (1, 2, …)."""
        doubled: timedelta = self.backoff * (1 << min(attempt - 1, 20))
        return min(doubled, timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Recurring:
    """A job that the clock enqueues: every so often, or by a cron line in UTC."""

    name: str
    every: timedelta | None = None
    cron: Cron | None = None


HANDLERS: dict[str, Handler] = {}
RECURRING: dict[str, Recurring] = {}


def handler(
    kind: str,
    *,
    attempts: int = 8,
    lease: timedelta = timedelta(seconds=60),
    backoff: timedelta = timedelta(seconds=2),
    per_second: float = 0,
) -> Callable[[Run], Run]:
    """Register a function as the runner of one kind of job. Runs may repeat: it must be idempotent."""

    def register(run: Run) -> Run:
        known = HANDLERS.get(kind)
        if known and known.run is not run:
            message = f"two handlers for job kind {kind!r}"
            raise ValueError(message)
        HANDLERS[kind] = Handler(kind, run, attempts, lease, backoff, per_second)
        return run

    return register


def every(interval: timedelta, *, name: str | None = None) -> Callable[[Run], Run]:
    """Run a function again and again, `interval` apart, once over all workers."""

    def register(run: Run) -> Run:
        kind = name or f"{run.__module__}.{run.__name__}"
        RECURRING[kind] = Recurring(kind, every=interval)
        return handler(kind, attempts=1)(run)

    return register


def cron(line: str, *, name: str | None = None) -> Callable[[Run], Run]:
    """Run a function at the times of a five-field cron line (UTC), once over all workers."""

    def register(run: Run) -> Run:
        kind = name or f"{run.__module__}.{run.__name__}"
        RECURRING[kind] = Recurring(kind, cron=Cron.parse(line))
        return handler(kind, attempts=1)(run)

    return register
