"""One lane a destination on the event loop: its own places, closed at once when its credential is refused."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from enishi.hub.calls import gates, refusals
from enishi.hub.connections.models import Connection
from enishi.hub.delivery.claiming import Leased
from enishi.hub.sdk.call import Account, Call
from enishi.hub.sdk.connector import Connector
from enishi.kernel import clock
from enishi.kernel.exchange import Exchange, Request
from enishi.platform import http

POLL = 0.005


@dataclass(frozen=True, slots=True)
class Errand:
    """A leased delivery with everything that its attempt needs."""

    leased: Leased
    connection: Connection
    connector: Connector
    account: Account
    call: Call
    request: Request
    start_at: datetime
    timeout: float


@dataclass(frozen=True, slots=True)
class Done:
    """How it went; `exchange` is None when the lane was closed before the call left."""

    errand: Errand
    exchange: Exchange | None


class Lanes:
    """All destinations of this process. `send` from any thread; results come out of `finished`."""

    def __init__(self) -> None:
        self.finished: queue.SimpleQueue[Done] = queue.SimpleQueue()
        self.on_way = 0

    def send(self, errand: Errand) -> None:
        self.on_way += 1
        asyncio.run_coroutine_threadsafe(self._attempt(errand), http.loop())

    def drain(self, *, most: int = 500) -> list[Done]:
        """What has finished since the last call."""
        done: list[Done] = []
        while len(done) < most:
            try:
                done.append(self.finished.get_nowait())
            except queue.Empty:
                break
        self.on_way -= len(done)
        return done

    async def _attempt(self, errand: Errand) -> None:
        exchange: Exchange | None = None
        try:
            async with _place(errand.connection):
                wait = (errand.start_at - clock.now()).total_seconds()
                if wait > 0:
                    await asyncio.sleep(wait)
                if not refusals.known(errand.connection):
                    exchange = await http.send(
                        errand.request,
                        http.Limits(total=errand.timeout),
                        ca_file=errand.account.settings.get("ca_file") or None,
                    )
                    if errand.connector.credential_refused(exchange):
                        refusals.note(errand.connection)
        finally:
            self.finished.put(Done(errand, exchange))


@asynccontextmanager
async def _place(connection: Connection) -> AsyncIterator[None]:
    """One of the connection's places, shared with the calls that threads make."""
    places = gates.places(connection)
    while not places.acquire(blocking=False):  # noqa: ASYNC110 - threads hold them too, no event tells us
        await asyncio.sleep(POLL)
    try:
        yield
    finally:
        places.release()
