"""Changing connections: every change is kept with who and what was before, and can be undone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from enishi.hub.connections.checking import checked
from enishi.hub.connections.models import Connection, ConnectionChange, Health, State
from enishi.hub.sdk.registry import manifest
from enishi.kernel import clock
from enishi.platform import audit, crypto, outbox
from enishi.platform.audit import Actor
from enishi.platform.refusals import refuse

PLAIN = ("name", "settings", "state", "reason", "rate", "concurrency", "edits")


def create(
    *, name: str, connector: str, settings: Mapping[str, Any], secrets: Mapping[str, Any], actor: str | Actor
) -> Connection:
    """Store a new, active connection.

    Raises:
        EnishiError: 422 with a reason per field when the connector's manifest does not accept the values.
    """
    clean, sealed = checked(connector, settings, secrets)
    described = manifest(connector)
    made = Connection(
        name=name.strip() or described.name.en,
        connector=connector,
        settings=clean,
        rate=described.rate.per_second,
        concurrency=described.rate.concurrency,
    )
    made.secrets = sealed
    with transaction.atomic():
        made.save(force_insert=True)
        Health.objects.create(connection=made)
        _keep(made, actor=actor, action="created", before={}, after={"settings": clean, **_prints(sealed)})
        outbox.emit(
            "connection.created",
            subject=made.id,
            actor=str(actor),
            data={"connector": connector, "name": name},
        )
    return made


def change(
    connection_id: str,
    values: Mapping[str, Any],
    *,
    actor: str | Actor,
    action: str = "changed",
    note: str = "",
) -> Connection:
    """Change plain fields (`PLAIN`); unchanged values leave no trace.

    Raises:
        EnishiError: 404 for an unknown connection, 422 for values that the manifest does not accept.
    """
    with transaction.atomic():
        row = locked(connection_id)
        if "settings" in values:
            values = {**values, "settings": checked(row.connector, values["settings"], None)[0]}
        differing = {
            key: value for key, value in values.items() if key in PLAIN and getattr(row, key) != value
        }
        if not differing:
            return row
        before = {key: getattr(row, key) for key in differing}
        _set(row, differing)
        _keep(row, actor=actor, action=action, note=note, before=before, after=differing)
        outbox.emit(
            f"connection.{action}", subject=row.id, actor=str(actor), data={"after": differing, "note": note}
        )
    return row


def replace_secrets(
    connection_id: str, values: Mapping[str, Any], *, actor: str | Actor, note: str = ""
) -> Connection:
    """Put new secrets in the place of old ones of the same name; the others stay. A rotated secret may be a list.

    Raises:
        EnishiError: 404 for an unknown connection, 422 for a name that the manifest does not have.
    """
    with transaction.atomic():
        row = locked(connection_id)
        try:
            old = row.secrets
        except crypto.Undecryptable:
            old = {}
        new = checked(row.connector, row.settings, {**old, **values})[1]
        sealed_before = row.sealed_secrets
        row.secrets = new
        row.version, row.changed_at = row.version + 1, clock.now()
        row.save(update_fields=["sealed_secrets", "version", "changed_at"])
        kept = _keep(row, actor=actor, action="secrets", note=note, before=_prints(old), after=_prints(new))
        ConnectionChange.objects.filter(pk=kept.pk).update(sealed_before=sealed_before)
        outbox.emit(
            "connection.secrets_replaced", subject=row.id, actor=str(actor), data={"names": sorted(values)}
        )
    return row


def add_edits(
    connection_id: str, edits: Sequence[Mapping[str, Any]], *, actor: str | Actor, note: str = ""
) -> Connection:
    """Apply the doctor's actions to every later request; an equal edit is not added twice."""
    row = found(connection_id)
    fresh = [dict(edit) for edit in edits if dict(edit) not in row.edits]
    return change(connection_id, {"edits": [*row.edits, *fresh]}, actor=actor, action="edited", note=note)


def pause(connection_id: str, *, actor: str | Actor, reason: str = "") -> Connection:
    """Stop calls out and the use of what comes in; both wait."""
    return change(connection_id, {"state": State.PAUSED, "reason": reason}, actor=actor, action="paused")


def need_person(connection_id: str, *, actor: str | Actor, reason: str) -> Connection:
    """Say that only a person can go on; holds decide what waits meanwhile."""
    return change(
        connection_id, {"state": State.NEEDS_PERSON, "reason": reason}, actor=actor, action="needs_person"
    )


def switch_off(connection_id: str, *, actor: str | Actor, reason: str = "") -> Connection:
    """End the connection's work; its intake refuses from now on. History stays."""
    return change(connection_id, {"state": State.OFF, "reason": reason}, actor=actor, action="switched_off")


def activate(connection_id: str, *, actor: str | Actor) -> Connection:
    """Let the connection work again; what is held stays held until `holding.release`."""
    return change(connection_id, {"state": State.ACTIVE, "reason": ""}, actor=actor, action="activated")


def undo(change_id: int, *, actor: str | Actor, connection_id: str = "") -> Connection:
    """Put back what one change replaced.

    Raises:
        EnishiError: 404 for an unknown change, 409 when it was undone already or cannot be.
    """
    with transaction.atomic():
        kept = ConnectionChange.objects.select_for_update().filter(pk=change_id).first()
        if kept is None or (connection_id and kept.connection_id != connection_id):
            raise refuse("not-found", 404, key="hub.problem.change-unknown", id=change_id)
        if kept.undone_at or kept.action == "created":
            raise refuse("not-undoable", 409, key="hub.problem.change-final", id=change_id)
        row = locked(kept.connection_id)
        back = {"sealed_secrets": kept.sealed_before} if kept.action == "secrets" else kept.before
        _set(row, back)
        ConnectionChange.objects.filter(pk=kept.pk).update(undone_at=clock.now())
        _keep(row, actor=actor, action="undone", note=f"#{kept.pk}", before=kept.after, after=kept.before)
    return row


def found(connection_id: str) -> Connection:
    """The connection; EnishiError 404 when there is none."""
    row = Connection.objects.filter(pk=connection_id).first()
    if row is None:
        raise refuse("not-found", 404, key="hub.problem.unknown-connection", connection=connection_id)
    return row


def locked(connection_id: str) -> Connection:
    """As `found`, locked until the transaction ends."""
    row = Connection.objects.select_for_update().filter(pk=connection_id).first()
    return row or found(connection_id)


def _set(row: Connection, values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        setattr(row, key, value)
    row.version, row.changed_at = row.version + 1, clock.now()
    row.save(update_fields=[*values, "version", "changed_at"])


def _keep(
    row: Connection,
    *,
    actor: str | Actor,
    action: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    note: str = "",
) -> ConnectionChange:
    audit.record(
        _author(actor),
        f"connection.{action}",
        row.pk,
        {"before": dict(before), "after": dict(after), "note": note},
    )
    return ConnectionChange.objects.create(
        connection=row, actor=str(actor), action=action, note=note, before=dict(before), after=dict(after)
    )


def _author(actor: str | Actor) -> Actor:
    if isinstance(actor, Actor):
        return actor
    kind, _, rest = actor.partition(":")
    match kind:
        case "user" | "key" | "connection":
            return Actor(kind=kind, id=rest)
    return Actor(kind="system", id=rest)


def _prints(secrets: Mapping[str, Any]) -> dict[str, Any]:
    """Fingerprints, which tell two secrets apart without showing either."""
    return {"secrets": {name: crypto.fingerprint(json.dumps(value)) for name, value in secrets.items()}}
