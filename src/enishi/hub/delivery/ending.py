"""What becomes of deliveries after their attempt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from enishi.hub.calls import storing
from enishi.hub.calls.storing import Made
from enishi.hub.delivery import schedule
from enishi.hub.delivery.claiming import Leased
from enishi.hub.delivery.lanes import Done
from enishi.hub.delivery.models import Delivery, Subscription
from enishi.hub.sdk import hooks
from enishi.hub.sdk.outcome import Verdict
from enishi.kernel import clock
from enishi.platform import jobs, outbox

GONE = 410


def finish(batch: Sequence[Done], worker: str) -> None:
    """Record all attempts at once, then decide about those that failed, one by one."""
    unsent = [done.errand.leased for done in batch if done.exchange is None]
    made = [(done.errand.leased, _look_at(done)) for done in batch if done.exchange is not None]
    with transaction.atomic():
        storing.store([one for _, one in made])
        for leased, one in made:
            if one.ok:
                _end(
                    leased,
                    worker,
                    state="delivered",
                    reason="",
                    last_exchange=one.row.id,
                    finished_at=clock.now(),
                )
        for leased in unsent:
            put_back(leased, worker)
    for leased, one in made:
        if one.ok:
            hooks.current().on_succeeded_exchange(one.row, one.call)
        else:
            _failed(leased, one, worker)


def put_back(leased: Leased, worker: str) -> None:
    """As if it had not been claimed: no call was made."""
    _end(leased, worker, state="pending", attempts=leased.attempt - 1, next_at=clock.now())


def _look_at(done: Done) -> Made:
    errand = done.errand
    assert done.exchange is not None
    return storing.look_at(
        errand.connector,
        errand.connection,
        errand.account,
        errand.call,
        exchange=done.exchange,
        reference=errand.leased.id,
    )


def _failed(leased: Leased, made: Made, worker: str) -> None:
    verdict = storing.verdict(made)
    status = made.row.status
    with transaction.atomic():
        if status == GONE and leased.subscription_id:
            _subscription_gone(leased.subscription_id)
            _end(
                leased,
                worker,
                state="failed",
                reason="HTTP 410",
                last_exchange=made.row.id,
                finished_at=clock.now(),
            )
            return
        _decided(leased, made, verdict, worker)


def _decided(leased: Leased, made: Made, verdict: Verdict, worker: str) -> None:
    now = clock.now()
    values: dict[str, Any] = {"reason": verdict.reason[:2000], "last_exchange": made.row.id}
    match verdict.action:
        case "hold":
            _end(leased, worker, state="held", attempts=leased.attempt - 1, **values)
        case "unknown":
            _end(leased, worker, state="unknown", **values)
            jobs.enqueue("hub.read_back", {"delivery": leased.id}, key=f"read-back:{leased.connection_id}")
        case "fail" | "quarantine":
            _end(leased, worker, state="failed", finished_at=now, **values)
            _tell(leased, verdict.reason)
        case "retry":
            at = schedule.next_attempt(
                attempts=leased.attempt, asked=verdict.after, created_at=leased.created_at, now=now
            )
            if at is None:
                _end(leased, worker, state="failed", finished_at=now, **values)
                _tell(leased, verdict.reason)
            else:
                counted = leased.attempt if verdict.after is None else leased.attempt - 1
                _end(leased, worker, state="pending", next_at=at, attempts=counted, **values)


def _subscription_gone(subscription_id: str) -> None:
    """The receiver said 410: it wants no more, now or later."""
    Subscription.objects.filter(pk=subscription_id).update(state="gone", changed_at=clock.now())
    waiting = Delivery.objects.filter(subscription_id=subscription_id, state__in=("pending", "held"))
    waiting.update(state="failed", reason="HTTP 410", finished_at=clock.now())


def _end(leased: Leased, worker: str, **values: Any) -> None:
    mine = Delivery.objects.filter(id=leased.id, leased_by=worker, state="sending")
    mine.update(leased_by="", leased_until=None, **values)


def _tell(leased: Leased, reason: str) -> None:
    data = {"delivery": leased.id, "operation": leased.operation, "reason": reason}
    outbox.emit("delivery.failed", subject=leased.connection_id, data=data, actor="system")
