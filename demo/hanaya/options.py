"""What can be set when the shop opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The shop's settings.

    Attributes:
        port: first ("old") address; 0 takes a free one.
        new_port: second address, where the shop moves to when its host changes.
        tls_port: the same shop behind TLS; None leaves it out.
        tls_folder: where the made-up certificates are written; None makes a temporary folder.
        file: SQLite file that keeps orders over a restart; None forgets.
        rate: orders a minute that come by themselves.
        max_orders: no more than this many orders in all, history included; None is unlimited.
        history: orders that exist when the shop opens for the first time.
        token_seconds: life of an access token.
        bodies: "thin" (type, timestamp, id) or "full" (with the whole record) webhooks.
        retries: pauses in seconds between the attempts of one webhook.
        disable_after: failures in a row after which a subscription is switched off.
        window: length in seconds of the rate limit's window, `limit` calls fit into it.
        parallel: calls of one credential that may run at the same time.
    """

    port: int = 8765
    new_port: int = 0
    tls_port: int | None = 0
    tls_folder: Path | None = None
    file: Path | None = None
    seed: int = 1
    rate: float = 20.0
    max_orders: int | None = None
    history: int = 30
    token_seconds: float = 3600.0
    bodies: str = "thin"
    retries: tuple[float, ...] = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0)
    disable_after: int = 200
    delivery_timeout: float = 5.0
    senders: int = 8
    limit: int = 6000
    window: float = 60.0
    parallel: int = 20
