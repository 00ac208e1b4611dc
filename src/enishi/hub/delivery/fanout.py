"""Our events on their way out: to subscribers, and to connections whose connector reacts to them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from enishi.hub.connections.models import Connection, State
from enishi.hub.delivery.models import Delivery, Subscription
from enishi.hub.sdk.call import Account, Call
from enishi.hub.sdk.registry import UnknownConnectorError, connector, manifest
from enishi.platform import outbox

if TYPE_CHECKING:
    from enishi.platform.outbox.models import Event

FRESH = 1.0
OURS = ("delivery.", "inbox.")
"""Events about deliveries are never delivered: a dead receiver would otherwise feed itself."""


@dataclass(frozen=True, slots=True)
class _Listeners:
    read_at: float
    subscriptions: tuple[Subscription, ...]
    reacting: tuple[Connection, ...]


_known: list[_Listeners] = []


def forget() -> None:
    """Read listeners again at the next event."""
    _known.clear()


@outbox.on("*")
def fan_out(event: Event) -> None:
    """One delivery for each listener, in the transaction in which the event is dispatched."""
    if event.kind.startswith(OURS):
        return
    listeners = _listeners()
    told = [one for one in listeners.subscriptions if one.connection_id != event.origin and wants(one, event)]
    if told:
        call = message(event).to_dict()
        Delivery.objects.bulk_create(
            [
                Delivery(
                    connection_id=one.connection_id,
                    subscription=one,
                    operation="event.send",
                    call=call,
                    event_id=event.id,
                    subject=event.subject,
                )
                for one in told
            ],
            ignore_conflicts=True,
        )
    for connection in listeners.reacting:
        if connection.pk != event.origin:
            _react(connection, event)


def wants(subscription: Subscription, event: Event) -> bool:
    """Whether the kind matches a pattern and the data has every value of the filter."""
    if not any(fnmatchcase(event.kind, pattern) for pattern in subscription.events):
        return False
    return all(_at(event.data, path) in _several(value) for path, value in subscription.filter.items())


def message(event: Event) -> Call:
    """An event as subscribers get it; its id is the message's id, the same at every attempt."""
    data = {"id": event.subject, "customer_id": event.customer_id or None, **event.data}
    body = {"type": event.kind, "timestamp": event.occurred_at.isoformat(), "data": data}
    return Call(operation="event.send", json=body, key=event.id, subject=event.subject)


def _react(connection: Connection, event: Event) -> None:
    made = connector(connection.connector)
    if not any(fnmatchcase(event.kind, pattern) for pattern in made.manifest.reacts):
        return
    for call in made.react(event, Account(connection.pk, connection.settings)):
        Delivery.objects.create(
            connection=connection,
            operation=call.operation,
            call=call.to_dict(),
            event_id=event.id,
            subject=call.subject,
        )


def _listeners() -> _Listeners:
    if not _known or time.monotonic() - _known[0].read_at > FRESH:
        rows = Subscription.objects.filter(state="active").exclude(connection__state=State.OFF)
        others = [row for row in Connection.objects.exclude(state=State.OFF) if _reacts(row)]
        _known[:] = [_Listeners(time.monotonic(), tuple(rows), tuple(others))]
    return _known[0]


def _reacts(connection: Connection) -> bool:
    try:
        return bool(manifest(connection.connector).reacts)
    except UnknownConnectorError:
        return False


def _at(node: Any, path: str) -> Any:
    for part in path.split("."):
        node = node.get(part) if isinstance(node, Mapping) else None
    return node


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
