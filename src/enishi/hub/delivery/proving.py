"""One delivery made now, as a trial: whether it works again is proven by the very call that failed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from enishi.hub.delivery import lost
from enishi.hub.delivery.models import Delivery
from enishi.hub.sdk.call import Call
from enishi.hub.sdk.client import Client
from enishi.hub.sdk.outcome import CallFailed, Held, Later
from enishi.kernel import clock
from enishi.platform import jobs

STUCK = ("held", "failed")
LEASE = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Proof:
    """How a trial went; `exchange_id` is "" when nothing was sent."""

    ok: bool
    exchange_id: str = ""
    why: str = ""


def prove(delivery_id: str) -> Proof:
    """Make a held or failed delivery now, leased as every sender does.

    One that ended meanwhile counts as proven when it was delivered. One of unknown outcome, or one that is
    about to be sent anyway, is left to those who look after it: making it here could double it.
    """
    delivery = Delivery.objects.select_related("connection").filter(pk=delivery_id).first()
    if delivery is None:
        return Proof(ok=False, why="gone")
    if delivery.state == "unknown":
        with suppress(jobs.Again):
            lost.read_back({"delivery": delivery_id})
        delivery.refresh_from_db()
    if delivery.state == "delivered":
        return Proof(ok=True, exchange_id=delivery.last_exchange)
    before = delivery.state
    if before not in STUCK or not _lease(delivery):
        return Proof(ok=False, why=before)
    client = Client(delivery.connection, reference=delivery.id, trial=True)
    try:
        exchange_id = client.call(Call.from_dict(delivery.call)).exchange_id
    except CallFailed as failed:
        unknown = failed.verdict.action == "unknown"
        _end(delivery, state="unknown" if unknown else before, last_exchange=failed.exchange_id)
        return Proof(ok=False, exchange_id=failed.exchange_id, why=str(failed)[:200])
    except (Held, Later) as waiting:
        _end(delivery, state=before)
        return Proof(ok=False, why=str(waiting)[:200])
    _end(delivery, state="delivered", reason="", last_exchange=exchange_id, finished_at=clock.now())
    return Proof(ok=True, exchange_id=exchange_id)


def _lease(delivery: Delivery) -> bool:
    mine = Delivery.objects.filter(pk=delivery.pk, state__in=STUCK)
    return bool(
        mine.update(state="sending", leased_by=f"proof:{delivery.pk}", leased_until=clock.now() + LEASE)
    )


def _end(delivery: Delivery, **values: object) -> None:
    mine = Delivery.objects.filter(pk=delivery.pk, leased_by=f"proof:{delivery.pk}")
    mine.update(leased_by="", leased_until=None, **values)
