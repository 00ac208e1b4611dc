"""What a breakage changes in the shop for as long as it is on."""

from __future__ import annotations

import asyncio
import base64
import secrets
import time
from typing import TYPE_CHECKING

from demo.hanaya.keyring import ended
from demo.hanaya.records import Subscription

if TYPE_CHECKING:
    from collections.abc import Callable

    from demo.hanaya.shop import Shop

    from .model import Running

ENDS = {"key-revoked": ("key", "revoked"), "token-expired": ("access", "expired")}


def new_secret() -> str:
    """A Standard Webhooks secret of 24 random bytes."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


class Lasting:
    """Applies and undoes; breakages that only strike at single calls need nothing here."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self.hang_up: Callable[[], None] = lambda: None  # ends kept TLS connections, once there are any

    def start(self, running: Running) -> None:
        slug = running.breakage.slug
        if slug in ENDS:
            self._end_credentials(running)
        elif slug == "hanging":
            running.kept["released"] = asyncio.Event()
        elif slug == "rate-limited":
            running.kept["window"] = time.monotonic()
        elif slug == "certificate-expired":
            self.hang_up()
        elif slug == "webhook-secret-rotated":
            self._rotate(running)
        elif slug == "webhook-dropped":
            self._drop(running)

    def mend(self, running: Running) -> None:
        slug = running.breakage.slug
        if slug in ENDS:
            for held in running.kept["credentials"]:
                self._shop.keys.set_state(held, "live")
        elif slug == "hanging":
            running.kept["released"].set()
        elif slug == "webhook-secret-rotated":
            self._rotate_back(running)
        elif slug == "webhook-dropped":
            self._bring_back(running)

    def _end_credentials(self, running: Running) -> None:
        kind, state = ENDS[running.breakage.slug]
        kinds = {kind, "refresh"} if running.variant == "refresh-dead" else {kind}
        running.kept["credentials"] = [
            held for held in self._shop.keys.all() if held.kind in kinds and not ended(held)
        ]
        for held in running.kept["credentials"]:
            self._shop.keys.set_state(held, state)

    def _subscriptions(self) -> dict[str, Subscription]:
        return self._shop.store.all(Subscription)

    def _rotate(self, running: Running) -> None:
        running.kept["secrets"] = {}
        for held in list(self._subscriptions().values()):
            old, held.secret = held.secret, new_secret()
            running.kept["secrets"][held.id] = (old, held.secret)
            self._shop.store.keep(held)

    def _rotate_back(self, running: Running) -> None:
        for key, (old, new) in running.kept["secrets"].items():
            held = self._subscriptions().get(key)
            if held and held.secret == new:  # nobody has fetched or set another one meanwhile
                held.secret = old
                self._shop.store.keep(held)

    def _drop(self, running: Running) -> None:
        running.kept["subscriptions"] = list(self._subscriptions().values())
        for held in running.kept["subscriptions"]:
            if running.variant == "disabled":
                held.status = "disabled"
                self._shop.store.keep(held)
            else:
                self._shop.store.drop(held)

    def _bring_back(self, running: Running) -> None:
        taken = {held.url for held in self._subscriptions().values() if held.status == "enabled"}
        for held in running.kept["subscriptions"]:
            if held.url not in taken:
                held.status = "enabled"
                self._shop.store.keep(held)
