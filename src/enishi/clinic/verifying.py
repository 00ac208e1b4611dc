"""Proof: the very call that failed is made again."""

from __future__ import annotations

from dataclasses import dataclass

from enishi.clinic.models import Act, Incident
from enishi.hub.connections.models import Connection, Health
from enishi.hub.delivery import proving
from enishi.hub.delivery.models import Delivery
from enishi.hub.sdk.call import Call
from enishi.hub.sdk.client import Client
from enishi.hub.sdk.outcome import CallFailed, Held, Later
from enishi.hub.sdk.registry import connector
from enishi.kernel import clock


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether the failing call works now, and the exchange that shows it ("" when nothing needed to be sent)."""

    ok: bool
    exchange_id: str = ""
    why: str = ""


def verify(incident: Incident) -> Proof:
    """Make the failing call once more; calls that came in are proven by the next one that is accepted."""
    if not incident.call:
        return _by_arrival(incident)
    connection = Connection.objects.filter(pk=incident.connection_id).first()
    if connection is None:
        return Proof(ok=False, why="connection")
    if _delivery(incident):
        found = proving.prove(incident.reference)
        proof = Proof(found.ok, found.exchange_id)
    else:
        proof = _again(connection, Call.from_dict(incident.call), incident)
    Act.objects.create(
        incident=incident,
        kind="verified" if proof.ok else "still-failing",
        data={"exchange": proof.exchange_id, "why": proof.why},
    )
    return proof


def _again(connection: Connection, call: Call, incident: Incident) -> Proof:
    """A safe call is repeated as it was; a write without a delivery is not: the account is asked instead."""
    described = connector(connection.connector)
    if not described.manifest.operation(call.operation).safe:
        found = described.who_am_i()
        if found is None:
            return Proof(ok=False, why="unsafe")
        call = found
    client = Client(connection, reference=incident.reference or incident.id, trial=True)
    try:
        return Proof(ok=True, exchange_id=client.call(call).exchange_id)
    except CallFailed as failed:
        return Proof(ok=False, exchange_id=failed.exchange_id, why=str(failed)[:200])
    except (Held, Later) as waiting:
        return Proof(ok=False, why=str(waiting)[:200])


def _by_arrival(incident: Incident) -> Proof:
    """Something was accepted on this connection after the last refusal."""
    health = Health.objects.filter(pk=incident.connection_id).first()
    arrived = health.last_received_at if health else None
    ok = arrived is not None and incident.last_seen_at < arrived <= clock.now()
    return Proof(ok=ok)


def unsettled(incident: Incident) -> bool:
    """Whether the failing delivery is still being looked for, or is about to be sent: its end is near by itself."""
    row = _delivery(incident)
    return row is not None and row.state in {"unknown", "pending", "sending", "delivered"}


def _delivery(incident: Incident) -> Delivery | None:
    """The delivery whose own call failed; None for calls made on its behalf, as to look whether it happened."""
    return Delivery.objects.filter(pk=incident.reference, operation=incident.operation).only("state").first()
