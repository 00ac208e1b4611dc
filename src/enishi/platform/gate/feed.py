"""New events from the outbox, read once a process for all who listen."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec
import structlog
from django.db import close_old_connections, connection

from enishi.platform.outbox.models import Event

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY = 0.25
BEHIND = 200  # events may be committed in another order than they were numbered
MOST_MESSAGES = 500
COLUMNS = ("seq", "id", "kind", "subject", "customer_id", "occurred_at")
T = TypeVar("T")
log = structlog.get_logger(__name__)


class Message(NamedTuple):
    """One event as listeners get it."""

    seq: int
    kind: str
    data: bytes


Queue = asyncio.Queue[Message | None]


class Feed:
    """The listeners of one process and the watcher that feeds them."""

    def __init__(self) -> None:
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="events")
        self._listeners: set[Queue] = set()
        self._watcher: asyncio.Task[None] | None = None
        self._last = 0
        self._told: set[int] = set()

    async def listen(self) -> Queue:
        """A queue of messages from now on; None in it means: end the stream."""
        queue: Queue = asyncio.Queue(MOST_MESSAGES)
        self._listeners.add(queue)
        if self._watcher is None or self._watcher.done():
            self._watcher = asyncio.create_task(self._watch())
            self._last = await self.read(newest)
            self._told = {message.seq for message in await self.read(lambda: after(self._last - BEHIND))}
        return queue

    def leave(self, queue: Queue) -> None:
        self._listeners.discard(queue)

    async def read(self, question: Callable[[], T]) -> T:
        """Ask the database on the feed's own thread."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, _fresh, question)

    async def stop(self) -> None:
        """End every stream and the watcher."""
        for queue in list(self._listeners):
            self._end(queue)
        if self._watcher is not None:
            self._watcher.cancel()
        await self.read(lambda: connection.close())  # noqa: PLW0108 - the connection is the thread's own
        self._reader.shutdown(wait=True)

    async def _watch(self) -> None:
        while self._listeners:
            await asyncio.sleep(EVERY)
            try:
                self._tell(await self.read(lambda: after(self._last - BEHIND)))
            except Exception as error:  # noqa: BLE001 - the database may be away for a while
                log.warning("events.not_read", error=repr(error)[:200])

    def _tell(self, found: list[Message]) -> None:
        for message in found:
            if message.seq in self._told:
                continue
            for queue in list(self._listeners):
                if queue.full():
                    self._end(queue)
                else:
                    queue.put_nowait(message)
        self._last = max((self._last, *(message.seq for message in found)))
        self._told = {
            seq for seq in self._told | {message.seq for message in found} if seq > self._last - BEHIND
        }

    def _end(self, queue: Queue) -> None:
        """Let a listener that cannot keep up come again; it tells then what it heard last."""
        self.leave(queue)
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)


def newest() -> int:
    """The number of the newest event, 0 when there is none."""
    return Event.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def after(seq: int, *, most: int = BEHIND * 5) -> list[Message]:
    """Events with a higher number, oldest first."""
    rows = Event.objects.filter(seq__gt=seq).order_by("seq").values(*COLUMNS)[:most]
    return [Message(row["seq"], row["kind"], msgspec.json.encode(row)) for row in rows]


def _fresh(question: Callable[[], T]) -> T:
    close_old_connections()
    return question()
