"""The inbox in plain SQL: leasing what is due, setting aside what must wait, giving back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from enishi.hub.rows import moment, stamp
from enishi.kernel.exchange import Headers

# An item is due when its time has come, nobody holds it, and no older item of its order has to wait. Older ones
# that are due as well come in the same batch, before it: a batch is taken by id, and one claim at a time.
_FREE = "state = 'waiting' AND run_at <= %(now)s AND (leased_until IS NULL OR leased_until < %(now)s)"
_STOPPED = """
(EXISTS (SELECT 1 FROM hub_connection c WHERE c.id = r.connection_id AND c.state = 'paused')
 OR EXISTS (SELECT 1 FROM hub_hold h WHERE h.connection_id = r.connection_id AND h.lane = 'in'
            AND (h.operation = '' OR h.operation = r.event)))
"""
_TAKE = """
WITH due AS MATERIALIZED (
  SELECT r.id FROM hub_inbox r
  WHERE {free} AND NOT {stopped} AND NOT (r.connection_id = ANY_OF)
    AND (r.ordering = '' OR NOT EXISTS (
      SELECT 1 FROM hub_inbox o WHERE o.connection_id = r.connection_id AND o.ordering = r.ordering
        AND o.state IN ('waiting', 'held') AND o.id < r.id
        AND (o.state = 'held' OR o.run_at > %(now)s OR o.leased_until >= %(now)s)))
  ORDER BY r.id LIMIT %(count)s)
UPDATE hub_inbox SET leased_by = %(worker)s, leased_until = %(until)s, attempts = attempts + 1
WHERE id IN (SELECT id FROM due) AND {free}
RETURNING id, connection_id, event, headers, body, received_at, attempts, exchange_id, method, ordering
"""
_SET_ASIDE = """
UPDATE hub_inbox SET state = 'held', reason = 'connection' WHERE id IN (
  SELECT r.id FROM hub_inbox r WHERE {free} AND {stopped} ORDER BY r.id LIMIT %(count)s)
"""
_ANYTHING_STOPPED = """
SELECT 1 FROM hub_connection WHERE state = 'paused' UNION ALL SELECT 1 FROM hub_hold WHERE lane = 'in' LIMIT 1
"""
_FREE_AGAIN = """
UPDATE hub_inbox SET state = 'waiting', reason = '', run_at = %(now)s WHERE state = 'held'
 AND connection_id IN (SELECT c.id FROM hub_connection c WHERE c.state IN ('active', 'needs_person')
                       AND NOT EXISTS (SELECT 1 FROM hub_hold h WHERE h.connection_id = c.id))
"""
ONE_AT_A_TIME = 0x656E6973
"""Key of the advisory lock that claims of several workers take turns by."""


@dataclass(frozen=True, slots=True)
class Leased:
    """An item that this worker holds until its lease ends. `attempt` counts this one."""

    id: int
    connection_id: str
    event: str
    headers: Headers
    body: bytes
    received_at: datetime
    attempt: int
    exchange_id: str
    method: str
    ordering: str


def claim(
    *, worker: str, count: int, now: datetime, until: datetime, busy: Sequence[str] = ()
) -> list[Leased]:
    """Lease up to `count` due items, none of the connections in `busy`."""
    values: dict[str, Any] = {"worker": worker, "count": count, "now": stamp(now), "until": stamp(until)}
    names = {f"busy{position}": one for position, one in enumerate(busy)}
    listed = ", ".join(f"%({name})s" for name in names)
    others = f"r.connection_id IN ({listed})" if names else "1 = 0"
    statement = _TAKE.replace("r.connection_id = ANY_OF", others).format(free=_FREE, stopped=_STOPPED)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        cursor.execute(statement, values | names)
        rows = cursor.fetchall()
    return sorted((_leased(row) for row in rows), key=lambda item: item.id)


def renew(worker: str, *, connection_id: str, until: datetime) -> None:
    """Move the end of our leases on items of one connection."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE hub_inbox SET leased_until = %s WHERE leased_by = %s AND connection_id = %s AND state = 'waiting'",
            [stamp(until), worker, connection_id],
        )


def something_due(now: datetime) -> bool:
    """Whether a claim could find anything; a read that takes no lock."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM hub_inbox r WHERE {_FREE} LIMIT 1", {"now": stamp(now)})  # noqa: S608 - constants only
        return cursor.fetchone() is not None


def set_aside(*, now: datetime, count: int) -> int:
    """Mark as held what waits for a paused or held connection, so that it does not stand in the way."""
    with connection.cursor() as cursor:
        cursor.execute(_ANYTHING_STOPPED)
        if cursor.fetchone() is None:
            return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SET_ASIDE.format(free=_FREE, stopped=_STOPPED), {"now": stamp(now), "count": count})
        return int(cursor.rowcount)


def free_again(*, now: datetime) -> int:
    """Let items go on whose connection is held no more; catches what a release could not see yet."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FREE_AGAIN, {"now": stamp(now)})
        return int(cursor.rowcount)


def _leased(row: Sequence[Any]) -> Leased:
    headers = json.loads(row[3]) if isinstance(row[3], str) else row[3]
    pairs = tuple((str(name), str(value)) for name, value in headers)
    return Leased(
        row[0], row[1], row[2], pairs, bytes(row[4]), moment(row[5]), row[6], row[7], row[8], row[9]
    )
