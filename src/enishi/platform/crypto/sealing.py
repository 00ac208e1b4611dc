"""Fernet (AES-128-CBC with HMAC-SHA256) under keys derived from ENISHI_ENCRYPTION_KEYS."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from enishi.platform.config import options


class Undecryptable(Exception):  # noqa: N818 - names the state of the secret
    """A stored secret was sealed with a key that this installation does not have."""


def seal(text: str) -> str:
    """Encrypt `text` with the newest key."""
    return _box(options.value("ENISHI_ENCRYPTION_KEYS")).encrypt(text.encode()).decode()


def open_sealed(token: str) -> str:
    """Decrypt what `seal` made, with any key in force.

    Raises:
        Undecryptable: when no key fits or the token is damaged.
    """
    try:
        return _box(options.value("ENISHI_ENCRYPTION_KEYS")).decrypt(token.encode()).decode()
    except InvalidToken:
        message = "this secret was sealed with a key that is no longer in ENISHI_ENCRYPTION_KEYS"
        raise Undecryptable(message) from None


def reseal(token: str) -> str:
    """The same secret under the newest key, for rotation.

    Raises:
        Undecryptable: as for `open_sealed`.
    """
    return seal(open_sealed(token))


def fingerprint(text: str) -> str:
    """A short keyed digest that tells two secrets apart without revealing either."""
    key = hashlib.sha256(options.value("ENISHI_SECRET_KEY").encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:12]


@lru_cache(maxsize=4)
def _box(keys: str) -> MultiFernet:
    secrets = [key.strip() for key in keys.split(",") if key.strip()]
    return MultiFernet([Fernet(_derive(secret)) for secret in secrets])


def _derive(secret: str) -> bytes:
    derivation = HKDF(algorithm=hashes.SHA256(), length=32, salt=b"enishi", info=b"secrets at rest")
    return base64.urlsafe_b64encode(derivation.derive(secret.encode()))
