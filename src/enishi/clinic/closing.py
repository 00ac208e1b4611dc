"""From the proof to the end: let go what was held, count it in, close, and keep the call as a check."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from enishi.clinic import noticing, policy
from enishi.clinic.models import OPEN, Act, Check, Incident, State
from enishi.clinic.verifying import Proof
from enishi.hub.connections import actions as connections
from enishi.hub.connections import holding
from enishi.hub.connections.models import Connection, Hold
from enishi.hub.connections.models import State as ConnectionState
from enishi.hub.delivery.models import Delivery
from enishi.hub.inbox.models import InboxItem
from enishi.hub.sdk.registry import connector
from enishi.kernel import clock
from enishi.platform import jobs

CHECK_EVERY = timedelta(hours=1)


def proven(incident: Incident, proof: Proof, *, resolution: str) -> None:
    """The failing call works: release what was held and begin to count it in."""
    with transaction.atomic():
        row = Incident.objects.select_for_update().get(pk=incident.pk)
        if not row.open or row.state == State.REPLAYING:
            return
        waiting = holding.held(row.connection_id)
        released = _release(row)
        row.state, row.resolution, row.proof_exchange = State.REPLAYING, resolution, proof.exchange_id
        row.held_peak = max(row.held_peak, sum(waiting.values()))
        row.replayed = {"inbox": released.inbox, "deliveries": released.deliveries, "pulls": released.pulls}
        row.next_try_at = None
        row.save()
        Act.objects.create(
            incident=row, kind="proven", data={"exchange": proof.exchange_id, "resolution": resolution}
        )
        Act.objects.create(incident=row, kind="released", data=row.replayed)
    if Connection.objects.filter(pk=row.connection_id, state=ConnectionState.NEEDS_PERSON).exists():
        others = Incident.objects.filter(connection_id=row.connection_id, state=State.PERSON).exclude(
            pk=row.pk
        )
        if not others.exists():
            connections.activate(row.connection_id, actor="system")
    jobs.enqueue("clinic.close", {"incident": row.id})
    _try_others(row)


def _try_others(incident: Incident) -> None:
    """What mended one incident may have mended its neighbours: those that ask or wait are tried."""
    waiting = Incident.objects.filter(
        connection_id=incident.connection_id, state__in=(State.ASKING, State.PERSON, State.WAITING)
    )
    for other in waiting.exclude(pk=incident.pk):
        if not policy.probing_costs(other.cause):
            jobs.enqueue(
                "clinic.verify",
                {"incident": other.id},
                delay=timedelta(seconds=1),
                dedupe=f"changed:{other.id}",
            )


def _release(incident: Incident) -> holding.Counts:
    """End the holds of this incident; those of another open one stay."""
    others = Incident.objects.filter(connection_id=incident.connection_id, state__in=OPEN).exclude(
        pk=incident.pk
    )
    foreign = others.exclude(state=State.REPLAYING).values_list("id", flat=True)
    own = Hold.objects.filter(connection_id=incident.connection_id).exclude(incident__in=list(foreign))
    total = holding.Counts()
    for hold in list(own):
        total = _sum(total, holding.release(incident.connection_id, lane=hold.lane, operation=hold.operation))
    _look_for_unknown(incident)
    if not foreign:
        total = _sum(total, holding.release(incident.connection_id))
    stuck = _stuck(incident)
    return _sum(total, holding.replay(stuck)) if stuck else total


def _look_for_unknown(incident: Incident) -> None:
    """Writes that may have happened are looked for at the vendor now; sending them again could double them."""
    unknown = Delivery.objects.filter(connection_id=incident.connection_id, state="unknown")
    for delivery_id in unknown.values_list("pk", flat=True):
        jobs.enqueue("hub.read_back", {"delivery": delivery_id})


def _stuck(incident: Incident) -> list[str]:
    """Records that were set aside for this very cause."""
    items = InboxItem.objects.filter(connection_id=incident.connection_id, state__in=("quarantined", "held"))
    items = items.filter(Q(reason__contains=incident.cause) | Q(pk=_number(incident.reference)))
    deliveries = Delivery.objects.filter(connection_id=incident.connection_id, state__in=("held", "failed"))
    deliveries = deliveries.filter(operation=incident.operation, reason__contains=incident.cause)
    return [f"in_{pk}" for pk in items.values_list("pk", flat=True)] + list(
        deliveries.values_list("pk", flat=True)
    )


def _number(reference: str) -> int:
    return int(reference[3:]) if reference.startswith("in_") and reference[3:].isdecimal() else 0


def _sum(one: holding.Counts, other: holding.Counts) -> holding.Counts:
    return holding.Counts(one.inbox + other.inbox, one.deliveries + other.deliveries, one.pulls + other.pulls)


@jobs.handler("clinic.close", attempts=20)
def close(payload: dict[str, Any]) -> None:
    """Close once everything that was let go has been taken in; until then look again soon."""
    incident = Incident.objects.filter(pk=payload["incident"], state=State.REPLAYING).first()
    if incident is None:
        return
    let_go_stragglers(incident.connection_id)
    waiting = holding.held(incident.connection_id)
    under_way = (
        waiting.get("inbox.waiting", 0)
        + waiting.get("deliveries.sending", 0)
        + waiting.get("deliveries.pending", 0)
    )
    started = clock.now() - incident.last_seen_at
    if under_way and started < timedelta(minutes=10) and not _fresh_only(incident):
        raise jobs.Again(timedelta(milliseconds=200))
    now = clock.now()
    with transaction.atomic():
        incident.state, incident.resolved_at = State.RESOLVED, now
        incident.replayed["set_aside"] = waiting.get("inbox.quarantined", 0)
        incident.save(update_fields=["state", "resolved_at", "replayed"])
        Act.objects.create(incident=incident, kind="closed", data=incident.replayed)
        _keep_check(incident)
        noticing.tell(incident, "incident.resolved")


def _fresh_only(incident: Incident) -> bool:
    """Whether all that waits came after the proof: the shop goes on selling, its new orders are no replay."""
    proof = incident.acts.filter(kind="proven").order_by("-id").first()
    if proof is None:
        return False
    older_in = InboxItem.objects.filter(
        connection_id=incident.connection_id, state="waiting", received_at__lte=proof.at
    )
    older_out = Delivery.objects.filter(
        connection_id=incident.connection_id, state__in=("pending", "sending"), created_at__lte=proof.at
    )
    return not older_in.exists() and not older_out.exists()


def _keep_check(incident: Incident) -> None:
    """The safe call that failed, or else the vendor's who-am-I, is made again every hour."""
    connection = Connection.objects.filter(pk=incident.connection_id).first()
    if connection is None:
        return
    described = connector(connection.connector)
    call = incident.call
    if not call or not described.manifest.operation(call["operation"]).safe:
        found = described.who_am_i()
        call = found.to_dict() if found else {}
    if call:
        Check.objects.update_or_create(
            incident=incident,
            defaults={
                "connection_id": connection.id,
                "call": call,
                "every_seconds": int(CHECK_EVERY.total_seconds()),
                "next_run": clock.now() + CHECK_EVERY,
            },
        )


def let_go_stragglers(connection_id: str) -> int:
    """Release what was put among the held a moment after its hold had ended; returns how much that was."""
    if Hold.objects.filter(connection_id=connection_id).exists():
        return 0
    waiting = holding.held(connection_id)
    if not waiting.get("inbox.held") and not waiting.get("deliveries.held"):
        return 0
    return holding.release(connection_id).total


@jobs.every(timedelta(minutes=1), name="clinic.stragglers")
def stragglers(_payload: dict[str, Any]) -> None:
    """Nothing waits for a hold that is not there: looked after everywhere, every minute."""
    for connection_id in Connection.objects.filter(state=ConnectionState.ACTIVE).values_list("pk", flat=True):
        let_go_stragglers(connection_id)
