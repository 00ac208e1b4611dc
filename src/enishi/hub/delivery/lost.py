"""Deliveries whose worker died on the way, and writes whose outcome nobody knows: look before sending again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from enishi.hub.delivery.models import Delivery
from enishi.hub.sdk.call import Call
from enishi.hub.sdk.client import Client
from enishi.hub.sdk.outcome import CallFailed, Held, Later
from enishi.hub.sdk.registry import manifest
from enishi.kernel import clock
from enishi.platform import jobs, outbox

LOST = "the worker that was sending it ended"


def take_up(now: datetime) -> int:
    """Deliveries whose lease ran out: sent again when that is harmless, read back first when it is not."""
    found = list(
        Delivery.objects.select_related("connection").filter(state="sending", leased_until__lt=now)[:500]
    )
    for delivery in found:
        again = harmless(delivery)
        with transaction.atomic():
            mine = Delivery.objects.filter(
                pk=delivery.pk, state="sending", leased_until=delivery.leased_until
            )
            state = "pending" if again else "unknown"
            taken = mine.update(state=state, leased_by="", leased_until=None, next_at=now, reason=LOST)
            if taken and not again:
                _look(delivery)
    return len(found)


def harmless(delivery: Delivery) -> bool:
    """Whether making the call twice leaves the same as once."""
    operation = manifest(delivery.connection.connector).operation(delivery.operation)
    keyed = bool(operation.idempotency_header and delivery.call.get("key"))
    return operation.safe or operation.idempotent or keyed


@jobs.handler("hub.read_back", attempts=5)
def read_back(payload: dict[str, Any]) -> None:
    """Ask the vendor whether a write of unknown outcome happened; only then decide."""
    delivery = (
        Delivery.objects.select_related("connection").filter(pk=payload["delivery"], state="unknown").first()
    )
    if delivery is None:
        return
    operation = manifest(delivery.connection.connector).operation(delivery.operation)
    if not operation.read_back:
        _tell(delivery)
        return
    client = Client(delivery.connection, reference=delivery.pk)
    try:
        happened = client.connector.read_back(Call.from_dict(delivery.call), client)
    except Held as held:
        Delivery.objects.filter(pk=delivery.pk, state="unknown").update(reason=str(held)[:500])
        raise jobs.Again(timedelta(minutes=1)) from held
    except Later as later:
        raise jobs.Again(timedelta(seconds=later.seconds)) from later
    except CallFailed as failed:
        raise jobs.Again(timedelta(seconds=failed.verdict.after or 30)) from failed
    _settle(delivery, happened=happened)


def _settle(delivery: Delivery, *, happened: bool | None) -> None:
    now = clock.now()
    row = Delivery.objects.filter(pk=delivery.pk, state="unknown")
    if happened is None:
        _tell(delivery)
    elif happened:
        row.update(state="delivered", reason="found by reading back", finished_at=now)
    else:
        row.update(state="pending", reason="read back: it had not happened", next_at=now)


def _look(delivery: Delivery) -> None:
    jobs.enqueue("hub.read_back", {"delivery": delivery.pk}, key=f"read-back:{delivery.connection_id}")


def _tell(delivery: Delivery) -> None:
    with transaction.atomic():
        data = {"delivery": delivery.pk, "operation": delivery.operation}
        outbox.emit("delivery.unknown", subject=delivery.connection_id, data=data, actor="system")
