"""Keys and tokens: who may call, with what, and until when."""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import TYPE_CHECKING

from .records import Credential

if TYPE_CHECKING:
    from collections.abc import Callable

    from .store import Store

SCOPES = (
    "orders:read",
    "orders:write",
    "customers:read",
    "customers:write",
    "webhooks:manage",
)
CLIENT_ID = "hanaya-demo-client"
REFRESH_SECONDS = 90 * 24 * 3600.0
PREFIXES = {"key": "hanakey", "access": "hanaat", "refresh": "hanart"}


class Keyring:
    """Issues, finds and ends credentials; remembers dead ones, to say why they no longer work."""

    def __init__(self, store: Store, *, seed: int, clock: Callable[[], str], token_seconds: float) -> None:
        self._store = store
        self._clock = clock
        self.token_seconds = token_seconds
        self.client_secret = "hanasec_" + hashlib.sha256(f"{seed}:client".encode()).hexdigest()[:40]
        self._by_value = {held.value: held for held in self.all()}
        if not any(held.kind == "key" for held in self.all()):
            self._issue(
                "key", SCOPES, value="hanakey_" + hashlib.sha256(f"{seed}:key".encode()).hexdigest()[:40]
            )

    def all(self) -> list[Credential]:
        return list(self._store.all(Credential).values())

    @property
    def api_key(self) -> str:
        """The newest API key."""
        return [held.value for held in self.all() if held.kind == "key"][-1]

    def find(self, value: str) -> Credential | None:
        return self._by_value.get(value)

    def issue_key(self, scopes: tuple[str, ...] = SCOPES) -> Credential:
        return self._issue("key", scopes)

    def issue_pair(self, scopes: tuple[str, ...]) -> tuple[Credential, Credential]:
        """An access token and the refresh token that renews it."""
        now = time.time()
        return (
            self._issue("access", scopes, expires=now + self.token_seconds),
            self._issue("refresh", scopes, expires=now + REFRESH_SECONDS),
        )

    def rotate(self, refresh: Credential) -> tuple[Credential, Credential]:
        """A new pair; the old refresh token ends at once."""
        refresh.state = "used"
        self._store.keep(refresh)
        return self.issue_pair(tuple(refresh.scopes))

    def set_state(self, held: Credential, state: str) -> None:
        held.state = state
        self._store.keep(held)

    def _issue(
        self, kind: str, scopes: tuple[str, ...], *, value: str = "", expires: float | None = None
    ) -> Credential:
        serial = len(self._store.all(Credential)) + 1
        held = Credential(
            id=f"cred-{serial}",
            kind=kind,
            value=value or f"{PREFIXES[kind]}_{secrets.token_hex(20)}",
            scopes=list(scopes),
            created_at=self._clock(),
            expires=expires,
        )
        self._store.keep(held)
        self._by_value[held.value] = held
        return held


def ended(held: Credential) -> str:
    """Why a credential no longer works: "expired", "revoked", "used", or "" when it does."""
    if held.state != "live":
        return held.state
    if held.expires is not None and time.time() >= held.expires:
        return "expired"
    return ""
