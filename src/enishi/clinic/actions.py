"""What a person decides about an incident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from enishi.clinic import carrying, noticing, taking, treating
from enishi.clinic.models import OPEN, Act, Incident, State
from enishi.doctor import act
from enishi.doctor.engine.remedy import Remedy
from enishi.hub.connections import holding
from enishi.kernel import clock
from enishi.platform import audit, jobs, outbox
from enishi.platform.audit import Actor
from enishi.platform.refusals import not_found, refuse


def found(incident_id: str) -> Incident:
    """The incident; EnishiError not-found when there is none."""
    incident = Incident.objects.filter(pk=incident_id).first()
    if incident is None:
        raise not_found(incident_id)
    return incident


def approve(
    incident_id: str, remedy_slug: str, *, actor: Actor, values: Mapping[str, Any] | None = None
) -> bool:
    """Carry out a remedy that asked for approval, and prove it.

    Args:
        incident_id: which incident.
        remedy_slug: which of its remedies.
        actor: who approves.
        values: by JSON pointer, what a person chose instead of the suggested values of `set-field` and the
            targets of `map-enum` and `rename-field`.

    Returns:
        Whether the failing call works now.

    Raises:
        EnishiError: not-found; 409 when the incident is closed or the remedy is not on offer (any more).
    """
    found(incident_id)
    try:
        with taking.taken(incident_id, patience=20.0) as incident:
            return _approved(incident, remedy_slug, actor=actor, values=values or {})
    except taking.Busy as busy:
        raise refuse("CON03", 409, headers={"Retry-After": "5"}) from busy


def _approved(incident: Incident, remedy_slug: str, *, actor: Actor, values: Mapping[str, Any]) -> bool:
    if not incident.open or incident.state == State.REPLAYING:
        raise refuse("CON04", 409, key="clinic.problem.closed", id=incident.label)
    remedy = next(
        (one for one in treating.remedies_of(incident) if one.slug == remedy_slug and one.actions), None
    )
    if remedy is None:
        raise refuse("CON04", 409, key="clinic.problem.no_remedy", remedy=remedy_slug, id=incident.label)
    audit.record(actor, "incident.approve", incident.id, {"remedy": remedy_slug, "values": dict(values)})
    done = treating.run(incident, with_values(remedy, values), actor=str(actor))
    if not done:
        Incident.objects.filter(pk=incident.pk).update(state=State.TREATING)
        jobs.enqueue("clinic.treat", {"incident": incident.id, "again": True})
    return done


def with_values(remedy: Remedy, values: Mapping[str, Any]) -> Remedy:
    """The remedy with a person's values in the place of the suggested ones."""
    changed = []
    for action in remedy.actions:
        parameters = dict(action.params)
        name = {"set-field": "value", "map-enum": "to", "rename-field": "to"}.get(action.kind)
        if name and parameters["pointer"] in values:
            parameters[name] = values[parameters["pointer"]]
        changed.append(
            act(
                action.kind,
                **{
                    key.replace("from", "from_") if key == "from" else key: value
                    for key, value in parameters.items()
                },
            )
        )
    return replace(remedy, actions=tuple(changed))


def verify(incident_id: str, *, actor: Actor) -> None:
    """Try the failing call now, because something was mended; what happens next follows from the answer."""
    incident = found(incident_id)
    audit.record(actor, "incident.verify", incident.id)
    jobs.enqueue("clinic.verify", {"incident": incident.id, "treat": True})


def dismiss(incident_id: str, *, actor: Actor) -> None:
    """Close without proof: what is held is let go, and the cause may open a new incident."""
    incident = found(incident_id)
    with transaction.atomic():
        Incident.objects.filter(pk=incident.pk, state__in=OPEN).update(
            state=State.DISMISSED, resolved_at=clock.now()
        )
        Act.objects.create(incident=incident, kind="dismissed", actor=str(actor))
        audit.record(actor, "incident.dismiss", incident.id)
        holding.release(incident.connection_id)
        noticing.tell(incident, "incident.dismissed")


def note(incident_id: str, text: str, *, actor: Actor) -> None:
    """Keep a person's words in the log of the incident."""
    incident = found(incident_id)
    with transaction.atomic():
        Act.objects.create(incident=incident, kind="note", actor=str(actor), data={"text": text})
        audit.record(actor, "incident.note", incident.id)


def undo(incident_id: str, remedy_slug: str, *, actor: Actor) -> None:
    """Take back what a remedy changed on the connection.

    Raises:
        EnishiError: 409 when the remedy is not in force.
    """
    incident = found(incident_id)
    applied = next((one for one in incident.applied if one["remedy"] == remedy_slug), None)
    if applied is None:
        raise refuse("CON04", 409, key="clinic.problem.not_applied", remedy=remedy_slug, id=incident.label)
    carrying.undo(applied["changes"], actor=str(actor))
    incident.applied = [one for one in incident.applied if one["remedy"] != remedy_slug]
    with transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(applied=incident.applied)
        Act.objects.create(incident=incident, kind="undone", actor=str(actor), data={"remedy": remedy_slug})
        audit.record(actor, "incident.undo", incident.id, {"remedy": remedy_slug})


@outbox.on("connection.*")
def something_changed(event: Any) -> None:
    """A person changed a connection: its open incidents are tried at once."""
    if event.actor == "system" or event.kind == "connection.created":
        return
    for incident in Incident.objects.filter(
        connection_id=event.subject, state__in=(State.PERSON, State.ASKING, State.WAITING)
    ):
        jobs.enqueue("clinic.verify", {"incident": incident.id}, dedupe=f"changed:{incident.id}")
