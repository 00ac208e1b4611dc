"""The deliveries' turn in a worker: finish what came back, claim a few for each free destination, send.

The network part runs on the event loop in `lanes`; a turn never waits for it.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from enishi.hub.calls import building, gates, refusals
from enishi.hub.connections.accounts import account
from enishi.hub.connections.models import Connection, Hold, State
from enishi.hub.delivery import claiming, ending, lost
from enishi.hub.delivery.lanes import Errand, Lanes
from enishi.hub.delivery.models import Delivery
from enishi.hub.sdk.call import Account, Call
from enishi.hub.sdk.connector import Connector
from enishi.hub.sdk.outcome import Held
from enishi.hub.sdk.registry import connector
from enishi.kernel import clock
from enishi.platform import jobs
from enishi.platform.jobs.worker import worker_name

log = structlog.get_logger()
LEASE = timedelta(minutes=3)
AHEAD = 4
"""Leased ahead of a destination's places when no credential could be wasted, so that places never stand idle."""
SWEEP = 5.0


class Engine:
    """One worker's deliveries."""

    def __init__(self) -> None:
        self.name = worker_name()
        self.lanes = Lanes()
        self._swept = 0.0

    def turn(self) -> int:
        """One turn; returns how many deliveries moved."""
        done = self.lanes.drain()
        if done:
            ending.finish(done, self.name)
        if time.monotonic() - self._swept > SWEEP:
            self._swept = time.monotonic()
            lost.take_up(clock.now())
        return len(done) + self._send_more()

    def _send_more(self) -> int:
        waiting = claiming.destinations()
        if not waiting:
            return 0
        now = clock.now()
        busy = claiming.sending(now)
        known = {row.pk: row for row in Connection.objects.select_related("health").filter(pk__in=waiting)}
        held = set(
            Hold.objects.filter(connection_id__in=waiting, lane="out").values_list("connection_id", flat=True)
        )
        return sum(
            self._destination(of, now, on_way=busy.get(key, 0), held=key in held) for key, of in known.items()
        )

    def _destination(self, of: Connection, now: datetime, *, on_way: int, held: bool) -> int:
        shut = refusals.known(of)
        if held or of.state in {State.PAUSED, State.OFF}:
            claiming.set_aside(of.pk, now=now)
        room = _room(of, on_way)
        if shut or room <= 0 or gates.until_free(of, now):
            return 0
        with transaction.atomic():
            leased = claiming.claim(of.pk, worker=self.name, count=room, now=now, until=now + LEASE)
        if leased:
            self._start(of, leased)
        return len(leased)

    def _start(self, of: Connection, leased: list[claiming.Leased]) -> None:
        try:
            made, opened = connector(of.connector), account(of)
        except Exception as error:  # noqa: BLE001 - secrets that do not open, a grant that ended: none can be sent
            log.warning("deliveries held", connection=of.pk, error=repr(error)[:300])
            ids = [one.id for one in leased]
            reason = str(error)[:500] if isinstance(error, Held) else repr(error)[:500]
            Delivery.objects.filter(id__in=ids).update(
                state="held", leased_by="", leased_until=None, reason=reason
            )
            return
        for one, start_at in zip(leased, gates.reserve(of, len(leased)), strict=True):
            errand = self._errand(one, of, made, opened, start_at=start_at)
            if errand:
                self.lanes.send(errand)

    def _errand(
        self, one: claiming.Leased, of: Connection, made: Connector, opened: Account, *, start_at: datetime
    ) -> Errand | None:
        try:
            call = Call.from_dict(one.call)
            request = building.request(made, of, opened, call)
            timeout = made.manifest.operation(call.operation).timeout
        except Exception as error:  # noqa: BLE001 - a call that cannot even be built concerns this delivery alone
            log.warning("delivery cannot be built", delivery=one.id, error=repr(error)[:300])
            Delivery.objects.filter(id=one.id).update(
                state="failed",
                reason=repr(error)[:2000],
                leased_by="",
                leased_until=None,
                finished_at=clock.now(),
            )
            return None
        return Errand(one, of, made, opened, call, request, start_at, timeout)


def _room(of: Connection, on_way: int) -> int:
    """How many more may be leased for a destination now."""
    places = max(1, of.concurrency)
    free_of_credentials = connector(of.connector).manifest.auth == ("none",)
    room = places * (AHEAD if free_of_credentials else 1) - on_way
    return min(room, max(1, int(of.rate * 2))) if of.rate > 0 else room


_engine: list[Engine] = []


@jobs.pump("deliveries")
def turn() -> int:
    if not _engine:
        _engine.append(Engine())
    return _engine[0].turn()


def run_all(*, seconds: float = 10.0) -> int:
    """Send everything that is due and wait for the answers; for tests and one-off commands."""
    engine, moved, end = Engine(), 0, time.monotonic() + seconds
    while time.monotonic() < end:
        now = engine.turn()
        moved += now
        if not now and not engine.lanes.on_way:
            return moved
        if not now:
            time.sleep(0.005)
    return moved
