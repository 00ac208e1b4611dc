"""The jobs table in plain SQL: claiming, finishing, renewing. Times come from the caller's clock."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from enishi.platform.sqljson import bind


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that this worker holds until its lease ends. `attempt` counts this run."""

    id: int
    kind: str
    payload: dict[str, Any]
    key: str
    attempt: int


# A job is due when its time has come, nobody holds it, and no older job of its key is unfinished.
_DUE = """
SELECT id FROM jobs_job j
WHERE j.failed_at IS NULL AND j.run_at <= %(now)s
  AND (j.leased_until IS NULL OR j.leased_until < %(now)s)
  AND (j.key = '' OR NOT EXISTS (
        SELECT 1 FROM jobs_job o WHERE o.key = j.key AND o.failed_at IS NULL AND o.key <> '' AND o.id < j.id))
ORDER BY j.run_at, j.id LIMIT %(count)s
"""
_TAKE = """
WITH due AS MATERIALIZED ({due})
UPDATE jobs_job SET leased_by = %(worker)s, leased_until = %(until)s, attempts = attempts + 1
WHERE id IN (SELECT id FROM due) AND failed_at IS NULL AND (leased_until IS NULL OR leased_until < %(now)s)
RETURNING id, kind, payload, key, attempts
"""


def claim(*, worker: str, count: int, now: datetime, until: datetime) -> list[Claimed]:
    """Lease up to `count` due jobs for `worker` until `until`; must run inside a transaction."""
    skip = " FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    values: dict[str, Any] = {"worker": worker, "count": count, "now": bind(now), "until": bind(until)}
    with connection.cursor() as cursor:
        cursor.execute(_TAKE.format(due=_DUE + skip), values)
        rows = cursor.fetchall()
    return sorted(
        (Claimed(row[0], row[1], _payload(row[2]), row[3], row[4]) for row in rows), key=lambda job: job.id
    )


def finish(job: Claimed, worker: str) -> bool:
    """Delete a done job; False when the lease had passed to another worker."""
    return _run("DELETE FROM jobs_job WHERE id = %s AND leased_by = %s", [job.id, worker])


def space_out(key: str, *, not_before: datetime) -> None:
    """Keep the next job of a key from starting before `not_before` (the rate of its handler)."""
    _run(
        "UPDATE jobs_job SET run_at = %s WHERE run_at < %s AND failed_at IS NULL AND id ="
        " (SELECT MIN(id) FROM jobs_job WHERE key = %s AND failed_at IS NULL)",
        [bind(not_before), bind(not_before), key],
    )


def put_back(job: Claimed, worker: str, *, run_at: datetime, error: str, counted: bool) -> bool:
    """Free a job for a later run. `counted` False gives the attempt back."""
    return _run(
        "UPDATE jobs_job SET leased_until = NULL, leased_by = '', run_at = %s, last_error = %s,"
        " attempts = attempts - %s, dedupe = NULL WHERE id = %s AND leased_by = %s",
        [bind(run_at), error, 0 if counted else 1, job.id, worker],
    )


def give_up(job: Claimed, worker: str, *, now: datetime, error: str) -> bool:
    """Keep a job as failed for a person to look at."""
    return _run(
        "UPDATE jobs_job SET leased_until = NULL, leased_by = '', failed_at = %s, last_error = %s"
        " WHERE id = %s AND leased_by = %s",
        [bind(now), error, job.id, worker],
    )


def renew(worker: str, *, until: datetime) -> int:
    """Heartbeat: move the end of all this worker's leases; returns how many it holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE jobs_job SET leased_until = %s WHERE leased_by = %s AND leased_until IS NOT NULL",
            [bind(until), worker],
        )
        return int(cursor.rowcount)


def something_due(now: datetime) -> bool:
    """Whether a claim could find anything; a read that takes no lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM jobs_job WHERE failed_at IS NULL AND run_at <= %s"
            " AND (leased_until IS NULL OR leased_until < %s) LIMIT 1",
            [bind(now), bind(now)],
        )
        return cursor.fetchone() is not None


def oldest_due(now: datetime) -> datetime | None:
    """When the oldest job that could run now became due; None when the queue is clear."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT MIN(run_at) FROM jobs_job WHERE failed_at IS NULL AND leased_until IS NULL AND run_at <= %s",
            [bind(now)],
        )
        value = cursor.fetchone()[0]
    return datetime.fromisoformat(value).replace(tzinfo=now.tzinfo) if isinstance(value, str) else value


def _run(statement: str, values: list[Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return bool(cursor.rowcount)


def _payload(value: Any) -> dict[str, Any]:
    return dict(json.loads(value)) if isinstance(value, str) else dict(value)
