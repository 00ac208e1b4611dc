"""Jobs with leases, heartbeats, delay, recurrence and per-key order, on SQLite and PostgreSQL."""

from typing import TYPE_CHECKING, Any

from enishi.platform.jobs.pumps import pump
from enishi.platform.jobs.registry import Again, cron, every, handler

__all__ = ["Again", "cron", "enqueue", "every", "handler", "pump", "run_due"]


if TYPE_CHECKING:
    from enishi.platform.jobs.queue import enqueue
    from enishi.platform.jobs.worker import run_due


def __getattr__(name: str) -> Any:
    """`enqueue` and `run_due` need Django's models, which exist only once the apps are loaded."""
    if name == "enqueue":
        from enishi.platform.jobs.queue import enqueue

        return enqueue
    if name == "run_due":
        from enishi.platform.jobs.worker import run_due

        return run_due
    raise AttributeError(name)
