"""Django's SQLite backend with writers queued fairly (see lock.py)."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from enishi.platform.sqlite.lock import WriteLock


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._write_lock: WriteLock | None = None

    def _lock(self) -> WriteLock | None:
        name = str(self.settings_dict["NAME"])
        if self.is_in_memory_db():
            return None
        if self._write_lock is None:
            self._write_lock = WriteLock(name)
        return self._write_lock

    def _start_transaction_under_autocommit(self) -> None:
        lock = self._lock()
        if lock:
            lock.acquire()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self._unlock()
            raise

    def _unlock(self) -> None:
        if self._write_lock:
            self._write_lock.release()

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # not in the stubs
        finally:
            self._unlock()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self._unlock()

    def _close(self) -> None:
        super()._close()  # type: ignore[misc]  # not in the stubs
        if self._write_lock and not self.in_atomic_block:
            self._write_lock.close()
