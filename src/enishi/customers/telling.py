"""How changes of a customer's record are told on the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.ui import sources
from enishi.ui.parts import Moment
from enishi.ui.telling import tells
from enishi.ui.text import say, word

if TYPE_CHECKING:
    from enishi.platform.outbox.models import Event


@tells("customer.created", "customer.deleted", "customer.restored")
def plain(event: Event) -> Moment:
    return Moment(
        event.occurred_at, "customers", word("customers.event", event.kind.partition(".")[2]), by(event)
    )


@tells("customer.updated")
def updated(event: Event) -> Moment:
    fields = say("customers.event.and").join(
        word("customers.field", name) for name in event.data.get("fields", [])
    )
    return Moment(event.occurred_at, "edit", say("customers.event.updated", fields=fields), by(event))


def by(event: Event) -> str:
    """Who did it: a connection by its name, a person by address, a key as such."""
    if event.origin:
        return say("customers.event.from", source=sources.name(event.origin))
    kind, _, who = event.actor.partition(":")
    return who if kind == "user" else word("customers.actor", kind)
