"""One lane a destination on the event loop: its own places, closed at once when its credential is refused."""

from __future__ import annotations

import asyncio
import queue
from dataclasses import dataclass
from datetime import datetime

from enishi.hub.connections.models import Connection
from enishi.hub.delivery.claiming import Leased
from enishi.hub.sdk.call import Account, Call
from enishi.hub.sdk.connector import Connector
from enishi.kernel import clock
from enishi.kernel.exchange import Exchange, Request
from enishi.platform import http


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
        self._places: dict[str, tuple[int, asyncio.Semaphore]] = {}
        self._closed: dict[str, int] = {}
        self._confirmed: set[str] = set()

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
            async with self._place(errand.connection):
                wait = (errand.start_at - clock.now()).total_seconds()
                if wait > 0:
                    await asyncio.sleep(wait)
                if self._closed.get(errand.connection.pk) != errand.connection.version:
                    exchange = await http.send(
                        errand.request,
                        http.Limits(total=errand.timeout),
                        ca_file=errand.account.settings.get("ca_file") or None,
                    )
                    if errand.connector.credential_refused(exchange):
                        self._closed[errand.connection.pk] = errand.connection.version
        finally:
            self.finished.put(Done(errand, exchange))

    def closed(self, connection: Connection, *, held: bool) -> bool:
        """Whether a refused credential keeps the lane shut.

        It opens when the connection was changed, or when its hold, once seen in the database, is there no more.
        """
        key = connection.pk
        if self._closed.get(key) != connection.version:
            self._confirmed.discard(key)
            return False
        if held:
            self._confirmed.add(key)
        elif key in self._confirmed:
            self._confirmed.discard(key)
            self._closed.pop(key, None)
            return False
        return True

    def _place(self, connection: Connection) -> asyncio.Semaphore:
        count = max(1, connection.concurrency)
        known = self._places.get(connection.pk)
        if known is None or known[0] != count:
            known = self._places[connection.pk] = (count, asyncio.Semaphore(count))
        return known[1]
