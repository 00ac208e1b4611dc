"""What is kept of calls that were refused: one exchange each, and only a sample of a flood."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

from django.db import close_old_connections, transaction

from enishi.hub.connections.accounts import known_secrets
from enishi.hub.exchanges import recording
from enishi.hub.exchanges.models import ExchangeRow
from enishi.hub.sdk import hooks
from enishi.hub.sdk.call import Account
from enishi.hub.sdk.inbound import Inbound
from enishi.kernel.exchange import Exchange, Request, Response
from enishi.platform import jobs

A_MINUTE = 20
KNOWN = 10_000


class Sample:
    """At most so many refused calls a minute are kept for one connection and reason."""

    def __init__(self, *, a_minute: int = A_MINUTE) -> None:
        self._limit = a_minute
        self._counts: dict[tuple[str, str], tuple[int, int]] = {}
        self._lock = threading.Lock()

    def takes(self, connection_id: str, code: str) -> bool:
        minute = int(time.monotonic() // 60)
        with self._lock:
            if len(self._counts) > KNOWN:
                self._counts.clear()
            at, count = self._counts.get((connection_id, code), (minute, 0))
            count = count + 1 if at == minute else 1
            self._counts[connection_id, code] = (minute, count)
        return count <= self._limit


def keep(
    inbound: Inbound, *, connection_id: str, url: str, status: int, code: str, account: Account | None
) -> None:
    """Store the exchange of a refused call and have the clinic look at it; runs on a thread."""
    close_old_connections()
    exchange = Exchange(
        request=Request(inbound.method, url, inbound.headers, inbound.body),
        response=Response(status, (), code.encode()),
        direction="in",
        started_at=inbound.received_at,
    )
    known = known_secrets(account) if account else ()
    row = recording.row(
        exchange, ok=False, connection_id=connection_id, operation="intake", reference=code, known=known
    )
    with transaction.atomic():
        row.save(force_insert=True)
        jobs.enqueue(
            "hub.refused_intake",
            {"exchange": row.id},
            key=connection_id,
            delay=timedelta(seconds=0.2),
            dedupe=f"refused:{connection_id}:{code}",
        )


@jobs.handler("hub.refused_intake", attempts=3)
def report(payload: dict[str, Any]) -> None:
    """Tell the clinic of a refused call, outside the web process."""
    row = ExchangeRow.objects.filter(pk=payload["exchange"]).first()
    if row:
        hooks.current().on_failed_exchange(row, None)
