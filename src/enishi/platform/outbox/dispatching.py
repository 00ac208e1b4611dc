"""Handing events to their consumers, each exactly once, in order, while other dispatchers run beside."""

from __future__ import annotations

from typing import Any

import structlog
from django.db import connection, transaction

from enishi.platform import jobs
from enishi.platform.jobs.pumps import pump
from enishi.platform.outbox.models import Event
from enishi.platform.outbox.registry import consumers

log = structlog.get_logger()
BATCH = 200


@pump("outbox")
def dispatch(*, batch: int = BATCH) -> int:
    """React to up to `batch` waiting events in one transaction; returns how many were handled.

    When a consumer raises, the batch is rolled back and taken again event by event; the event whose
    consumer failed becomes a job of its own, with the retries of jobs, and the others go on.
    """
    if not Event.objects.filter(dispatched=False).exists():
        return 0
    try:
        return _batch(batch, alone=False)
    except Exception as error:  # noqa: BLE001 - any consumer's fault leads to the careful way
        log.warning("event batch failed, going one by one", error=repr(error)[:500])
        return _batch(batch, alone=True)


def dispatch_all() -> int:
    """React to everything that waits; returns how many events were handled."""
    total = 0
    while count := dispatch():
        total += count
    return total


@jobs.handler("outbox.react")
def react_again(payload: dict[str, Any]) -> None:
    """One event whose consumer failed in the batch."""
    with transaction.atomic():
        _react(Event.objects.get(seq=payload["seq"]))


def _batch(size: int, *, alone: bool) -> int:
    with transaction.atomic():
        waiting = Event.objects.filter(dispatched=False).order_by("seq")
        if connection.vendor == "postgresql":
            waiting = waiting.select_for_update(skip_locked=True)
        events = list(waiting[:size])
        for event in events:
            if alone:
                _react_or_put_off(event)
            else:
                _react(event)
        Event.objects.filter(seq__in=[event.seq for event in events]).update(dispatched=True)
        return len(events)


def _react(event: Event) -> None:
    for react in consumers(event.kind):
        react(event)


def _react_or_put_off(event: Event) -> None:
    try:
        with transaction.atomic():
            _react(event)
    except Exception as error:  # noqa: BLE001 - the job keeps the error for a person
        log.warning("event put off", kind=event.kind, event_id=event.id, error=repr(error)[:500])
        jobs.enqueue("outbox.react", {"seq": event.seq}, key=event.subject)
