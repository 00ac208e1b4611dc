"""A fair write lock for SQLite across threads and processes.

SQLite lets waiting writers poll, and under load some starve (p99 above half a second). flock(2) queues
them in the kernel instead. It is only about fairness: SQLite's own locks still keep the data right.
"""

from __future__ import annotations

import fcntl
import os


class WriteLock:
    """One waiter's handle on the lock of one database file; not for sharing between threads."""

    __slots__ = ("_descriptor", "_path", "held")

    def __init__(self, database: str) -> None:
        self._path = f"{database}.lock"
        self._descriptor: int | None = None
        self.held = False

    def acquire(self) -> None:
        """Wait in line until no other writer holds the lock; at once when this handle holds it already."""
        if self.held:
            return
        if self._descriptor is None:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        self.held = True

    def release(self) -> None:
        if self.held and self._descriptor is not None:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            self.held = False

    def close(self) -> None:
        """Release and forget the file; a closed lock may be acquired again."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
        self.held = False
