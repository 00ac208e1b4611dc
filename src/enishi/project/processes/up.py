"""`enishi up`: everything on one machine, in the foreground, until it is told to stop."""

from __future__ import annotations

import fcntl
import os
import signal
import threading
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

from enishi.platform import logs
from enishi.platform.config import options
from enishi.project.processes.children import Child

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

GRACE = 15.0
LOOK_EVERY = 0.2


class AlreadyUpError(RuntimeError):
    """Another `enishi up` runs on the same home; the message is its process id."""


class Lock:
    """Held while this home is up; it falls with the process, however that ends."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._file = (home / "up.lock").open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._file.seek(0)
            raise AlreadyUpError(self._file.read().strip()) from error
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()


def run(children: list[Child], *, ready: Callable[[], None]) -> None:
    """Keep `children` going until SIGINT or SIGTERM; `ready` is called once pages answer."""
    logs.configure()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    life, held = os.pipe()
    announced = _announcing(ready)
    try:
        while not stop.is_set():
            for child in children:
                child.look_after(life)
            next(announced, None)
            stop.wait(LOOK_EVERY)
    finally:
        for child in children:
            child.ask_to_stop()
        until = time.monotonic() + GRACE
        for child in children:
            child.wait(until)
        os.close(held)
        os.close(life)


def own_children() -> list[Child]:
    return [Child.of_ours("web", "web"), Child.of_ours("worker", "worker")]


def local_address() -> str:
    """Where this machine reaches the pages."""
    host = options.value("ENISHI_HOST")
    return f"http://{'127.0.0.1' if host in {'0.0.0.0', '::'} else host}:{options.value('ENISHI_PORT')}"  # noqa: S104


def _announcing(ready: Callable[[], None]) -> Iterator[None]:
    """Ask for the pages at each step; say that they are there, once."""
    while not _answers(f"{local_address()}/health/live"):
        yield
    ready()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)  # noqa: PLR2004
    except (urllib.error.URLError, OSError):
        return False
