"""Our own webhook at the shop: made when it is missing, switched on when it is off, its secret renewed on demand."""

from __future__ import annotations

from enishi.connectors.hanaya import shapes
from enishi.hub import sdk
from enishi.hub.connections import actions as connections
from enishi.hub.sdk.client import Client

EVENTS = ["order.created", "order.updated", "customer.updated", "refund.created"]
SECRET = "webhook_secret"  # noqa: S105 - the name of the field


def ensure(client: Client) -> list[str]:
    """See that the shop sends us its webhooks; returns what was mended."""
    mine = _mine(client)
    if mine is None:
        made = client.call(
            sdk.Call(operation="webhook.add", json={"url": client.account.inbox_url, "events": EVENTS})
        )
        _keep(client, made.json(shapes.Subscription).secret)
        return ["created"]
    if not client.account.secret_list(SECRET):
        return renew_secret(client)
    if mine.status != "enabled":
        client.call(sdk.Call(operation="webhook.enable", path={"id": mine.id}))
        return ["enabled"]
    return []


def renew_secret(client: Client) -> list[str]:
    """Have the shop sign with a fresh secret that both sides know; the old one stays valid beside it."""
    mine = _mine(client)
    if mine is None:
        return ensure(client)
    reply = client.call(sdk.Call(operation="webhook.renew_secret", path={"id": mine.id}))
    _keep(client, reply.json(shapes.Subscription).secret)
    return ["secret"]


def _mine(client: Client) -> shapes.Subscription | None:
    listed = client.call(sdk.Call(operation="webhooks.list")).json(shapes.Subscriptions)
    return next((one for one in listed.data if one.url == client.account.inbox_url), None)


def _keep(client: Client, secret: str) -> None:
    old = client.account.secret_list(SECRET)
    connections.replace_secrets(
        client.connection.id,
        {SECRET: [secret, *old[:1]]},
        actor="system",
        note="webhook secret from the shop",
    )
