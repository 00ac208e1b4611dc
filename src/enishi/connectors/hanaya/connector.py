"""花屋はな: thin webhooks in (the record is fetched), notes out, orders read page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec

from enishi.connectors.hanaya import mapping, shapes, subscription
from enishi.customers.models import ExternalId
from enishi.hub import sdk
from enishi.hub.sdk import commands, signing
from enishi.hub.sdk.client import Client
from enishi.hub.sdk.manifest import Text
from enishi.kernel.exchange import Exchange, Request

if TYPE_CHECKING:
    from enishi.platform.outbox.models import Event

TAKES_ANYTHING = (("Accept", "*/*"),)
JSON_TYPES = ("application/json", "application/problem+json")


class Connector(sdk.Connector):
    openapi_path = "/openapi.json"

    # In

    def verify(self, inbound: sdk.Inbound, account: sdk.Account) -> None:
        signing.verify(inbound, account.secret_list(subscription.SECRET))

    def receipt(self, inbound: sdk.Inbound) -> sdk.Receipt:
        plain = super().receipt(inbound)
        try:
            notice = msgspec.json.decode(inbound.body, type=shapes.Notice)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return plain
        return sdk.Receipt(plain.key, notice.type, f"{notice.type.partition('.')[0]}:{notice.data.id}")

    def commands(self, item: sdk.Received, client: Client) -> Sequence[commands.Command]:
        if item.event == "order.pulled":
            return (_order(item.json(shapes.Order), client),)
        notice = item.json(shapes.Notice)
        match notice.type:
            case "order.created" | "order.updated":
                return (_order(_get(client, "order.get", notice.data.id, shapes.Order), client),)
            case "customer.updated":
                return (mapping.customer(_get(client, "customer.get", notice.data.id, shapes.Customer)),)
            case "refund.created":
                back = _get(client, "refund.get", notice.data.id, shapes.Refund)
                return (commands.AddRefund(order_external_id=back.order_id, refund=mapping.refund(back)),)
        return ()

    # Out

    def authorize(self, request: Request, account: sdk.Account, call: sdk.Call) -> Request:  # noqa: ARG002
        by_key = account.settings.get("auth") == "key"
        credential = account.secrets.get("api_key", "") if by_key else account.access_token
        kept = tuple(pair for pair in request.headers or () if pair[0].lower() != "accept")
        return replace(request, headers=(*kept, *TAKES_ANYTHING, ("Authorization", f"Bearer {credential}")))

    def succeeded(self, exchange: Exchange) -> bool:
        """2xx with JSON that can be read; a page or other format with status 200 is no success."""
        if not super().succeeded(exchange):
            return False
        body = (exchange.response.body if exchange.response else None) or b""
        if not body:
            return True
        try:
            msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return False
        return True

    def react(self, event: Event, account: sdk.Account) -> Iterable[sdk.Call]:
        """A note that someone here wrote about a customer is told to the shop."""
        note = event.data.get("note")
        if not note:
            return ()
        ties = ExternalId.objects.filter(source=account.connection_id, customer_id=event.customer_id)
        body = {"text": str(note)[:2000], "author": "Enishi", "priority": "2", "reference": event.id}
        return [
            sdk.Call(
                operation="note.add", path={"id": number}, json=body, key=event.id, subject=event.subject
            )
            for number in ties.values_list("value", flat=True)
        ]

    def read_back(self, call: sdk.Call, client: Client) -> bool | None:
        listed = client.call(sdk.Call(operation="notes.list", path=call.path, query={"reference": call.key}))
        data = listed.json(dict[str, Any]).get("data")
        return bool(data) if isinstance(data, list) else None

    def token_request(self, account: sdk.Account, refresh_token: str) -> Request | None:
        if account.settings.get("auth") == "key":
            return None
        grant = (
            {"grant_type": "refresh_token", "refresh_token": refresh_token}
            if refresh_token
            else {"grant_type": "client_credentials"}
        )
        form = {
            **grant,
            "client_id": account.secrets.get("client_id", ""),
            "client_secret": account.secrets.get("client_secret", ""),
        }
        headers = (("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json"))
        return Request("POST", f"{account.base_url}/oauth/token", headers, urlencode(form).encode())

    # Reading

    def page(
        self, resource: str, cursor: Mapping[str, Any], since: datetime | None, client: Client
    ) -> sdk.Page:
        query = {"limit": str(self.manifest.resource(resource).page_size)}
        if since:
            query["updated_since"] = since.astimezone(UTC).isoformat().replace("+00:00", "Z")
        if cursor.get("cursor"):
            query["cursor"] = str(cursor["cursor"])
        listed = client.call(sdk.Call(operation="orders.list", query=query)).json(shapes.Orders)
        records = [bytes(raw) for raw in listed.data]
        stubs = [msgspec.json.decode(raw, type=shapes.Stub) for raw in records]
        return sdk.Page(
            records=records,
            keys=[stub.id for stub in stubs],
            next={"cursor": listed.next_cursor} if listed.next_cursor else None,
            newest=max((stub.updated_at for stub in stubs if stub.updated_at), default=None),
        )

    # The connection itself

    def who_am_i(self) -> sdk.Call | None:
        return sdk.Call(operation="me.get")

    def preflight(self, client: Client) -> Iterable[sdk.Step]:
        """Whether the credential holds every right that the operations need."""
        reply = client.call(sdk.Call(operation="me.get"))
        needed = {scope for operation in self.manifest.operations for scope in operation.scopes}
        missing = sorted(needed - set(reply.json(shapes.Me).scopes))
        listed = ", ".join(missing)
        found = Text(
            en=f"Missing: {listed}" if missing else "Every right that is needed is granted",
            ja=f"足りない権限: {listed}" if missing else "必要な権限がすべて与えられています",
        )
        yield sdk.Step("rights", Text(en="Rights", ja="権限"), not missing, found, reply.exchange_id)

    def subscribe(self, client: Client) -> Sequence[str]:
        return subscription.ensure(client)

    def renew_secret(self, client: Client) -> Sequence[str]:
        return subscription.renew_secret(client)


def _order(one: shapes.Order, client: Client) -> commands.UpsertOrder:
    buyer = _get(client, "customer.get", one.customer_id, shapes.Customer)
    return mapping.order(one, mapping.customer(buyer))


def _get(client: Client, operation: str, number: str, kind: Any) -> Any:
    return client.call(sdk.Call(operation=operation, path={"id": number})).json(kind)
