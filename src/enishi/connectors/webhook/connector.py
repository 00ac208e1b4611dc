"""Standard Webhooks in and out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from enishi.connectors.webhook import inbound as events
from enishi.hub import sdk
from enishi.hub.sdk import signing
from enishi.hub.sdk.client import Client
from enishi.hub.sdk.commands import Command
from enishi.kernel import clock, ids
from enishi.kernel.exchange import Request

SECRET = "signing_secret"  # noqa: S105 - the name of the field
ORIGIN = "WebHook-Request-Origin"


class Connector(sdk.Connector):
    signs_body = True

    def answer(self, inbound: sdk.Inbound, account: sdk.Account) -> sdk.Answer | None:  # noqa: ARG002
        """CloudEvents asks with OPTIONS whether we want its events."""
        origin = inbound.header(ORIGIN)
        if inbound.method == "OPTIONS" and origin:
            return sdk.Answer(
                200, (("WebHook-Allowed-Origin", origin), ("WebHook-Allowed-Rate", "*"), ("Allow", "POST"))
            )
        return None

    def verify(self, inbound: sdk.Inbound, account: sdk.Account) -> None:
        signing.verify(inbound, account.secret_list(SECRET))

    def receipt(self, inbound: sdk.Inbound) -> sdk.Receipt:
        return events.receipt(inbound.header(signing.ID), inbound.body)

    def commands(self, item: sdk.Received, client: Client) -> Sequence[Command]:
        try:
            mapping = events.rules(str(client.connection.settings.get("mapping", "")))
        except ValueError as error:
            raise sdk.Held(f"mapping: {error}") from error
        return events.commands(item.body, mapping)

    def authorize(self, request: Request, account: sdk.Account, call: sdk.Call) -> Request:
        """Signed anew at each attempt, with every secret in force; the message's id stays the same."""
        message_id, timestamp = call.key or ids.new("msg"), int(clock.now().timestamp())
        signature = signing.sign(
            account.secret_list(SECRET), message_id=message_id, timestamp=timestamp, body=request.body or b""
        )
        ours = ((signing.ID, message_id), (signing.TIMESTAMP, str(timestamp)), (signing.SIGNATURE, signature))
        return replace(request, headers=(*(request.headers or ()), *ours))
