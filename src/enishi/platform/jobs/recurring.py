"""Recurring jobs: the clock puts each on the queue once, however many workers run."""

from __future__ import annotations

from datetime import datetime, timedelta

from enishi.platform.jobs.models import Schedule
from enishi.platform.jobs.queue import enqueue
from enishi.platform.jobs.registry import RECURRING, Recurring


def start_due(now: datetime) -> int:
    """Enqueue the recurring jobs whose time has come; returns how many. Must run inside a transaction."""
    known = {row.name: row.next_run for row in Schedule.objects.all()}
    started = 0
    for name, item in RECURRING.items():
        if name not in known:
            Schedule.objects.bulk_create(
                [Schedule(name=name, next_run=_next(item, now))], ignore_conflicts=True
            )
        elif known[name] <= now:
            # The row changes hands in one statement: of two workers only one sees its own update count.
            mine = Schedule.objects.filter(name=name, next_run=known[name]).update(next_run=_next(item, now))
            if mine:
                enqueue(name, {}, key=name, dedupe=name)
                started += 1
    return started


def _next(item: Recurring, now: datetime) -> datetime:
    if item.cron:
        return item.cron.after(now)
    return now + (item.every or timedelta(minutes=1))
