"""Reading incidents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from enishi.clinic.models import OPEN, Incident, State
from enishi.hub.connections import holding
from enishi.hub.connections.models import Connection
from enishi.hub.delivery.models import Delivery
from enishi.hub.inbox.models import InboxItem


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list shows; `state` "open" is every state that is not the end."""

    connection_id: str = ""
    state: str = ""
    cause: str = ""


def page(chosen: Filter, *, after: list[Any] | None, limit: int) -> tuple[list[Incident], list[Any] | None]:
    """One page, newest first, without the diagnoses; with the place at which it ended (None on the last)."""
    rows = Incident.objects.order_by("-number").defer("diagnosis", "call")
    if chosen.connection_id:
        rows = rows.filter(connection_id=chosen.connection_id)
    if chosen.cause:
        rows = rows.filter(cause=chosen.cause)
    if chosen.state:
        rows = rows.filter(state__in=OPEN) if chosen.state == "open" else rows.filter(state=chosen.state)
    if after is not None:
        rows = rows.filter(number__lt=after[0])
    found = list(rows[: limit + 1])
    names = {row.connection_id for row in found}
    waiting = _waiting(names)
    for row in found:
        row.held_now = waiting.get(row.connection_id, 0) if row.open else 0  # type: ignore[attr-defined]
    return found[:limit], [found[limit - 1].number] if len(found) > limit else None


def summary(incident: Incident) -> dict[str, Any]:
    """What the API says of an incident in a list."""
    held = getattr(incident, "held_now", None)
    if held is None:
        held = sum(holding.held(incident.connection_id).values()) if incident.open else 0
    end = incident.resolved_at
    return {
        "id": incident.id,
        "number": incident.number,
        "connection_id": incident.connection_id,
        "cause": incident.cause,
        "code": incident.code,
        "operation": incident.operation,
        "state": incident.state,
        "severity": incident.severity,
        "confidence": round(incident.confidence, 3),
        "failures": incident.failures,
        "held": held,
        "replayed": incident.replayed,
        "resolution": incident.resolution,
        "reopened": incident.reopened,
        "opened_at": incident.opened_at,
        "named_at": incident.named_at,
        "resolved_at": end,
        "seconds_to_close": (end - incident.opened_at).total_seconds() if end else None,
    }


def needing_a_person() -> int:
    """How many incidents ask something of somebody."""
    return Incident.objects.filter(state__in=(State.ASKING, State.PERSON)).count()


def connection_names(incidents: list[Incident]) -> dict[str, str]:
    return dict(
        Connection.objects.filter(pk__in={one.connection_id for one in incidents}).values_list("id", "name")
    )


def _waiting(connection_ids: set[str]) -> dict[str, int]:
    total: dict[str, int] = {}
    for model, states in ((InboxItem, ("waiting", "held")), (Delivery, ("pending", "held", "unknown"))):
        rows = model.objects.filter(connection_id__in=connection_ids, state__in=states)
        for connection_id, count in rows.values_list("connection_id").annotate(Count("pk")):
            total[connection_id] = total.get(connection_id, 0) + count
    return total
