"""Owing a call to another system, and who outside is told of our events."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction

from enishi.hub.connections import actions as connections
from enishi.hub.connections.models import Connection
from enishi.hub.delivery import fanout
from enishi.hub.delivery.models import Delivery, Subscription
from enishi.hub.sdk.call import Call
from enishi.kernel import clock
from enishi.platform import jobs
from enishi.platform.audit import Actor

KEPT = timedelta(hours=24)
"""How long the old secret of a subscription still signs, beside the new one."""


def owe(connection: Connection, call: Call, *, event_id: str = "") -> Delivery:
    """Put one call on the list, inside the transaction of the change that asks for it."""
    return Delivery.objects.create(
        connection=connection,
        operation=call.operation,
        call=call.to_dict(),
        event_id=event_id,
        subject=call.subject,
    )


def new_secret() -> str:
    """A fresh signing secret as Standard Webhooks writes it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


def subscribe(
    *,
    name: str,
    url: str,
    events: Sequence[str],
    only: Mapping[str, Any] | None = None,
    actor: str | Actor,
    secret: str = "",
) -> tuple[Subscription, str]:
    """Tell `url` of events from now on; returns the subscription and its secret, which is not shown again.

    Raises:
        EnishiError: 422 with a reason per field.
    """
    chosen = secret or new_secret()
    with transaction.atomic():
        connection = connections.create(
            name=name,
            connector="webhook",
            settings={"url": url},
            secrets={"signing_secret": [chosen]},
            actor=actor,
        )
        made = Subscription.objects.create(
            connection=connection, events=list(events), filter=dict(only or {})
        )
        transaction.on_commit(fanout.forget)
    return made, chosen


def change_subscription(subscription: Subscription, values: Mapping[str, Any]) -> Subscription:
    """Change events, filter or state (active, paused)."""
    for name in ("events", "filter", "state"):
        if name in values:
            setattr(subscription, name, values[name])
    subscription.changed_at = clock.now()
    with transaction.atomic():
        subscription.save(update_fields=["events", "filter", "state", "changed_at"])
        transaction.on_commit(fanout.forget)
    return subscription


def rotate(subscription: Subscription, *, actor: str | Actor) -> str:
    """A new secret; for a day each message is signed with both, then the old one is dropped."""
    fresh = new_secret()
    connection = subscription.connection
    old = connection.secrets.get("signing_secret", [])
    kept = [old] if isinstance(old, str) else list(old)
    with transaction.atomic():
        connections.replace_secrets(
            connection.pk, {"signing_secret": [fresh, *kept[:1]]}, actor=actor, note="rotated"
        )
        jobs.enqueue("hub.drop_old_secret", {"connection": connection.pk}, delay=KEPT)
    return fresh


@jobs.handler("hub.drop_old_secret")
def drop_old_secret(payload: dict[str, Any]) -> None:
    """End the time in which both secrets sign."""
    connection = Connection.objects.filter(pk=payload["connection"]).first()
    held = connection.secrets.get("signing_secret", []) if connection else []
    if connection and isinstance(held, list) and len(held) > 1:
        connections.replace_secrets(
            connection.pk, {"signing_secret": held[:1]}, actor="system", note="rotation ended"
        )
