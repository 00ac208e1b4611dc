"""The inbox's turn in a worker. Connections whose items need calls are worked on beside, so that none waits for another."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import structlog
from django.db import close_old_connections, connection

from enishi.hub.connections.models import Connection
from enishi.hub.inbox import applying, claiming
from enishi.hub.inbox.claiming import Leased
from enishi.hub.sdk.registry import UnknownConnectorError, manifest
from enishi.kernel import clock
from enishi.platform import jobs
from enishi.platform.jobs.worker import worker_name

log = structlog.get_logger()
BATCH = 100
LEASE = timedelta(seconds=6)
BEAT = 1.5
"""Seconds between renewals: a worker that was killed holds its items up for a few seconds only."""
SIDE_LANES = 32


class Pump:
    """One worker's inbox loop."""

    def __init__(self) -> None:
        self.name = worker_name()
        self._side = ThreadPoolExecutor(SIDE_LANES, thread_name_prefix="inbox")
        self._busy: set[str] = set()
        self._lock = threading.Lock()

    def turn(self, *, wait: bool = False) -> int:
        """Apply what is due; returns how many items were taken. `wait` also for the side lanes (tests)."""
        now = clock.now()
        if not claiming.something_due(now):
            return 0
        with self._lock:
            busy = sorted(self._busy)
        claiming.set_aside(now=now, count=1000)
        items = claiming.claim(worker=self.name, count=BATCH, now=now, until=now + LEASE, busy=busy)
        here, aside = self._sorted(items)
        if here:
            with self._beating({of.pk for _, of in here}):
                applying.apply([applying.read(item, of) for item, of in here], self.name)
        futures = [self._side.submit(self._fetching, of, group) for of, group in aside]
        if wait:
            for future in futures:
                future.result()
        return len(items)

    def _sorted(
        self, items: Sequence[Leased]
    ) -> tuple[list[tuple[Leased, Connection]], list[tuple[Connection, list[Leased]]]]:
        known = Connection.objects.in_bulk({item.connection_id for item in items})
        here: list[tuple[Leased, Connection]] = []
        aside: dict[str, list[Leased]] = {}
        for item in items:
            of = known.get(item.connection_id)
            if of is None:
                log.warning("inbox item of a connection that is gone", item=item.id)
            elif _fetches(of):
                aside.setdefault(of.pk, []).append(item)
            else:
                here.append((item, of))
        with self._lock:
            self._busy |= aside.keys()
        return here, [(known[key], group) for key, group in aside.items()]

    def _fetching(self, of: Connection, items: list[Leased]) -> None:
        """Items of one connection that need calls, one after the other, each applied as soon as it was read."""
        try:
            close_old_connections()
            stuck: set[str] = set()
            with self._beating({of.pk}):
                for item in items:
                    applying.apply([applying.read(item, of)], self.name, stuck)
        except Exception as error:  # noqa: BLE001 - leases end by themselves
            log.warning("inbox lane stumbled", connection=of.pk, error=repr(error)[:500])
        finally:
            with self._lock:
                self._busy.discard(of.pk)
            connection.close()

    @contextmanager
    def _beating(self, keys: Collection[str]) -> Iterator[None]:
        """Renew our leases on the items of some connections for as long as the block takes."""
        over = threading.Event()
        beat = threading.Thread(target=self._beat, args=(keys, over), name="inbox-beat", daemon=True)
        beat.start()
        try:
            yield
        finally:
            over.set()
            beat.join()

    def _beat(self, keys: Collection[str], over: threading.Event) -> None:
        while not over.wait(BEAT):
            try:
                for key in keys:
                    claiming.renew(self.name, connection_id=key, until=clock.now() + LEASE)
            except Exception as error:  # noqa: BLE001 - the next beat tries again; a lost lease has no second effect
                log.warning("inbox heartbeat missed", error=repr(error)[:300])
        connection.close()


def _fetches(of: Connection) -> bool:
    try:
        return manifest(of.connector).fetches
    except UnknownConnectorError:
        return False


_pump: list[Pump] = []


@jobs.pump("inbox")
def turn() -> int:
    if not _pump:
        _pump.append(Pump())
    return _pump[0].turn()


def run_all(*, limit: int = 100) -> int:
    """Apply everything that is due, in this thread and its lanes; for tests and one-off commands."""
    pump, total = Pump(), 0
    for _ in range(limit):
        taken = pump.turn(wait=True)
        if not taken:
            return total
        total += taken
    return total


@jobs.every(timedelta(seconds=10), name="hub.free_held")
def free_held(_payload: dict[str, Any]) -> None:
    claiming.free_again(now=clock.now())
