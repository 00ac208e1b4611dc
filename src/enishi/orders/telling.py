"""How orders are told on a customer's timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from enishi.ui import sources
from enishi.ui.format import money
from enishi.ui.parts import Moment
from enishi.ui.telling import tells
from enishi.ui.text import say, word

if TYPE_CHECKING:
    from enishi.platform.outbox.models import Event


@tells("order.created")
def created(event: Event) -> Moment:
    data = event.data
    head = say("orders.event.created", number=data["number"], total=money(data["total"], data["currency"]))
    source = sources.name(data.get("source", ""))
    body = say("orders.event.from", source=source) if source else ""
    return _moment(event, head, body)


@tells("order.paid", "order.refunded")
def paid(event: Event) -> Moment:
    data = event.data
    amount = money(data["amount"], data["currency"])
    key = "orders.event.paid" if event.kind == "order.paid" else "orders.event.refunded"
    return _moment(event, say(key, number=data["number"], amount=amount))


@tells("order.status_changed")
def status_changed(event: Event) -> Moment:
    data = event.data
    before, after = word("orders.status", data["before"]), word("orders.status", data["status"])
    return _moment(
        event,
        say("orders.event.status", number=data["number"], after=after),
        say("orders.event.before", before=before),
    )


@tells("order.updated")
def updated(event: Event) -> Moment:
    return _moment(event, say("orders.event.updated", number=event.data["number"]))


def _moment(event: Event, head: str, body: str = "") -> Moment:
    return Moment(event.occurred_at, "orders", head, body, reverse("orders:show", args=[event.subject]))
