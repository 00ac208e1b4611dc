"""Reading incidents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When

from enishi.clinic.models import OPEN, Incident, State
from enishi.hub.connections import holding
from enishi.hub.connections.models import Connection
from enishi.hub.delivery.models import Delivery
from enishi.hub.inbox.models import InboxItem

ASKS = (State.ASKING, State.PERSON)
GROUPS = {"open": OPEN, "asks": ASKS, "over": (State.RESOLVED, State.DISMISSED)}


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list shows; `state` may be one, or a group: "open", "asks", "over"."""

    connection_id: str = ""
    state: str = ""
    cause: str = ""


def page(chosen: Filter, *, after: list[Any] | None, limit: int) -> tuple[list[Incident], list[Any] | None]:
    """One page, newest first, without the diagnoses; with the place at which it ended (None on the last)."""
    rows = _chosen(chosen).order_by("-number").defer("diagnosis", "call")
    if after is not None:
        rows = rows.filter(number__lt=after[0])
    found = list(rows[: limit + 1])
    _count_waiting(found)
    return found[:limit], [found[limit - 1].number] if len(found) > limit else None


def by_need(
    chosen: Filter, *, after: list[Any] | None, limit: int
) -> tuple[list[Incident], list[Any] | None]:
    """One page for people: what asks something of somebody first, then what heals by itself, then what is over.

    Few incidents are open at a time, so ordering by need costs no more than reading the newest ones.
    """
    need = Case(When(state__in=ASKS, then=Value(0)), When(state__in=OPEN, then=Value(1)), default=Value(2))
    rows = _chosen(chosen).annotate(need=need).order_by("need", "-number").defer("diagnosis")
    if after is not None:
        rows = rows.filter(Q(need__gt=after[0]) | Q(need=after[0], number__lt=after[1]))
    found: list[Any] = list(rows[: limit + 1])
    _count_waiting(found)
    last: Any = found[limit - 1] if len(found) > limit else None
    return found[:limit], [last.need, last.number] if last else None


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
    return Incident.objects.filter(state__in=ASKS).count()


def connection_names(incidents: list[Incident]) -> dict[str, str]:
    return dict(
        Connection.objects.filter(pk__in={one.connection_id for one in incidents}).values_list("id", "name")
    )


def _chosen(chosen: Filter) -> QuerySet[Incident]:
    rows = Incident.objects.all()
    if chosen.connection_id:
        rows = rows.filter(connection_id=chosen.connection_id)
    if chosen.cause:
        rows = rows.filter(cause=chosen.cause)
    if chosen.state in GROUPS:
        return rows.filter(state__in=GROUPS[chosen.state])
    return rows.filter(state=chosen.state) if chosen.state else rows


def _count_waiting(found: list[Incident]) -> None:
    """Sets `held_now` of every row."""
    waiting = _waiting({row.connection_id for row in found if row.open})
    for row in found:
        row.held_now = waiting.get(row.connection_id, 0) if row.open else 0  # type: ignore[attr-defined]


def _waiting(connection_ids: set[str]) -> dict[str, int]:
    total: dict[str, int] = {}
    if not connection_ids:
        return total
    for model, states in ((InboxItem, ("waiting", "held")), (Delivery, ("pending", "held", "unknown"))):
        rows = model.objects.filter(connection_id__in=connection_ids, state__in=states)
        for connection_id, count in rows.values_list("connection_id").annotate(Count("pk")):
            total[connection_id] = total.get(connection_id, 0) + count
    return total
