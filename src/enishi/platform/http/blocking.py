"""The same calls for code that runs on threads: one event loop in the background serves them all."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

from enishi.kernel.exchange import Exchange, Request
from enishi.platform.http.client import Client, Limits

_T = TypeVar("_T")
_lock = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None
_thread: threading.Thread | None = None
_pid = 0
_clients: dict[str | None, Client] = {}


def loop() -> asyncio.AbstractEventLoop:
    """The background loop of this process, started at first use (again after a fork)."""
    global _loop, _pid, _thread  # noqa: PLW0603 - one loop a process is the point
    with _lock:
        if _loop is None or _pid != os.getpid():
            _clients.clear()
            _loop, _pid = asyncio.new_event_loop(), os.getpid()
            _thread = threading.Thread(target=_loop.run_forever, name="http", daemon=True)
            _thread.start()
        return _loop


def run(work: Coroutine[Any, Any, _T]) -> _T:
    """Run a coroutine on the background loop and wait for its result."""
    return asyncio.run_coroutine_threadsafe(work, loop()).result()


def call(request: Request, limits: Limits = Limits(), *, ca_file: str | None = None) -> Exchange:  # noqa: B008
    """One attempt at one call; see `Client.send`."""
    return run(send(request, limits, ca_file=ca_file))


async def send(request: Request, limits: Limits = Limits(), *, ca_file: str | None = None) -> Exchange:  # noqa: B008
    """As `call`, for coroutines that run on `loop()`."""
    client = _clients.get(ca_file)
    if client is None:
        client = _clients[ca_file] = Client(ca_file=ca_file)
    return await client.send(request, limits)


async def _close_all() -> None:
    for client in _clients.values():
        await client.close()
    _clients.clear()


def close() -> None:
    """Close pooled connections and end the background loop (at shutdown and after tests)."""
    global _loop  # noqa: PLW0603
    if _loop is None or _pid != os.getpid():
        return
    run(_close_all())
    _loop.call_soon_threadsafe(_loop.stop)
    if _thread:
        _thread.join()
    _loop.close()
    _loop = None
