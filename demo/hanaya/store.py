"""The shop's memory: dictionaries for reading, one SQLite file so that a restart forgets nothing."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from .records import (
    Answered,
    Credential,
    Customer,
    Delivery,
    Note,
    Order,
    Record,
    Refund,
    Subscription,
    Tracking,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KINDS: tuple[type[Any], ...] = (
    Customer,
    Order,
    Refund,
    Note,
    Tracking,
    Subscription,
    Delivery,
    Credential,
    Answered,
)
T = TypeVar("T")


class Store:
    """All records by kind and id, in the order of their last change.

    Args:
        path: the file, created when missing; None keeps everything in memory only.
    """

    def __init__(self, path: Path | None) -> None:
        self._records: dict[type[Any], dict[str, Any]] = {kind: {} for kind in KINDS}
        self._file = _open(path) if path else None
        self._serial = 0
        self._batched = False
        if self._file:
            self._load(self._file)

    def all(self, kind: type[T]) -> dict[str, T]:
        return self._records[kind]

    def keep(self, record: Record) -> None:
        """Store a new or changed record; it becomes the latest of its kind."""
        kept = self._records[type(record)]
        kept.pop(record.id, None)
        kept[record.id] = record
        if self._file:
            self._serial += 1
            self._file.execute(
                "REPLACE INTO record (kind, id, serial, body) VALUES (?, ?, ?, ?)",
                (type(record).__name__, record.id, self._serial, msgspec.json.encode(record)),
            )
            self._commit()

    def drop(self, record: Record) -> None:
        self._records[type(record)].pop(record.id, None)
        if self._file:
            self._file.execute(
                "DELETE FROM record WHERE kind = ? AND id = ?", (type(record).__name__, record.id)
            )
            self._commit()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Commit once at the end instead of after each record."""
        self._batched = True
        try:
            yield
        finally:
            self._batched = False
            self._commit()

    def close(self) -> None:
        if self._file:
            self._file.commit()
            self._file.close()

    def _commit(self) -> None:
        if self._file and not self._batched:
            self._file.commit()

    def _load(self, file: sqlite3.Connection) -> None:
        kinds = {kind.__name__: kind for kind in KINDS}
        for kind, key, serial, body in file.execute(
            "SELECT kind, id, serial, body FROM record ORDER BY serial"
        ):
            self._records[kinds[kind]][key] = msgspec.json.decode(body, type=kinds[kind])
            self._serial = serial


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = sqlite3.connect(path, check_same_thread=False)
    file.execute("PRAGMA journal_mode = WAL")
    file.execute("PRAGMA synchronous = NORMAL")
    file.execute(
        "CREATE TABLE IF NOT EXISTS record (kind TEXT, id TEXT, serial INTEGER, body BLOB,"
        " PRIMARY KEY (kind, id)) WITHOUT ROWID"
    )
    return file
