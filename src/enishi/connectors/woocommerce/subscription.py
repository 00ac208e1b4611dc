"""The shop's webhooks that call us: made when missing, switched on again when the shop switched them off."""

from __future__ import annotations

from collections.abc import Sequence

from enishi.connectors.woocommerce import shapes
from enishi.hub import sdk
from enishi.hub.sdk.client import Client

TOPICS = (
    "order.created",
    "order.updated",
    "order.restored",
    "order.deleted",
    "customer.created",
    "customer.updated",
    "customer.deleted",
)
ACTIVE = "active"


def ensure(client: Client) -> Sequence[str]:
    """Bring the shop's list to what we need; returns what was done, as "<topic>: created|activated"."""
    ours = _listed(client)
    secret = next(iter(client.account.secret_list("webhook_secret")), "")
    done: list[str] = []
    for topic in TOPICS:
        known = [hook for hook in ours if hook.topic == topic]
        if any(hook.status == ACTIVE for hook in known):
            continue
        if known:
            body = {"status": ACTIVE, "secret": secret}
            client.call(sdk.Call(operation="webhook.update", path={"id": str(known[0].id)}, json=body))
            done.append(f"{topic}: activated")
        else:
            body = {
                "name": f"Enishi {topic}",
                "topic": topic,
                "delivery_url": client.account.inbox_url,
                "secret": secret,
            }
            client.call(sdk.Call(operation="webhook.create", json=body))
            done.append(f"{topic}: created")
    return done


def _listed(client: Client) -> list[shapes.Webhook]:
    """All webhooks of the shop that point at us, whatever their state."""
    found: list[shapes.Webhook] = []
    address = client.account.inbox_url
    for number in range(1, 51):
        query = {"per_page": "100", "page": str(number), "status": "all"}
        rows = client.call(sdk.Call(operation="webhooks.list", query=query)).json(list[shapes.Webhook])
        found += [row for row in rows if row.delivery_url.rstrip("/") == address.rstrip("/")]
        if len(rows) < 100:  # noqa: PLR2004 - the page asked for
            break
    return found
