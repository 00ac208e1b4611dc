"""Pumps: work that a worker asks for again and again in a thread of its own (events, inbox, deliveries)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import structlog
from django.db import close_old_connections, connection

log = structlog.get_logger()
IDLE, LONGEST_IDLE = 0.02, 0.2
AFTER_ERROR = 1.0
Pump = Callable[[], int]
_F = TypeVar("_F", bound=Callable[..., int])
PUMPS: dict[str, Pump] = {}


def pump(name: str) -> Callable[[_F], _F]:
    """Register a function that does some waiting work and returns how much it did (0: nothing waits)."""

    def register(work: _F) -> _F:
        PUMPS[name] = work
        return work

    return register


def start(stop: threading.Event) -> list[threading.Thread]:
    """Run every pump in its own thread until `stop` is set."""
    threads = [
        threading.Thread(target=_turn, args=(name, work, stop), name=f"pump-{name}", daemon=True)
        for name, work in PUMPS.items()
    ]
    for thread in threads:
        thread.start()
    return threads


def _turn(name: str, work: Pump, stop: threading.Event) -> None:
    pause = IDLE
    while not stop.is_set():
        try:
            close_old_connections()
            if work():
                pause = IDLE
            else:
                stop.wait(pause)
                pause = min(pause * 2, LONGEST_IDLE)
        except Exception as error:  # noqa: BLE001 - a pump goes on whatever one turn meets
            log.warning("pump stumbled", pump=name, error=repr(error)[:500])
            stop.wait(AFTER_ERROR)
    connection.close()
