"""Sends webhooks as the Standard Webhooks specification says: signed, repeated, and ended by 410."""

from __future__ import annotations

import asyncio
import heapq
import logging
import time
from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import aiohttp
from standardwebhooks.webhooks import Webhook

from .records import Delivery, Event, Subscription

if TYPE_CHECKING:
    from collections.abc import Callable

    from .breakages.desk import Desk
    from .ledger import Ledger
    from .options import Options
    from .store import Store

FINISHED_KEPT = 5000
GONE = 410
BUSY = (429, 503)
LONGEST_PAUSE = 600.0
log = logging.getLogger("hanaya")


class Sender:
    """Takes deliveries and sees each to its end: acknowledged, failed or abandoned."""

    def __init__(
        self, store: Store, desk: Desk, ledger: Ledger, options: Options, *, clock: Callable[[], str]
    ) -> None:
        self._store = store
        self._desk = desk
        self._ledger = ledger
        self._options = options
        self._clock = clock
        self._due: list[tuple[float, int, str]] = []
        self._serial = 0
        self._finished: deque[Delivery] = deque()
        self._wake = asyncio.Event()
        self._slots = asyncio.Semaphore(options.senders)
        self._under_way: set[asyncio.Task[None]] = set()
        for delivery in store.all(Delivery).values():
            if delivery.status == "pending":
                self._plan(delivery)
            else:
                self._finished.append(delivery)

    def take(
        self, subscription: Subscription, event: Event, body: str, *, message_id: str, delay: float
    ) -> None:
        """Send an event to a subscription, `delay` seconds from now."""
        delivery = Delivery(
            id=f"{message_id}:{subscription.id}:{self._serial}",
            subscription_id=subscription.id,
            message_id=message_id,
            event=event,
            body=body,
            status="pending",
            due=time.time() + delay,
        )
        self._store.keep(delivery)
        self._ledger.webhooks["created"] += 1
        self._plan(delivery)

    def pending(self) -> int:
        return len(self._due) + len(self._under_way)

    async def run(self) -> None:
        """Work until cancelled."""
        timeout = aiohttp.ClientTimeout(total=self._options.delivery_timeout)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            try:
                while True:
                    await self._wait_for_work()
                    await self._slots.acquire()
                    self._dispatch(session)
            finally:
                for task in self._under_way:
                    task.cancel()
                await asyncio.gather(*self._under_way, return_exceptions=True)

    def _plan(self, delivery: Delivery) -> None:
        self._serial += 1
        heapq.heappush(self._due, (delivery.due, self._serial, delivery.id))
        self._wake.set()

    async def _wait_for_work(self) -> None:
        while not self._due or self._due[0][0] > time.time():
            self._wake.clear()
            pause = self._due[0][0] - time.time() if self._due else None
            try:
                await asyncio.wait_for(self._wake.wait(), pause)
            except TimeoutError:
                continue

    def _dispatch(self, session: aiohttp.ClientSession) -> None:
        _, _, key = heapq.heappop(self._due)
        delivery = self._store.all(Delivery)[key]
        task = asyncio.create_task(self._attempt(session, delivery))
        self._under_way.add(task)
        task.add_done_callback(self._finish_task)

    def _finish_task(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._slots.release()
        if not task.cancelled() and (error := task.exception()):
            log.error("a webhook could not be sent", exc_info=error)

    async def _attempt(self, session: aiohttp.ClientSession, delivery: Delivery) -> None:
        subscription = self._store.all(Subscription).get(delivery.subscription_id)
        if subscription is None or subscription.status != "enabled":
            self._end(delivery, "abandoned")
            return
        self._desk.strike("webhook-secret-rotated")
        delivery.attempts += 1
        self._ledger.webhooks["attempts"] += 1
        status, answer, pause = await _post(session, subscription, delivery)
        delivery.answer = answer
        if status is not None and 200 <= status < 300:  # noqa: PLR2004 - a class of statuses
            self._acknowledged(subscription, delivery)
        else:
            self._refused(subscription, delivery, gone=status == GONE, pause=pause)

    def _acknowledged(self, subscription: Subscription, delivery: Delivery) -> None:
        self._end(delivery, "acknowledged")
        if subscription.failures:
            subscription.failures = 0
            self._keep(subscription)

    def _refused(self, subscription: Subscription, delivery: Delivery, *, gone: bool, pause: float) -> None:
        self._ledger.webhooks["refusals"] += 1
        subscription.failures += 1
        if gone or subscription.failures >= self._options.disable_after:
            subscription.status = "disabled"
        self._keep(subscription)
        planned = self._options.retries[delivery.attempts - 1 : delivery.attempts]
        if subscription.status == "disabled" or not planned:
            self._end(delivery, "abandoned" if subscription.status == "disabled" else "failed")
            return
        delivery.due = time.time() + max(planned[0], pause)
        self._store.keep(delivery)
        self._plan(delivery)

    def _keep(self, subscription: Subscription) -> None:
        if subscription.id in self._store.all(Subscription):
            self._store.keep(subscription)

    def _end(self, delivery: Delivery, status: str) -> None:
        delivery.status = status
        delivery.finished_at = self._clock()
        self._ledger.webhooks[status] += 1
        self._store.keep(delivery)
        self._finished.append(delivery)
        if len(self._finished) > FINISHED_KEPT:
            self._store.drop(self._finished.popleft())


async def _post(
    session: aiohttp.ClientSession, subscription: Subscription, delivery: Delivery
) -> tuple[int | None, str, float]:
    """Status (None without an answer), what came back in words, and the pause that was asked for."""
    moment = datetime.now(UTC)
    signature = Webhook(subscription.secret).sign(delivery.message_id, moment, delivery.body)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Hanaya-Webhooks/2.4",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": signature,
    }
    try:
        async with session.post(
            subscription.url, data=delivery.body.encode(), headers=headers, allow_redirects=False
        ) as answer:
            return answer.status, str(answer.status), _pause(answer)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return None, type(error).__name__, 0.0


def _pause(answer: aiohttp.ClientResponse) -> float:
    wanted = answer.headers.get("Retry-After", "")
    if answer.status not in BUSY or not wanted.isdigit():
        return 0.0
    return min(float(wanted), LONGEST_PAUSE)
