"""Connections as a reader sees them: without secrets, with their health and what waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from enishi.hub.connections.accounts import inbox_url
from enishi.hub.connections.holding import held
from enishi.hub.connections.models import Connection, Health, Hold
from enishi.hub.inbox.models import InboxItem
from enishi.hub.sdk.outcome import CallFailed, Held, Later, Malformed
from enishi.platform.crypto import Undecryptable
from enishi.platform.refusals import refuse

PLAIN = ("id", "name", "connector", "state", "reason", "settings", "rate", "concurrency", "version")


def summary(row: Connection) -> dict[str, Any]:
    """One line of the list; `row` comes with its health selected."""
    shown: dict[str, Any] = {name: getattr(row, name) for name in PLAIN}
    health = getattr(row, "health", None) or Health(connection_id=row.pk)
    return shown | {
        "inbox_url": inbox_url(row.pk),
        "created_at": row.created_at,
        "changed_at": row.changed_at,
        "health": health,
    }


def full(connection_id: str) -> dict[str, Any]:
    """Everything about one connection but its secrets.

    Raises:
        EnishiError: not-found.
    """
    row = Connection.objects.select_related("health").filter(pk=connection_id).first()
    if row is None:
        raise refuse("not-found", 404, key="hub.problem.unknown-connection", connection=connection_id)
    return summary(row) | {
        "edits": row.edits,
        "secrets": secret_names(row),
        "holds": list(Hold.objects.filter(connection=row).order_by("since")),
        "held": held(row.pk),
    }


def secret_names(row: Connection) -> list[str]:
    """Which secrets are stored; empty when they cannot be opened."""
    try:
        return sorted(row.secrets)
    except Undecryptable:
        return []


def item(row: InboxItem) -> dict[str, Any]:
    names = ("event", "state", "reason", "attempts", "exchange_id", "received_at")
    return {"id": f"in_{row.pk}"} | {name: getattr(row, name) for name in names}


def answered(call: Callable[[], Sequence[str]]) -> Sequence[str]:
    """The result of calls to the other system, made while our caller waits.

    Raises:
        EnishiError: 502 with what the other system answered, or 503 when no call may leave now.
    """
    try:
        return call()
    except CallFailed as failed:
        raise refuse(
            "other-system",
            502,
            key="hub.problem.other-system",
            exchange=failed.exchange_id,
            why=str(failed)[:300],
        ) from failed
    except (Held, Later, Malformed) as error:
        raise refuse(
            "other-system", 503, key="hub.problem.other-system", exchange="", why=str(error)[:300]
        ) from error
