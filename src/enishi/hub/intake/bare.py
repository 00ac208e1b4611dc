"""The intake's own database connection: one statement, prepared once, many rows a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, Protocol

from django.db import connections

from enishi.platform.sqlite.lock import WriteLock

COLUMNS = (
    "connection_id, key, ordering, event, method, headers, body, received_at, run_at,"
    " state, leased_by, attempts, reason, exchange_id"
)
_INSERT = f"INSERT INTO hub_inbox ({COLUMNS}) VALUES ({{marks}}) ON CONFLICT (connection_id, key) DO NOTHING"  # noqa: S608 - constants only
COUNT = COLUMNS.count(",") + 1
Row = tuple[Any, ...]


class Bare(Protocol):
    """Adds rows in one transaction; any exception means that none of them is stored."""

    def insert(self, rows: Sequence[Row]) -> None: ...

    def close(self) -> None: ...


def connect() -> Bare:
    """A connection of our own to the database that Django uses."""
    ours = connections["default"]
    return Postgres() if ours.vendor == "postgresql" else Sqlite()


class Sqlite:
    """sqlite3 with Django's own PRAGMAs and the fair write lock."""

    def __init__(self) -> None:
        ours = connections["default"].settings_dict
        name = str(ours["NAME"])
        self._lock = WriteLock(name)
        self._connection = sqlite3.connect(name, isolation_level=None, timeout=30, check_same_thread=False)
        self._connection.executescript(str(ours["OPTIONS"].get("init_command", "")))
        self._statement = _INSERT.format(marks=", ".join("?" * COUNT))

    def insert(self, rows: Sequence[Row]) -> None:
        self._lock.acquire()
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.executemany(self._statement, [_as_text(row) for row in rows])
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
        finally:
            self._lock.release()

    def close(self) -> None:
        self._connection.close()
        self._lock.close()


class Postgres:
    """psycopg; executemany sends all rows in one round trip."""

    def __init__(self) -> None:
        import psycopg

        params = dict(connections["default"].get_connection_params())
        for of_django in ("cursor_factory", "context"):
            params.pop(of_django, None)
        self._connection = psycopg.connect(**params)
        self._statement = _INSERT.format(marks=", ".join(["%s"] * COUNT))

    def insert(self, rows: Sequence[Row]) -> None:
        with self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.executemany(self._statement, rows)

    def close(self) -> None:
        self._connection.close()


def _as_text(row: Row) -> Row:
    """Times as Django keeps them in SQLite: naive UTC text."""
    return tuple(str(value.replace(tzinfo=None)) if hasattr(value, "tzinfo") else value for value in row)
