"""A call in the form of Standard Webhooks, for the conformance suite."""

import json

from enishi.hub.sdk import Account, signing
from enishi.kernel import clock

SECRETS = {"signing_secret": "whsec_" + "dGVzdC1zZWNyZXQtb25lLW9mLXR3bw=="}
OTHER = "whsec_" + "dGVzdC1zZWNyZXQtdHdvLW9mLXR3bw=="
FIELD = "signing_secret"
SETTINGS = {}
KNOWN_EVENT = "order.created"
ORDER = {
    "external_id": "o1",
    "number": "1",
    "status": "paid",
    "currency": "JPY",
    "total": 1200,
    "customer": {"external_id": "c1", "emails": ["c1@example.jp"]},
}
BODY = json.dumps({"type": KNOWN_EVENT, "data": ORDER}).encode()


def account(secrets=None):
    return Account("con_x", SETTINGS, SECRETS if secrets is None else secrets)


def headers(body, secret, *, event=KNOWN_EVENT, at=None):
    """What stands around a signed body; the event stands in the body."""
    stamp = int((at or clock.now()).timestamp())
    signature = signing.sign([secret], message_id="msg_1", timestamp=stamp, body=body)
    return (
        ("Content-Type", "application/json"),
        (signing.ID, "msg_1"),
        (signing.TIMESTAMP, str(stamp)),
        (signing.SIGNATURE, signature),
    )
