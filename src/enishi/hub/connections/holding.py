"""Holding work and letting it go again, with counts: nothing that is held is ever lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, QuerySet

from enishi.hub.connections.models import Connection, Health, Hold
from enishi.hub.delivery.models import Delivery
from enishi.hub.inbox.models import InboxItem
from enishi.hub.sync.models import Pull
from enishi.kernel import clock
from enishi.platform import jobs


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items, deliveries and pulls something concerned."""

    inbox: int = 0
    deliveries: int = 0
    pulls: int = 0

    @property
    def total(self) -> int:
        return self.inbox + self.deliveries + self.pulls


def hold(connection_id: str, *, lane: str, operation: str = "", reason: str = "", incident: str = "") -> None:
    """Let work wait from now on: lane "out" (calls) or "in" (inbox), of one operation or event, or of all ("")."""
    Hold.objects.bulk_create(
        [Hold(connection_id=connection_id, lane=lane, operation=operation, reason=reason, incident=incident)],
        ignore_conflicts=True,
    )


def release(connection_id: str, *, lane: str = "", operation: str | None = None) -> Counts:
    """End holds and set what they held going, in the order in which it came.

    Args:
        connection_id: whose.
        lane: "out" or "in"; "" for both.
        operation: only the hold of this operation ("" is the one of the whole connection); None for every one.
    """
    now = clock.now()
    with transaction.atomic():
        holds = Hold.objects.filter(connection_id=connection_id)
        holds = holds.filter(lane=lane) if lane else holds
        holds = holds.filter(operation=operation) if operation is not None else holds
        holds.delete()
        Connection.objects.filter(pk=connection_id).update(version=F("version") + 1)
        Health.objects.filter(pk=connection_id).update(failures=0, blocked_until=None, blocked_why="")
        items = InboxItem.objects.filter(connection_id=connection_id, state="held")
        deliveries = Delivery.objects.filter(connection_id=connection_id, state="held")
        if operation:
            deliveries = deliveries.filter(operation=operation)
        return Counts(
            items.update(state="waiting", reason="", run_at=now),
            deliveries.update(state="pending", reason="", next_at=now),
            _go_on(Pull.objects.filter(connection_id=connection_id, state="held")),
        )


def replay(ids: Iterable[str]) -> Counts:
    """Try again what was set aside: deliveries (``dlv_…``: failed, held, unknown) and inbox items (``in_…``: held, quarantined).

    Delivered and done work is left alone. A delivery keeps its id and idempotency key and is signed anew.
    """
    now = clock.now()
    chosen = list(ids)
    numbers = [int(one[3:]) for one in chosen if one.startswith("in_") and one[3:].isdecimal()]
    deliveries = [one for one in chosen if one.startswith("dlv_")]
    with transaction.atomic():
        return Counts(
            InboxItem.objects.filter(id__in=numbers, state__in=("held", "quarantined")).update(
                state="waiting", reason="", attempts=0, run_at=now
            ),
            Delivery.objects.filter(id__in=deliveries, state__in=("failed", "held", "unknown")).update(
                state="pending", reason="", attempts=0, next_at=now, finished_at=None
            ),
        )


def held(connection_id: str) -> dict[str, int]:
    """What waits or is stuck, by "<kind>.<state>"."""
    found: dict[str, int] = {}
    for kind, model, states in (
        ("inbox", InboxItem, ("waiting", "held", "quarantined")),
        ("deliveries", Delivery, ("pending", "sending", "held", "failed", "unknown")),
    ):
        rows = model.objects.filter(connection_id=connection_id, state__in=states)
        for state, count in rows.values_list("state").annotate(Count("pk")):
            found[f"{kind}.{state}"] = count
    return found


def _go_on(pulls: QuerySet[Pull]) -> int:
    ids = list(pulls.values_list("id", flat=True))
    Pull.objects.filter(id__in=ids).update(state="waiting", reason="")
    for pull in Pull.objects.filter(id__in=ids):
        jobs.enqueue(
            "hub.pull", {"pull": pull.id}, key=f"pull:{pull.connection_id}", dedupe=f"pull:{pull.id}"
        )
    return len(ids)


def is_held(connection: Connection) -> bool:
    return Hold.objects.filter(connection=connection).exists()
