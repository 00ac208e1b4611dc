"""What the hub does by itself with work whose call failed, when the clinic says nothing."""

from __future__ import annotations

import re

from enishi.hub.sdk.connector import Connector
from enishi.hub.sdk.manifest import Operation
from enishi.hub.sdk.outcome import Verdict
from enishi.kernel.exchange import Exchange, header
from enishi.platform import http

REFUSED_BEFORE_WORK = frozenset({408, 425, 429, 503})
PATIENCE = 60.0
NETWORK_GUARD = "PrivateAddressRefused"
ACCEPTED, REDIRECT, GONE, TOO_MANY, SERVER = 200, 300, 410, 429, 500
_LIMIT = re.compile(r"\"[^\"]*\"\s*;\s*r=(?P<r>\d+)\s*;\s*t=(?P<t>\d+)")


def plain(connector: Connector, operation: Operation, exchange: Exchange, *, keyed: bool) -> Verdict:
    """The default verdict.

    Args:
        connector: whose rules tell a refused credential.
        operation: what was called.
        exchange: how it went.
        keyed: the call carried an idempotency key that the vendor honours.
    """
    status = exchange.response.status if exchange.response else None
    if connector.credential_refused(exchange):
        return Verdict("hold", reason="credential", holds="connection")
    if exchange.failure and exchange.failure.kind == NETWORK_GUARD:
        return Verdict("fail", reason=exchange.failure.message)
    if not (operation.safe or operation.idempotent or keyed) and outcome_unknown(exchange):
        return Verdict("unknown", reason="no answer that tells whether it happened")
    if status == GONE:
        return Verdict("fail", reason="HTTP 410")
    return Verdict(
        "retry", after=pause_asked(exchange), reason=f"HTTP {status}" if status else _kind(exchange)
    )


def outcome_unknown(exchange: Exchange) -> bool:
    """Whether a write may have happened although no success came back."""
    if exchange.response and exchange.response.status:
        status = exchange.response.status
        if status < REDIRECT:  # accepted, but the answer is not what a success looks like
            return status >= ACCEPTED
        return status >= SERVER and status not in REFUSED_BEFORE_WORK
    return exchange.failure is not None and exchange.failure.sent is not False


def pause_asked(exchange: Exchange) -> float | None:
    """Seconds that the answer asks us to stay away; None when it asks nothing. Retry-After wins."""
    if exchange.response is None:
        return None
    asked = http.retry_after(exchange.response)
    if asked is None:
        asked = _used_up(header(exchange.response.headers, "RateLimit") or "")
    if asked is None and exchange.response.status == TOO_MANY:
        return PATIENCE
    return asked


def _used_up(value: str) -> float | None:
    """Seconds until the window of a ``RateLimit`` field that has nothing left; the longest of several."""
    waits = [float(found["t"]) for found in _LIMIT.finditer(value) if int(found["r"]) == 0]
    return max(waits, default=None)


def of_the_way(exchange: Exchange) -> bool:
    """Whether the failure speaks about the way or the server, not about this one request: the breaker counts it."""
    if exchange.response is None or exchange.response.status is None:
        return True
    return exchange.response.status >= SERVER


def _kind(exchange: Exchange) -> str:
    return exchange.failure.kind if exchange.failure else "no answer"
