"""Putting work on the queue, inside the transaction of the change that needs it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from enishi.kernel import clock
from enishi.platform.jobs.models import Job


def enqueue(
    kind: str,
    payload: dict[str, Any],
    *,
    key: str = "",
    run_at: datetime | None = None,
    delay: timedelta = timedelta(0),
    dedupe: str | None = None,
) -> int | None:
    """Add a job; it exists only if the surrounding transaction commits.

    Args:
        kind: what to run, as registered with `handler`.
        payload: JSON-ready values for it.
        key: jobs of one key run one at a time, oldest first.
        run_at: earliest time; now plus `delay` when not given.
        delay: added to now.
        dedupe: when a waiting job has the same value, nothing is added.

    Returns:
        The job's id, or None when an equal one waits already.
    """
    at = run_at or clock.now() + delay
    values = {"kind": kind, "payload": payload, "key": key, "run_at": at}
    if dedupe is None:
        return Job.objects.create(**values).id
    waiting = Job.objects.filter(dedupe=dedupe, failed_at=None, leased_until=None)
    if waiting.exists():
        return None
    try:
        with transaction.atomic():
            return Job.objects.create(**values, dedupe=dedupe).id
    except IntegrityError:
        return None
