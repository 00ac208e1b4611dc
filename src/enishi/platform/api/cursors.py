"""Opaque cursors: where a page ended, signed, and bound to the list and filter they came from."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import Any

import msgspec
from django.conf import settings

from enishi.platform.refusals import refuse

SIGNATURE = 12


def encode(place: list[Any], listing: str) -> str:
    """A cursor for the place after the last record of a page.

    Args:
        place: values of the sort keys of that record, JSON-ready.
        listing: what is listed: name, filter and order, as text. The cursor is good for this only.
    """
    body = msgspec.json.encode(place)
    return base64.urlsafe_b64encode(_sign(body, listing) + body).decode().rstrip("=")


def decode(cursor: str | None, listing: str) -> list[Any] | None:
    """The place in `cursor`; None when there is no cursor (the first page).

    Raises:
        EnishiError: damaged, or from another list or filter (422).
    """
    if not cursor:
        return None
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise refuse("CON08", 422) from error
    signature, body = raw[:SIGNATURE], raw[SIGNATURE:]
    if not hmac.compare_digest(signature, _sign(body, listing)):
        raise refuse("CON08", 422)
    place: list[Any] = msgspec.json.decode(body)
    return place


def _sign(body: bytes, listing: str) -> bytes:
    key = hashlib.sha256(b"enishi.cursor:" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, listing.encode() + b"\x00" + body, hashlib.sha256).digest()[:SIGNATURE]
