"""May a call leave now? Asked before every one, against the database, so that no cache is ever stale."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from enishi.hub.connections.models import Connection, Health, Hold, State
from enishi.hub.sdk.outcome import Held, Later
from enishi.kernel import clock

LONGEST_WAIT = 5.0
_Kept = dict[str, tuple[int, threading.BoundedSemaphore]]
_slots: _Kept = {}
_threads: _Kept = {}
_lock = threading.Lock()


def permit(connection_id: str, operation: str, *, trial: bool = False) -> Connection:
    """The connection as it is now, when a call of `operation` may leave.

    Args:
        connection_id: whose call.
        operation: its name in the manifest.
        trial: made to find out whether it works again (preflight, verification): holds and pauses do not bind it.

    Raises:
        Held: paused, off, or held.
        Later: told to stay away for a while, or the breaker is open.
        Connection.DoesNotExist: no such connection.
    """
    connection = Connection.objects.select_related("health").get(pk=connection_id)
    if trial:
        return connection
    if connection.state in {State.PAUSED, State.OFF}:
        raise Held(connection.reason or connection.state)
    hold = Hold.objects.filter(
        Q(operation="") | Q(operation=operation), connection=connection, lane="out"
    ).first()
    if hold:
        raise Held(hold.reason, credential=hold.reason == "credential")
    blocked = until_free(connection, clock.now())
    if blocked:
        raise Later(blocked, connection.health.blocked_why)
    return connection


def until_free(connection: Connection, now: datetime) -> float:
    """Seconds for which the other side, or our breaker, wants quiet; 0 for none."""
    health: Health | None = getattr(connection, "health", None)
    if health is None or health.blocked_until is None:
        return 0.0
    return max(0.0, (health.blocked_until - now).total_seconds())


def reserve(connection: Connection, count: int = 1) -> list[datetime]:
    """Starting times for the next `count` calls at the connection's rate, shared by all processes.

    Without a rate they may all start now.
    """
    now = clock.now()
    if connection.rate <= 0:
        return [now] * count
    step = timedelta(seconds=1 / connection.rate)
    with transaction.atomic():
        health, _ = Health.objects.select_for_update().get_or_create(connection_id=connection.pk)
        first = max(now, health.next_slot_at or now)
        Health.objects.filter(pk=health.pk).update(next_slot_at=first + step * count)
    return [first + step * position for position in range(count)]


def wait_for_slot(connection: Connection) -> None:
    """Sleep until the connection's rate allows one call.

    Raises:
        Later: when that would take longer than a few seconds.
    """
    wait = (reserve(connection)[0] - clock.now()).total_seconds()
    if wait > LONGEST_WAIT:
        raise Later(wait, "rate")
    if wait > 0:
        time.sleep(wait)


@contextmanager
def one_of(connection: Connection) -> Iterator[None]:
    """Hold one of the connection's places for calls at the same time in this process.

    Threads leave one place to deliveries where there are several, so that a long reading never starves them.
    """
    with _kept(_threads, connection, max(1, connection.concurrency - 1)), places(connection):
        yield


def places(connection: Connection) -> threading.BoundedSemaphore:
    """The places for calls at the same time, for threads and the event loop alike."""
    return _kept(_slots, connection, max(1, connection.concurrency))


def _kept(kept: _Kept, connection: Connection, count: int) -> threading.BoundedSemaphore:
    with _lock:
        known = kept.get(connection.pk)
        if known is None or known[0] != count:
            known = kept[connection.pk] = (count, threading.BoundedSemaphore(count))
        return known[1]
