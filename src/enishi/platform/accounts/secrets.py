"""Random credentials and the keyed hash under which they are stored.

A credential carries 256 random bits, so one round of a keyed hash is enough: nothing can be guessed.
The last six characters are a checksum, by which a damaged copy is told from an unknown one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import zlib

from django.conf import settings

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BODY, CHECK = 43, 6


def new(prefix: str) -> str:
    """A fresh credential such as ``ensh_`` and 49 letters and digits."""
    body = prefix + _base62(secrets.randbits(256), BODY)
    return body + _checksum(body)


def intact(prefix: str, text: str) -> bool:
    """Whether `text` is whole: right prefix, length and checksum."""
    return (
        text.startswith(prefix)
        and len(text) == len(prefix) + BODY + CHECK
        and hmac.compare_digest(text[-CHECK:].encode(), _checksum(text[:-CHECK]).encode())
    )


def digests(text: str) -> list[str]:
    """The hashes under which `text` may be stored: by the present secret key first, then by earlier ones."""
    return [_keyed(secret, text) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _keyed(secret: str | bytes, text: str) -> str:
    key = b"enishi.credential:" + (secret.encode() if isinstance(secret, str) else secret)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _checksum(body: str) -> str:
    return _base62(zlib.crc32(body.encode()), CHECK)


def _base62(number: int, length: int) -> str:
    found = ""
    for _ in range(length):
        number, rest = divmod(number, 62)
        found = DIGITS[rest] + found
    return found
