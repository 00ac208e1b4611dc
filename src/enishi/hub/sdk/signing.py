"""Signatures of Standard Webhooks (symmetric, v1): HMAC-SHA256 over "id.timestamp.body", base64."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from enishi.hub.sdk.inbound import Inbound, Refused

PREFIX = "whsec_"
TOLERANCE = 300
ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"


def key(secret: str) -> bytes:
    """The key that a written secret stands for: prefix and padding are optional.

    Raises:
        ValueError: it is not base64.
    """
    text = secret.strip().removeprefix(PREFIX)
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("a signing secret is base64, with or without whsec_ before it") from error


def sign(secrets: Iterable[str], *, message_id: str, timestamp: int, body: bytes) -> str:
    """The signature header: one signature for each secret, so that either secret verifies it."""
    content = f"{message_id}.{timestamp}.".encode() + body
    return " ".join(f"v1,{_mac(key(secret), content)}" for secret in secrets)


def verify(inbound: Inbound, secrets: Sequence[str]) -> None:
    """Check an incoming call against every secret in force.

    Raises:
        Refused: a header is missing or malformed, no signature fits, or the time is too far from now.
    """
    message_id, stamp, given = (inbound.header(name) for name in (ID, TIMESTAMP, SIGNATURE))
    if not secrets:
        raise Refused("secret-missing", "", status=401)
    if not (message_id and stamp and given):
        missing = ", ".join(name for name in (ID, TIMESTAMP, SIGNATURE) if not inbound.header(name))
        raise Refused("signature-missing", missing)
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12):  # noqa: PLR2004 - year 33658
        raise Refused("malformed", f"{TIMESTAMP}: Unix time", status=400)
    content = f"{message_id}.{stamp}.".encode() + inbound.body
    if not _one_fits(given, content, secrets):
        raise Refused("signature-mismatch", f"{SIGNATURE}: v1,base64(HMAC-SHA256({ID}.{TIMESTAMP}.body))")
    sent = datetime.fromtimestamp(int(stamp), UTC)
    if abs((inbound.received_at - sent).total_seconds()) > TOLERANCE:
        raise Refused("timestamp-outside", TIMESTAMP, status=400, data={"sent": sent.isoformat()})


def _one_fits(given: str, content: bytes, secrets: Sequence[str]) -> bool:
    signatures = [
        text for version, comma, text in (part.partition(",") for part in given.split()) if version == "v1"
    ]
    fits = False
    for secret in secrets:
        wanted = _mac(_key_or_empty(secret), content)
        for signature in signatures:  # all are compared, so that time tells nothing
            fits |= hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "replace"))
    return fits


def _key_or_empty(secret: str) -> bytes:
    """A stored secret that cannot be read fits nothing but an unguessable key."""
    try:
        return key(secret)
    except ValueError:
        return hashlib.sha512(secret.encode()).digest()


def _mac(secret: bytes, content: bytes) -> str:
    return base64.b64encode(hmac.new(secret, content, hashlib.sha256).digest()).decode()
