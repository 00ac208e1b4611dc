"""WooCommerce: records in by webhook and by paging, notes out to the order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from enishi.connectors.woocommerce import client as calls
from enishi.connectors.woocommerce import inbound as events
from enishi.connectors.woocommerce import subscription
from enishi.hub import sdk
from enishi.hub.sdk.client import Client
from enishi.hub.sdk.commands import Command
from enishi.kernel.exchange import Request
from enishi.orders.models import Order

if TYPE_CHECKING:
    from enishi.platform.outbox.models import Event


class Connector(sdk.Connector):
    def answer(self, inbound: sdk.Inbound, account: sdk.Account) -> sdk.Answer | None:  # noqa: ARG002
        return events.ping(inbound)

    def verify(self, inbound: sdk.Inbound, account: sdk.Account) -> None:
        events.verify(inbound, account.secret_list("webhook_secret"))

    def receipt(self, inbound: sdk.Inbound) -> sdk.Receipt:
        return events.receipt(inbound)

    def commands(self, item: sdk.Received, client: Client) -> Sequence[Command]:  # noqa: ARG002
        return events.read(item)

    def authorize(self, request: Request, account: sdk.Account, call: sdk.Call) -> Request:  # noqa: ARG002
        return calls.authorized(request, account)

    def react(self, event: Event, account: sdk.Account) -> Iterable[sdk.Call]:
        """A note that someone here wrote about a customer goes to the customer's latest order in the shop."""
        note = str(event.data.get("note") or "")[:2000]
        if not note or not event.customer_id:
            return ()
        here = Order.objects.filter(customer_id=event.customer_id, source=account.connection_id)
        latest = here.order_by("-placed_at").values_list("external_id", flat=True).first()
        if not latest:
            return ()
        body = {"note": note, "customer_note": False}
        return (
            sdk.Call(
                operation="note.add", path={"id": latest}, json=body, key=event.id, subject=event.subject
            ),
        )

    def read_back(self, call: sdk.Call, client: Client) -> bool | None:
        return calls.note_exists(call, client)

    def page(
        self, resource: str, cursor: Mapping[str, Any], since: datetime | None, client: Client
    ) -> sdk.Page:
        return calls.page(resource, cursor, since, client)

    def who_am_i(self) -> sdk.Call | None:
        return sdk.Call(operation="orders.list", query={"per_page": "1"})

    def subscribe(self, client: Client) -> Sequence[str]:
        return subscription.ensure(client)
