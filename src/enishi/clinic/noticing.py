"""From failed exchanges to incidents, and from a success that proves recovery to their end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from enishi.clinic import gathering, policy
from enishi.clinic.models import OPEN, Act, Incident, State
from enishi.doctor import Diagnosis, Ranked
from enishi.doctor.engine.catalogue import catalogue
from enishi.hub.calls import verdicts
from enishi.hub.connections.models import Connection
from enishi.hub.exchanges import recording
from enishi.hub.exchanges.models import ExchangeRow
from enishi.hub.sdk.call import Call
from enishi.hub.sdk.outcome import Verdict
from enishi.hub.sdk.registry import connector
from enishi.kernel import clock
from enishi.platform import jobs, outbox

RETURNS = timedelta(hours=24)
"""A cause that comes back within this time reopens its incident instead of making a new one."""


def failed(row: ExchangeRow, call: Call | None) -> Verdict | None:
    """Name the cause of a failed exchange, open or continue its incident, and say what becomes of the work."""
    looked = gathering.look(row, call)
    first = looked.diagnosis.first
    if first is None:
        return None
    incident = _incident(row, call, looked.diagnosis)
    ExchangeRow.objects.filter(pk=row.pk).update(cause=incident.cause, incident=incident.id)
    jobs.enqueue("clinic.treat", {"incident": incident.id}, dedupe=f"treat:{incident.id}")
    if call is None:
        return None
    return policy.verdict(
        looked.diagnosis,
        unknown=_unknown(row, call),
        one_record=gathering.succeeded_since(row),
        incident=incident.id,
    )


def succeeded(row: ExchangeRow, call: Call | None) -> None:
    """A call that works again without our help ends the incident that it stands for."""
    waiting = Incident.objects.filter(
        connection_id=row.connection_id, operation=row.operation, state__in=OPEN
    )
    for incident in waiting.exclude(state=State.REPLAYING):
        family = incident.cause.partition("-")[0]
        if family in policy.RECORD and incident.reference != row.reference:
            continue  # another record's success says nothing about this one
        jobs.enqueue(
            "clinic.recovered",
            {"incident": incident.id, "exchange": row.id},
            dedupe=f"recovered:{incident.id}",
        )
    del call


def _unknown(row: ExchangeRow, call: Call) -> bool:
    connection = Connection.objects.filter(pk=row.connection_id).first()
    if connection is None:
        return False
    operation = connector(connection.connector).manifest.operation(call.operation)
    keyed = bool(call.key and operation.idempotency_header)
    if operation.safe or operation.idempotent or keyed:
        return False
    return verdicts.outcome_unknown(recording.to_exchange(row))


def _incident(row: ExchangeRow, call: Call | None, diagnosis: Diagnosis) -> Incident:
    try:
        return _continued(row, diagnosis) or _opened(row, call, diagnosis)
    except IntegrityError:  # another worker opened it, or took the number, a moment ago
        return _continued(row, diagnosis) or _opened(row, call, diagnosis)


def _continued(row: ExchangeRow, diagnosis: Diagnosis) -> Incident | None:
    """The open incident of this cause, or one closed not long ago, opened again."""
    assert diagnosis.first
    same = {"connection_id": row.connection_id, "cause": named(diagnosis.first), "operation": row.operation}
    now = clock.now()
    with transaction.atomic():
        incident = Incident.objects.select_for_update().filter(**same, state__in=OPEN).first()
        if incident:
            values: dict[str, Any] = {"failures": F("failures") + 1}
            if incident.state != State.REPLAYING:
                values |= {"last_exchange": row.id, "last_seen_at": now}
            elif row.started_at > _proven_at(incident):  # it failed again while we were counting in
                values |= {
                    "last_exchange": row.id,
                    "last_seen_at": now,
                    "state": State.TREATING,
                    "attempts": 0,
                }
            Incident.objects.filter(pk=incident.pk).update(**values)
            return incident
        closed = Incident.objects.select_for_update().filter(
            **same, state=State.RESOLVED, resolved_at__gte=now - RETURNS
        )
        incident = closed.order_by("-number").first()
        if incident is None or row.started_at < (incident.resolved_at or now):
            return None  # late news of a failure before the proof is no return
        _reopen(incident, row, diagnosis)
    return incident


def _proven_at(incident: Incident) -> datetime:
    proof = incident.acts.filter(kind="proven").order_by("-id").first()
    return proof.at if proof else incident.opened_at


def _reopen(incident: Incident, row: ExchangeRow, diagnosis: Diagnosis) -> None:
    incident.state, incident.resolved_at, incident.resolution = State.TREATING, None, ""
    incident.reopened, incident.failures = incident.reopened + 1, incident.failures + 1
    incident.tried, incident.attempts, incident.proof_exchange = [], 0, ""
    incident.call, incident.reference = row.call, row.reference
    incident.last_exchange, incident.last_seen_at = row.id, clock.now()
    incident.diagnosis = told(diagnosis)
    incident.save()
    Act.objects.create(incident=incident, kind="reopened", data={"exchange": row.id})
    tell(incident, "incident.reopened")


def _opened(row: ExchangeRow, call: Call | None, diagnosis: Diagnosis) -> Incident:
    first = diagnosis.first
    assert first
    with transaction.atomic():
        incident = Incident.objects.create(
            number=(Incident.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
            connection_id=row.connection_id,
            cause=named(first),
            code=code_of(named(first)),
            operation=row.operation,
            severity=first.severity,
            confidence=first.confidence,
            diagnosis=told(diagnosis),
            call=call.to_dict() if call else {},
            reference=row.reference,
            first_exchange=row.id,
            last_exchange=row.id,
            opened_at=row.started_at,
            named_at=clock.now(),
        )
        Act.objects.create(
            incident=incident,
            kind="named",
            data={"cause": named(first), "confidence": round(first.confidence, 2)},
        )
        tell(incident, "incident.opened")
    return incident


def named(first: Ranked) -> str:
    """The most special cause that the evidence shows."""
    return first.refined or first.slug


def code_of(slug: str) -> str:
    """The code of a cause, e.g. "AUTH10"."""
    cause = catalogue().by_slug.get(slug)
    return cause.code if cause else ""


def told(diagnosis: Diagnosis) -> dict[str, Any]:
    """A diagnosis as it is kept: both languages, and the lines of the exchange with their places."""
    lines = [
        {
            "part": line.place.part,
            "name": line.place.name,
            "start": line.place.start,
            "end": line.place.end,
            "text": line.text,
        }
        for line in diagnosis.lines
    ]
    return {"ja": diagnosis.to_dict("ja"), "en": diagnosis.to_dict("en"), "lines": lines}


def tell(incident: Incident, kind: str) -> None:
    data = {
        "number": incident.number,
        "connection": incident.connection_id,
        "cause": incident.cause,
        "code": incident.code,
    }
    outbox.emit(kind, subject=incident.id, data=data, actor="system")
