"""Watch: what breaks without a failing call (a webhook that fell silent), and causes that come back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Max

from enishi.clinic import noticing
from enishi.clinic.models import Act, Check, Incident, State
from enishi.doctor import Exchange, Request, diagnose
from enishi.doctor.engine.known import History
from enishi.hub.connections.models import Connection
from enishi.hub.connections.models import State as ConnectionState
from enishi.hub.exchanges import recording
from enishi.hub.sdk.call import Call
from enishi.hub.sdk.client import Client
from enishi.hub.sdk.outcome import CallFailed, Held, Later
from enishi.hub.sync import pulling
from enishi.kernel import clock
from enishi.platform import jobs

log = structlog.get_logger()
GONE = "webhook-subscription-gone"
FACTS = {GONE: "subscription-missing", "webhook-disabled-after-failures": "subscription-disabled"}


@jobs.every(timedelta(minutes=1), name="clinic.subscriptions")
def subscriptions(_payload: dict[str, Any]) -> None:
    """See that every vendor still sends us its webhooks; what was dropped is made again and the gap read."""
    for connection in Connection.objects.filter(state=ConnectionState.ACTIVE):
        look_after(connection)


def look_after(connection: Connection) -> Incident | None:
    """Mend the subscription of one connection; the incident that tells of it, or None when all was well."""
    client = Client(connection, reference=connection.id, trial=True)
    began = clock.now()
    try:
        mended = client.connector.subscribe(client)
    except (CallFailed, Held, Later) as failed:
        log.info("subscription not looked after", connection=connection.id, why=str(failed)[:200])
        return None
    if not mended or connection.created_at > began - timedelta(seconds=30):
        return None
    pulls = pulling.catch_up(connection)
    return _told(connection, list(mended), [pull.id for pull in pulls])


def _told(connection: Connection, mended: list[str], pulls: list[str]) -> Incident:
    """An incident that is opened and solved in one stroke, so that people and reports know of it."""
    silent = Exchange(request=Request("POST", f"/in/{connection.id}"), direction="in")
    cause = "webhook-disabled-after-failures" if mended == ["enabled"] else GONE
    diagnosis = diagnose(silent, history=History(noticed=frozenset({FACTS[cause]})), now=clock.now())
    now = clock.now()
    row = recording.row(silent, ok=False, connection_id=connection.id, operation="subscription")
    with transaction.atomic():
        row.save(force_insert=True)
        incident = Incident.objects.create(
            number=(Incident.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
            connection_id=connection.id,
            cause=cause,
            code=noticing.code_of(cause),
            operation="subscription",
            state=State.REPLAYING,
            severity="high",
            confidence=0.99,
            diagnosis=noticing.told(diagnosis),
            first_exchange=row.id,
            last_exchange=row.id,
            named_at=now,
            opened_at=now,
            resolution="recreate-subscription",
            replayed={"pulls": len(pulls)},
            applied=[{"remedy": "recreate-subscription", "changes": [], "by": "system", "level": "safe"}],
        )
        Act.objects.create(incident=incident, kind="named", data={"cause": cause, "confidence": 0.99})
        Act.objects.create(
            incident=incident,
            kind="remedy",
            data={"remedy": "recreate-subscription", "level": "safe", "done": mended},
        )
        Act.objects.create(
            incident=incident, kind="proven", data={"resolution": "recreate-subscription", "exchange": ""}
        )
        noticing.tell(incident, "incident.opened")
        jobs.enqueue("clinic.close", {"incident": incident.id}, delay=timedelta(seconds=1))
    return incident


@jobs.every(timedelta(minutes=1), name="clinic.checks")
def checks(_payload: dict[str, Any]) -> None:
    """Make the calls of closed incidents again; a failure reopens its incident by the ordinary way."""
    for check in Check.objects.filter(next_run__lte=clock.now()).select_related("incident")[:100]:
        _check(check)


def _check(check: Check) -> None:
    connection = Connection.objects.filter(pk=check.connection_id, state=ConnectionState.ACTIVE).first()
    now = clock.now()
    Check.objects.filter(pk=check.pk).update(
        next_run=now + timedelta(seconds=check.every_seconds), last_run=now
    )
    if connection is None:
        return
    try:
        Client(connection, reference=f"check_{check.pk}").call(Call.from_dict(check.call))
        ok: bool | None = True
    except CallFailed:
        ok = False
    except (Held, Later):
        ok = None
    Check.objects.filter(pk=check.pk).update(last_ok=ok)
