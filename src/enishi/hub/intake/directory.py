"""Connections as the intake needs them, read at most once a second each, so that a new secret works at once."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from django.db import close_old_connections

from enishi.hub.connections.accounts import inbox_url
from enishi.hub.connections.models import Connection, State
from enishi.hub.sdk.call import Account
from enishi.hub.sdk.connector import Connector
from enishi.hub.sdk.registry import UnknownConnectorError, connector
from enishi.kernel import ids
from enishi.platform.crypto import Undecryptable

FRESH = 0.8
REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One connection. `account` is None when its secrets cannot be opened; `off` when it takes nothing."""

    connector: Connector
    account: Account | None
    off: bool
    version: int


class Directory:
    """Look-ups with a short memory, also of ids that nobody has. Used from any thread."""

    def __init__(self, *, fresh: float = FRESH) -> None:
        self._fresh = fresh
        self._known: dict[str, tuple[float, Entry | None]] = {}
        self._lock = threading.Lock()

    def remembered(self, connection_id: str) -> tuple[bool, Entry | None]:
        """Whether the memory is fresh enough, and what it says."""
        if not ids.valid("con", connection_id):
            return True, None
        at, entry = self._known.get(connection_id, (0.0, None))
        return at > time.monotonic() - self._fresh, entry

    def read(self, connection_id: str) -> Entry | None:
        """Ask the database; None for an unknown connection."""
        close_old_connections()
        _, before = self._known.get(connection_id, (0.0, None))
        row = Connection.objects.filter(pk=connection_id).first()
        entry = before if row and before and before.version == row.version else _entry(row)
        with self._lock:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[connection_id] = (time.monotonic(), entry)
        return entry


def _entry(row: Connection | None) -> Entry | None:
    if row is None:
        return None
    try:
        made = connector(row.connector)
    except UnknownConnectorError:
        return None
    try:
        account = Account(row.pk, row.settings, row.secrets, inbox_url=inbox_url(row.pk))
    except Undecryptable:
        account = None
    return Entry(made, account, row.state == State.OFF, row.version)
