"""WooCommerce's webhooks: a plain first ping, then signed records with their topic in a header."""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
from collections.abc import Sequence
from urllib.parse import parse_qs

import msgspec

from enishi.connectors.woocommerce import mapping, shapes
from enishi.hub import sdk
from enishi.hub.sdk import commands

SIGNATURE, TOPIC, DELIVERY = "X-WC-Webhook-Signature", "X-WC-Webhook-Topic", "X-WC-Webhook-Delivery-ID"
PING = "application/x-www-form-urlencoded"


def ping(inbound: sdk.Inbound) -> sdk.Answer | None:
    """The first call after a webhook was made: form-encoded, unsigned, and only exactly 200 satisfies it."""
    form = inbound.header("Content-Type").partition(";")[0].strip().lower() == PING
    if inbound.method != "POST" or not form or inbound.header(SIGNATURE):
        return None
    sent = parse_qs(inbound.body[:200].decode("latin-1"))
    if list(sent) == ["webhook_id"] and sent["webhook_id"][0].isdecimal():
        return sdk.Answer(200)
    return None


def verify(inbound: sdk.Inbound, secrets: Sequence[str]) -> None:
    """HMAC-SHA256 over the raw body, base64; there is no timestamp to check.

    Raises:
        Refused: no signature, or none that fits.
    """
    given = inbound.header(SIGNATURE)
    if not secrets:
        raise sdk.Refused("secret-missing", "")
    if not given:
        raise sdk.Refused("signature-missing", SIGNATURE)
    fits = False
    for secret in secrets:
        fits |= hmac.compare_digest(sign(secret, inbound.body).encode(), given.encode("utf-8", "replace"))
    if not fits:
        raise sdk.Refused("signature-mismatch", f"{SIGNATURE}: base64(HMAC-SHA256(body))")


def sign(secret: str, body: bytes) -> str:
    """As the shop signs: it undoes HTML entities in its stored secret first."""
    key = html.unescape(secret).encode()
    return base64.b64encode(hmac.new(key, body, hashlib.sha256).digest()).decode()


def receipt(inbound: sdk.Inbound) -> sdk.Receipt:
    """Two events of one second share a delivery id, so the body is part of the key. Never raises."""
    digest = hashlib.sha256(inbound.body).hexdigest()[:32]
    topic = inbound.header(TOPIC)
    return sdk.Receipt(
        f"{inbound.header(DELIVERY)[:100]}:{topic[:50]}:{digest}", topic, ordering(topic, inbound.body)
    )


def ordering(topic: str, record: bytes) -> str:
    """Records of one customer in order; a guest's by e-mail, a deletion by its own id."""
    try:
        stub = msgspec.json.decode(record, type=shapes.Stub, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    if topic.startswith("customer."):
        return f"customer:{stub.id}"
    if stub.customer_id:
        return f"customer:{stub.customer_id}"
    return f"guest:{stub.billing.email}" if stub.billing.email else f"order:{stub.id}"


def read(item: sdk.Received) -> list[commands.Command]:
    """Commands of one record.

    Raises:
        Malformed: not the record that the topic promises.
    """
    resource, _, event = item.event.partition(".")
    if resource not in {"order", "customer"}:
        return []
    stub = item.json(shapes.Stub)
    if stub.code and not stub.id:
        raise sdk.Malformed(
            f"{stub.code}: the shop sent a refusal in place of the record. The user who owns the webhook may not read it: "
            f"{(stub.message or '')[:300]}"
        )
    if event == "deleted":
        gone = commands.RemoveOrder if resource == "order" else commands.RemoveCustomer
        return [gone(external_id=str(stub.id), at=item.received_at)]
    if resource == "customer":
        return [mapping.customer(item.json(shapes.Customer))]
    record = item.json(shapes.Order)
    return [] if record.status in mapping.DRAFTS else [mapping.order(record)]
