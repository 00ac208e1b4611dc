"""The course of an incident: remedies in order of caution, each proven, until it works or a person is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction

from enishi.clinic import carrying, closing, contracts, gathering, noticing, policy, taking, verifying
from enishi.clinic.models import Act, Incident, State
from enishi.doctor.engine.action import Action
from enishi.doctor.engine.remedy import Remedy
from enishi.hub.connections import actions as connections
from enishi.hub.connections.models import Connection, Token
from enishi.hub.exchanges.models import ExchangeRow
from enishi.hub.sdk.call import Call
from enishi.hub.sync import pulling
from enishi.kernel import clock
from enishi.platform import jobs

log = structlog.get_logger()
OVERLAP = timedelta(seconds=10)
"""A call may have been made ready before a change and have left after it."""
WATCHED = timedelta(minutes=10)
"""How often an incident that waits for a person is tried, where trying costs nothing."""


@jobs.handler("clinic.treat", attempts=5)
def treat(payload: dict[str, Any]) -> None:
    """Take an open incident one step further; plans the next step where there is one."""
    with _held(payload) as incident:
        if incident.state in (State.ASKING, State.PERSON) and not payload.get("again"):
            return
        if incident.next_try_at and incident.next_try_at > clock.now() and not payload.get("again"):
            return
        if not incident.open or incident.state == State.REPLAYING:
            return
        if _changed_since(incident):
            proof = verifying.verify(incident)
            if proof.ok:
                closing.proven(incident, proof, resolution="recovered")
                return
        _treat(incident, remedies_of(incident))


@jobs.handler("clinic.verify", attempts=5)
def verify_now(payload: dict[str, Any]) -> None:
    """Something changed (a person mended the connection), or time has passed: try the failing call now."""
    with _held(payload) as incident:
        if not incident.open or incident.state == State.REPLAYING:
            return
        proof = verifying.verify(incident)
        if proof.ok:
            closing.proven(incident, proof, resolution="person")
        elif payload.get("treat"):
            _treat(incident, remedies_of(incident))
        elif payload.get("watch"):
            _watch(incident)


@jobs.handler("clinic.recovered", attempts=5)
def recovered(payload: dict[str, Any]) -> None:
    """Work of its own has succeeded: that is the proof."""
    with _held(payload) as incident:
        row = ExchangeRow.objects.filter(pk=payload["exchange"]).first()
        if (
            row
            and incident.open
            and incident.state != State.REPLAYING
            and row.started_at > incident.last_seen_at
        ):
            closing.proven(incident, verifying.Proof(ok=True, exchange_id=row.id), resolution="recovered")


@contextmanager
def _held(payload: dict[str, Any]) -> Iterator[Incident]:
    """The incident of a job, held; the job is put off while someone else has it."""
    try:
        with taking.taken(payload["incident"], patience=1.0) as incident:
            yield incident
    except taking.Busy as busy:
        raise jobs.Again(timedelta(seconds=0.5)) from busy


def _changed_since(incident: Incident) -> bool:
    """Whether the connection was changed after the failure, as by the remedy of another incident: then try first."""
    if policy.probing_costs(incident.cause):
        return False
    connection = connection_of(incident)
    row = ExchangeRow.objects.filter(pk=incident.last_exchange).only("started_at").first()
    return bool(connection and row and incident.call and connection.changed_at > row.started_at - OVERLAP)


def remedies_of(incident: Incident) -> Sequence[Remedy]:
    """The doctor's remedies for the last failure, looked at again with the vendor's contract where it is known.

    With the contract the doctor may see a neighbour of the cause that was named; what it says without it counts then.
    """
    row = ExchangeRow.objects.filter(pk=incident.last_exchange).first()
    if row is None:
        return ()
    call = Call.from_dict(incident.call) if incident.call else None
    for contract in (contracts.of(incident.connection_id), None):
        looked = gathering.look(row, call, contract=contract)
        first = looked.diagnosis.first
        if first and noticing.named(first) == incident.cause:
            incident.diagnosis, incident.confidence = noticing.told(looked.diagnosis), first.confidence
            Incident.objects.filter(pk=incident.pk).update(
                diagnosis=incident.diagnosis, confidence=first.confidence
            )
            break
    return looked.diagnosis.remedies


def _treat(incident: Incident, remedies: Sequence[Remedy]) -> None:
    for remedy in remedies:
        if remedy.slug in incident.tried or not policy.may_run(remedy, confidence=incident.confidence):
            continue
        pause = _pause_of(incident, remedy.actions)
        if pause and not incident.attempts:
            _wait(incident, pause)
            incident.attempts += 1
            Incident.objects.filter(pk=incident.pk).update(attempts=incident.attempts)
            return
        if run(incident, remedy, actor="system"):
            return
    _without_safe_way(incident, remedies)


def run(incident: Incident, remedy: Remedy, *, actor: str) -> bool:
    """Carry out a remedy and prove it; True when the incident is on its way to the end.

    A remedy that did not help is undone, unless a person chose it.
    """
    Act.objects.create(
        incident=incident, kind="remedy", actor=actor, data={"remedy": remedy.slug, "level": remedy.level}
    )
    try:
        changes = carrying.carry_out(incident, remedy.actions, actor=actor)
    except carrying.CannotCarryOut as error:
        _failed(incident, remedy, str(error), [])
        return False
    if actor == "system" and not changes and _would_spend_the_credential(incident, remedy):
        incident.tried = [*incident.tried, remedy.slug]
        Incident.objects.filter(pk=incident.pk).update(tried=incident.tried)
        return False
    proof = verifying.verify(incident)
    if proof.ok:
        incident.applied = [
            *incident.applied,
            {"remedy": remedy.slug, "changes": changes, "by": actor, "level": remedy.level},
        ]
        Incident.objects.filter(pk=incident.pk).update(applied=incident.applied)
        closing.proven(incident, proof, resolution=remedy.slug)
        return True
    if not incident.call:  # proven by the next arrival, which we cannot cause
        incident.applied = [
            *incident.applied,
            {"remedy": remedy.slug, "changes": changes, "by": actor, "level": remedy.level},
        ]
        incident.tried = [*incident.tried, remedy.slug]
        Incident.objects.filter(pk=incident.pk).update(applied=incident.applied, tried=incident.tried)
        pulling.catch_up(Connection.objects.get(pk=incident.connection_id))
        _wait(incident, 2.0)
        return True
    _failed(incident, remedy, proof.why, changes if actor == "system" else [])
    return False


def _would_spend_the_credential(incident: Incident, remedy: Remedy) -> bool:
    """Whether proving a remedy would only show the same refused credential once more."""
    if not (policy.probing_costs(incident.cause) and policy.only_keeps_still(remedy)):
        return False
    connection = connection_of(incident)
    row = ExchangeRow.objects.filter(pk=incident.last_exchange).only("started_at").first()
    if connection is None or row is None:
        return True
    token = Token.objects.filter(pk=connection.pk).first()
    renewed = token.refreshed_at if token else None
    return connection.changed_at <= row.started_at and (renewed is None or renewed <= row.started_at)


def _failed(incident: Incident, remedy: Remedy, why: str, changes: list[int]) -> None:
    carrying.undo(changes, actor="system")
    incident.tried = [*incident.tried, remedy.slug]
    Incident.objects.filter(pk=incident.pk).update(tried=incident.tried)
    Act.objects.create(
        incident=incident,
        kind="no-help",
        data={"remedy": remedy.slug, "why": why[:300], "undone": bool(changes)},
    )


def _without_safe_way(incident: Incident, remedies: Sequence[Remedy]) -> None:
    """No remedy may run by itself (any more): wait if it passes, else ask, else a person."""
    if policy.passes(incident.cause) or not incident.call or verifying.unsettled(incident):
        _verify_or_wait(incident)
        return
    asking = any(
        remedy.level == "ask" and remedy.actions and remedy.slug not in incident.tried for remedy in remedies
    )
    state = State.ASKING if asking else State.PERSON
    if incident.state != state:
        with transaction.atomic():
            Incident.objects.filter(pk=incident.pk).update(state=state, next_try_at=None)
            Act.objects.create(incident=incident, kind="asks" if asking else "needs-person")
            noticing.tell(incident, f"incident.{state}")
    if state == State.PERSON:
        connections.need_person(incident.connection_id, actor="system", reason=incident.id)
    _watch(incident)


def _watch(incident: Incident) -> None:
    """Try again in a while, where trying spends nothing: a person may mend it without telling us."""
    if not policy.probing_costs(incident.cause):
        payload = {"incident": incident.id, "watch": True}
        jobs.enqueue("clinic.verify", payload, run_at=clock.now() + WATCHED, dedupe=f"watch:{incident.id}")


def _verify_or_wait(incident: Incident) -> None:
    proof = verifying.verify(incident)
    if proof.ok:
        closing.proven(incident, proof, resolution="recovered")
        return
    incident.attempts += 1
    Incident.objects.filter(pk=incident.pk).update(attempts=incident.attempts)
    _wait(incident, policy.pause(incident.attempts, asked=None))


def _wait(incident: Incident, seconds: float) -> None:
    at = clock.now() + timedelta(seconds=seconds)
    Incident.objects.filter(pk=incident.pk).update(state=State.WAITING, next_try_at=at)
    payload = {"incident": incident.id, "again": True}
    jobs.enqueue("clinic.treat", payload, run_at=at, dedupe=f"wait:{incident.id}")


def _pause_of(incident: Incident, actions: Sequence[Action]) -> float:
    """Seconds for which a remedy waits: what the vendor asked for, else soon and then ever longer; 0 for none."""
    if not any(action.kind == "wait" for action in actions):
        return 0.0
    asked = incident.diagnosis.get("en", {}).get("retry_after")
    return policy.pause(0, asked=asked)


def connection_of(incident: Incident) -> Connection | None:
    return Connection.objects.filter(pk=incident.connection_id).first()
