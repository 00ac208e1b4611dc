"""A call as this vendor makes it, for the conformance suite."""

from pathlib import Path

from enishi.connectors.woocommerce import inbound
from enishi.hub.sdk import Account

SECRETS = {
    "consumer_key": "ck_" + "0" * 40,
    "consumer_secret": "cs_" + "0" * 40,
    "webhook_secret": "test-secret-one",
}
OTHER = "test-secret-two"
FIELD = "webhook_secret"
SETTINGS = {"base_url": "https://shop.example.jp"}
BODY = (Path(__file__).parent.parent / "fixtures" / "order.created.json").read_bytes().strip()
KNOWN_EVENT = "order.created"


def account(secrets=None):
    return Account(
        "con_x",
        SETTINGS,
        SECRETS if secrets is None else secrets,
        inbox_url="https://crm.example.jp/in/con_x",
    )


def headers(body, secret, *, event=KNOWN_EVENT, at=None):
    """What stands around a signed body."""
    resource, _, verb = event.partition(".")
    return (
        ("Content-Type", "application/json"),
        ("User-Agent", "WooCommerce/11.0.0 Hookshot (WordPress/7.0)"),
        ("X-WC-Webhook-Source", "https://shop.example.jp/"),
        ("X-WC-Webhook-Topic", event),
        ("X-WC-Webhook-Resource", resource),
        ("X-WC-Webhook-Event", verb),
        ("X-WC-Webhook-Signature", inbound.sign(secret, body)),
        ("X-WC-Webhook-ID", "3"),
        ("X-WC-Webhook-Delivery-ID", "36e520ebabc2fa725092ff4a47acedf2"),
    )
