"""From inbox items to changes in the CRM: read by the connector, applied with their events in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction

from enishi.hub.connections.models import Connection, Health
from enishi.hub.exchanges import recording
from enishi.hub.exchanges.models import ExchangeRow
from enishi.hub.inbox import ending
from enishi.hub.inbox.claiming import Leased
from enishi.hub.inbox.ending import Ending
from enishi.hub.sdk import commands
from enishi.hub.sdk.client import Client
from enishi.hub.sdk.inbound import Received
from enishi.kernel import clock
from enishi.kernel.exchange import Exchange, Request, Response
from enishi.platform import gathering, outbox, races

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Read:
    """An item after its connector read it: commands, or the error that came instead."""

    item: Leased
    commands: Sequence[commands.Command]
    row: ExchangeRow | None
    error: Exception | None = None

    @property
    def exchange_id(self) -> str:
        return self.row.id if self.row else self.item.exchange_id


class _LeaseLostError(Exception):
    pass


def read(item: Leased, connection: Connection) -> Read:
    """Have the connector say what the payload means; may call the vendor, so never inside a transaction."""
    row = None if item.exchange_id else _exchange(item)
    try:
        client = Client(connection, reference=f"in_{item.id}")
        received = Received(item.connection_id, item.event, item.headers, item.body, item.received_at)
        return Read(item, tuple(client.connector.commands(received, client)), row)
    except Exception as error:  # noqa: BLE001 - whatever a connector raises is this item's ending, not the batch's
        return Read(item, (), row, error)


def apply(batch: Sequence[Read], worker: str, stuck: set[str] | None = None) -> None:
    """Apply what was read, in order, all in one transaction; when that fails as a whole, one by one.

    `stuck` collects the orders whose item has to wait: later items of the same order are given back untouched.
    """
    waiting = set() if stuck is None else stuck
    before = set(waiting)
    try:
        with transaction.atomic(), gathering.gathered():
            done = [one for one in batch if _apply_or_end(one, worker, waiting)]
            if not ending.end_applied(worker, [_ended(one) for one in done]):
                raise _LeaseLostError
            _note_arrival(batch)
    except Exception as error:  # noqa: BLE001 - e.g. a deadlock: the careful way gives each item its own transaction
        log.warning("inbox batch failed, going one by one", items=len(batch), error=repr(error)[:500])
        waiting.clear()
        waiting |= before
        for one in batch:
            _alone(one, worker, waiting)


def _alone(one: Read, worker: str, stuck: set[str]) -> None:
    try:
        with transaction.atomic():  # what an item gathered is written with it, so that its errors are its own
            if _apply_or_end(one, worker, stuck) and not ending.end_applied(worker, [_ended(one)]):
                raise _LeaseLostError
    except _LeaseLostError:
        stuck.add(_order(one))
    except Exception as error:  # noqa: BLE001 - the lease ends by itself; the item is tried again
        stuck.add(_order(one))
        log.warning("inbox item could not be ended", item=one.item.id, error=repr(error)[:500])


def _apply_or_end(one: Read, worker: str, stuck: set[str]) -> bool:
    """Whether the item was applied and may be ended as such; any other ending is written."""
    if one.item.ordering and _order(one) in stuck:
        ending.end(one.item.id, worker, Ending("waiting", counted=False), exchange_id=one.item.exchange_id)
        return False
    error = one.error
    if error is None:
        try:
            races.settled(lambda: _applied(one))
        except Exception as refused:  # noqa: BLE001 - judged below
            error = refused
    if error is not None:
        item = one.item
        how = ending.of(error, attempt=item.attempt, now=clock.now(), received_at=item.received_at)
        _end(one, worker, how)
        if how.state in {"waiting", "held"}:
            stuck.add(_order(one))
    return error is None


def _order(one: Read) -> str:
    return f"{one.item.connection_id}:{one.item.ordering}"


def _applied(one: Read) -> None:
    if one.row:
        gathering.add(one.row)
    if one.commands:
        commands.apply(one.commands, commands.Source(one.item.connection_id, one.exchange_id))


def _ended(one: Read) -> tuple[int, str, str]:
    return one.item.id, "done" if one.commands else "skipped", one.exchange_id


def _end(one: Read, worker: str, how: Ending) -> None:
    if one.row:
        gathering.add(one.row)
    ours = ending.end(one.item.id, worker, how, exchange_id=one.exchange_id)
    log.info("inbox item not applied", item=one.item.id, state=how.state, reason=how.reason[:200])
    if ours and how.state == "quarantined":
        data = {
            "item": one.item.id,
            "event": one.item.event,
            "reason": how.reason,
            "exchange": one.exchange_id,
        }
        outbox.emit("inbox.quarantined", subject=one.item.connection_id, data=data, actor="system")


def _note_arrival(batch: Sequence[Read]) -> None:
    latest: dict[str, Any] = {}
    for one in batch:
        latest[one.item.connection_id] = max(
            one.item.received_at, latest.get(one.item.connection_id, one.item.received_at)
        )
    for connection_id, at in latest.items():
        Health.objects.filter(pk=connection_id).update(last_received_at=at)


def _exchange(item: Leased) -> ExchangeRow:
    request = Request(item.method, f"/in/{item.connection_id}", item.headers, item.body)
    exchange = Exchange(request, Response(202, (), b""), direction="in", started_at=item.received_at)
    return recording.row(
        exchange,
        ok=True,
        connection_id=item.connection_id,
        operation=item.event or "intake",
        reference=f"in_{item.id}",
    )
