"""Carrying out a remedy: changes of the request become standing edits, the rest is done here. All can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from enishi.clinic.models import Incident
from enishi.doctor.engine.acting.apply import is_operational
from enishi.doctor.engine.action import Action
from enishi.hub.connections import actions as connections
from enishi.hub.connections import tokens
from enishi.hub.connections.models import Connection, ConnectionChange
from enishi.hub.sdk.client import Client
from enishi.hub.sdk.outcome import CallFailed, Held
from enishi.kernel import clock

EVERYWHERE = frozenset(
    {
        "replace-url",
        "replace-host",
        "set-path-prefix",
        "set-accept",
        "trim-credential",
        "set-version",
        "set-header",
        "decode-response",
    }
)
"""Edits about the way to the vendor; an edit about a field concerns only its operation."""


class CannotCarryOut(Exception):  # noqa: N818 - says what happened
    """The remedy could not be carried out; the message says why."""


def carry_out(incident: Incident, actions: Sequence[Action], *, actor: str) -> list[int]:
    """Do all actions of a remedy.

    Args:
        incident: that they are to end.
        actions: in order.
        actor: who decided: "system", or the person who approved.

    Returns:
        Ids of the changes made to the connection, for undo.

    Raises:
        CannotCarryOut: an action failed; changes made before it stand and are in the connection's history.
    """
    last = _last_change(incident)
    edits = [_edit(incident, action) for action in actions if _is_edit(action)]
    if edits:
        connections.add_edits(incident.connection_id, edits, actor=actor, note=incident.label)
    for action in actions:
        work = _WORK.get(action.kind)
        if work:
            work(incident, action, actor)
    made = ConnectionChange.objects.filter(connection_id=incident.connection_id, id__gt=last)
    return list(made.order_by("id").values_list("id", flat=True))


def undo(change_ids: Sequence[int], *, actor: str) -> None:
    """Put back what a remedy changed, newest first."""
    for change in sorted(change_ids, reverse=True):
        connections.undo(change, actor=actor)


def _is_edit(action: Action) -> bool:
    return action.kind == "decode-response" or not is_operational(action)


def _edit(incident: Incident, action: Action) -> dict[str, Any]:
    operation = "*" if action.kind in EVERYWHERE else incident.operation
    return {
        **action.to_dict(),
        "operation": operation,
        "incident": incident.id,
        "added_at": clock.now().isoformat(),
    }


def _last_change(incident: Incident) -> int:
    newest = ConnectionChange.objects.filter(connection_id=incident.connection_id).order_by("-id").first()
    return newest.id if newest else 0


def _refresh(incident: Incident, _action: Action, _actor: str) -> None:
    try:
        tokens.refresh(Connection.objects.get(pk=incident.connection_id))
    except tokens.RefreshFailed as failed:
        raise CannotCarryOut(failed.error) from failed
    except Held as held:
        raise CannotCarryOut(str(held)) from held


def _pace(incident: Incident, action: Action, actor: str) -> None:
    connection = Connection.objects.get(pk=incident.connection_id)
    rate = float(action["per_second"])
    if connection.rate <= 0 or connection.rate > rate:
        connections.change(connection.id, {"rate": rate}, actor=actor, action="edited", note=incident.label)


def _concurrency(incident: Incident, action: Action, actor: str) -> None:
    connection = Connection.objects.get(pk=incident.connection_id)
    if connection.concurrency > int(action["n"]):
        values = {"concurrency": int(action["n"])}
        connections.change(connection.id, values, actor=actor, action="edited", note=incident.label)


def _subscribe(incident: Incident, _action: Action, _actor: str) -> None:
    client = Client(Connection.objects.get(pk=incident.connection_id), reference=incident.id, trial=True)
    try:
        client.connector.subscribe(client)
    except CallFailed as failed:
        raise CannotCarryOut(str(failed)) from failed


def _renew_secret(incident: Incident, _action: Action, _actor: str) -> None:
    client = Client(Connection.objects.get(pk=incident.connection_id), reference=incident.id, trial=True)
    try:
        if not client.connector.renew_secret(client):
            raise CannotCarryOut("this connector cannot renew its webhook secret")
    except CallFailed as failed:
        raise CannotCarryOut(str(failed)) from failed


_WORK: dict[str, Callable[[Incident, Action, str], None]] = {
    "refresh-token": _refresh,
    "pace": _pace,
    "concurrency": _concurrency,
    "recreate-subscription": _subscribe,
    "use-stored-secret": _renew_secret,
}
"""`wait`, `retry-once` and `read-back` are what verification does anyway; `hold` and `pause` are the policy's."""
