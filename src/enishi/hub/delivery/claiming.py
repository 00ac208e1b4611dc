"""Deliveries in plain SQL: which destinations have work, and leasing a few of each, so that none starves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from enishi.hub.rows import moment, stamp

# A walk along the partial index from one destination to the next: as quick with a million rows as with ten.
_DESTINATIONS = """
WITH RECURSIVE due(id) AS (
  SELECT MIN(connection_id) FROM hub_delivery WHERE state = 'pending'
  UNION ALL
  SELECT (SELECT MIN(connection_id) FROM hub_delivery WHERE state = 'pending' AND connection_id > due.id)
  FROM due WHERE due.id IS NOT NULL)
SELECT id FROM due WHERE id IS NOT NULL
"""
_TAKE = """
WITH due AS MATERIALIZED (
  SELECT id FROM hub_delivery
  WHERE connection_id = %(destination)s AND state = 'pending' AND next_at <= %(now)s
  ORDER BY next_at, id LIMIT %(count)s{skip})
UPDATE hub_delivery SET state = 'sending', leased_by = %(worker)s, leased_until = %(until)s, attempts = attempts + 1
WHERE id IN (SELECT id FROM due) AND state = 'pending'
RETURNING id, connection_id, subscription_id, operation, call, attempts, created_at
"""
_SET_ASIDE = """
UPDATE hub_delivery SET state = 'held', reason = 'connection' WHERE state = 'pending' AND id IN (
  SELECT d.id FROM hub_delivery d WHERE d.state = 'pending' AND d.connection_id = %(destination)s
    AND d.next_at <= %(now)s
    AND (EXISTS (SELECT 1 FROM hub_connection c WHERE c.id = d.connection_id AND c.state IN ('paused', 'off'))
         OR EXISTS (SELECT 1 FROM hub_hold h WHERE h.connection_id = d.connection_id AND h.lane = 'out'
                    AND (h.operation = '' OR h.operation = d.operation)))
  LIMIT 1000)
"""


@dataclass(frozen=True, slots=True)
class Leased:
    """A delivery that this worker holds until its lease ends. `attempt` counts this one."""

    id: str
    connection_id: str
    subscription_id: str | None
    operation: str
    call: dict[str, Any]
    attempt: int
    created_at: datetime


def destinations() -> list[str]:
    """Connections that have pending deliveries, due or not."""
    with connection.cursor() as cursor:
        cursor.execute(_DESTINATIONS)
        return [row[0] for row in cursor.fetchall()]


def sending(now: datetime) -> dict[str, int]:
    """Deliveries on their way, by destination, over all workers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT connection_id, COUNT(*) FROM hub_delivery WHERE state = 'sending' AND leased_until > %s"
            " GROUP BY connection_id",
            [stamp(now)],
        )
        return dict(cursor.fetchall())


def claim(destination: str, *, worker: str, count: int, now: datetime, until: datetime) -> list[Leased]:
    """Lease up to `count` due deliveries of one destination; must run inside a transaction."""
    skip = " FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    values: dict[str, Any] = {
        "destination": destination,
        "worker": worker,
        "count": count,
        "now": stamp(now),
        "until": stamp(until),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE.format(skip=skip), values)
        return sorted((_leased(row) for row in cursor.fetchall()), key=lambda one: one.id)


def set_aside(destination: str, *, now: datetime) -> int:
    """Mark as held what is due at a paused or held connection."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SET_ASIDE, {"destination": destination, "now": stamp(now)})
        return int(cursor.rowcount)


def _leased(row: Sequence[Any]) -> Leased:
    call = json.loads(row[4]) if isinstance(row[4], str) else row[4]
    return Leased(row[0], row[1], row[2], row[3], call, row[5], moment(row[6]))
