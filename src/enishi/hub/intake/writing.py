"""Group commit: one thread writes what all requests hand it; alone, a request is committed at once."""

from __future__ import annotations

import asyncio
import queue
import threading
from dataclasses import dataclass

import structlog

from enishi.hub.intake import bare

log = structlog.get_logger()
BATCH = 500
WAITING = 20_000


@dataclass(frozen=True, slots=True)
class _Waiting:
    row: bare.Row
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[None]


class Writer:
    """Use `write` from any event loop; it returns after the commit and raises when there was none."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._start = threading.Lock()

    async def write(self, row: bare.Row) -> None:
        """Store one row durably.

        Raises:
            Exception: whatever the database said; nothing of the row is stored.
        """
        if self._queue.qsize() > WAITING:
            raise OverflowError("the intake queue is full")
        self._running()
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._queue.put(_Waiting(row, loop, done))
        await done

    def close(self) -> None:
        """Write what waits, then end the thread."""
        with self._start:
            if self._thread:
                self._queue.put(None)
                self._thread.join()
                self._thread = None

    def _running(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            with self._start:
                if self._thread is None or not self._thread.is_alive():
                    self._thread = threading.Thread(target=self._work, name="intake", daemon=True)
                    self._thread.start()

    def _work(self) -> None:
        store: bare.Bare | None = None
        ended = False
        while not ended:
            batch, ended = self._next()
            if not batch:
                continue
            try:
                store = store or bare.connect()
                store.insert([waiting.row for waiting in batch])
            except Exception as error:  # noqa: BLE001 - every fault must reach the callers as their 503
                log.warning("intake could not commit", rows=len(batch), error=repr(error)[:500])
                _tell(batch, error)
                _close(store)
                store = None
            else:
                _tell(batch, None)
        _close(store)

    def _next(self) -> tuple[list[_Waiting], bool]:
        """What waits now, at least one row; and whether to end after it."""
        batch: list[_Waiting] = []
        item = self._queue.get()
        while item is not None:
            batch.append(item)
            if len(batch) == BATCH:
                return batch, False
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return batch, False
        return batch, True


def _tell(batch: list[_Waiting], error: Exception | None) -> None:
    """Answer all waiting requests, with one wake-up a loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[asyncio.Future[None]]] = {}
    for waiting in batch:
        by_loop.setdefault(waiting.loop, []).append(waiting.done)
    for loop, futures in by_loop.items():
        try:
            loop.call_soon_threadsafe(_settle, futures, error)
        except RuntimeError:  # the loop has closed; its callers are gone, the rows are stored
            continue


def _settle(futures: list[asyncio.Future[None]], error: Exception | None) -> None:
    for future in futures:
        if not future.done():
            if error:
                future.set_exception(error)
            else:
                future.set_result(None)


def _close(store: bare.Bare | None) -> None:
    if store:
        try:
            store.close()
        except Exception as error:  # noqa: BLE001 - the connection is being thrown away
            log.debug("closing a broken connection", error=repr(error)[:200])
