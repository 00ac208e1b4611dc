"""A call as the shop makes it, for the conformance suite."""

import json

from enishi.hub.sdk import Account, signing
from enishi.kernel import clock

SECRETS = {
    "client_id": "hana-client-example",
    "client_secret": "not-a-real-client-secret",
    "api_key": "not-a-real-api-key",
    "webhook_secret": "whsec_" + "dGVzdC1zZWNyZXQtb25lLW9mLXR3bw==",
}
OTHER = "whsec_" + "dGVzdC1zZWNyZXQtdHdvLW9mLXR3bw=="
FIELD = "webhook_secret"
SETTINGS = {"base_url": "https://hanaya.example.jp", "auth": "key"}
KNOWN_EVENT = "order.created"
BODY = json.dumps({"type": KNOWN_EVENT, "data": {"id": "1001"}}).encode()


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
