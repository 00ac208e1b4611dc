"""Writing an event in the transaction of the change that it tells of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from enishi.kernel import clock, ids
from enishi.platform import gathering
from enishi.platform.outbox.models import Event


def emit(
    kind: str,
    *,
    subject: str,
    data: dict[str, Any],
    customer_id: str = "",
    origin: str = "",
    actor: str = "",
    occurred_at: datetime | None = None,
) -> Event:
    """Record that something happened to `subject`.

    Args:
        kind: "<record>.<past participle>", e.g. "order.created".
        subject: id of the record.
        data: JSON-ready; what a reader of the timeline and a subscriber needs, no secrets.
        customer_id: whose timeline shows it; "" for none.
        origin: connection that the change came from.
        actor: who did it, as in the audit trail.
        occurred_at: when it happened there; now by default.

    Returns:
        The event; its `seq` is known once it is written, inside a `gathering` at the end of that.

    Raises:
        RuntimeError: outside a transaction, where the event could survive without its change.
    """
    if not connection.in_atomic_block:
        message = f"event {kind} for {subject} must be emitted inside the transaction of its change"
        raise RuntimeError(message)
    now = clock.now()
    event = Event(
        id=ids.new("evt"),
        kind=kind,
        subject=subject,
        customer_id=customer_id,
        origin=origin,
        actor=actor,
        data=data,
        occurred_at=occurred_at or now,
        created_at=now,
    )
    gathering.add(event)
    return event
