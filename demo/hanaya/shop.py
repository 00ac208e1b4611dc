"""The shop itself: what happens in it, and who is told."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from . import goods, people, times
from .breakages.desk import Desk
from .breakages.effects import Lasting
from .clock import Clock
from .contract.schemas import STATUSES
from .keyring import Keyring
from .ledger import Ledger
from .market import Market
from .records import Customer, Event, Order, Refund, Subscription
from .sender import Sender
from .store import Store
from .views import view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .breakages.model import Running
    from .options import Options

HISTORY_STEP = timedelta(minutes=37)
NEXT_STATUS = {"paid": "preparing", "preparing": "shipped", "shipped": "delivered"}
AGES = (("delivered", 15), ("shipped", 8), ("preparing", 4), ("paid", 0))  # so many orders came later
PROGRESS_SHARE = 0.5
MOVE_SHARE = 0.1
REFUND_SHARE = 0.06
FORMS = ("number-as-text", "required-field-added", "field-renamed")


class Shop:
    """State and rules; knows nothing of HTTP.

    Must be made inside a running event loop.
    """

    def __init__(self, options: Options) -> None:
        self.options = options
        self.clock = Clock()
        self.store = Store(options.file)
        self.ledger = Ledger()
        self.lasting = Lasting(self)
        self.desk = Desk(clock=self.clock.text, started=self.lasting.start, mended=self.lasting.mend)
        self.keys = Keyring(
            self.store, seed=options.seed, clock=self.clock.text, token_seconds=options.token_seconds
        )
        self.market = Market(self.store, seed=options.seed)
        self.sender = Sender(self.store, self.desk, self.ledger, options, clock=self.clock.text)
        self.epoch = secrets.token_hex(4)  # two shops with the same seed never share a message id
        self._told = 0
        if not self.store.all(Order):
            self._open_with_history()

    def changes(self) -> frozenset[str]:
        """The changes of form that are in force, e.g. "field-renamed:requests"."""
        found = (self.desk.on(slug) for slug in FORMS)
        return frozenset(_change(running) for running in found if running)

    def buy(self, count: int = 1) -> list[Order]:
        """Up to `count` purchases, as far as `max_orders` allows, and what follows from them."""
        bought = []
        with self.store.batch():
            for _ in range(count):
                if self.full():
                    break
                bought.append(self._one_purchase())
        return bought

    def full(self) -> bool:
        return self.options.max_orders is not None and len(self.store.all(Order)) >= self.options.max_orders

    def progress(self, order: Order, status: str | None = None) -> None:
        """Move an order on by one status, or to the one given."""
        order.status = status or NEXT_STATUS.get(order.status, order.status)
        assert order.status in STATUSES
        self.changed(order)

    def changed(self, record: Order | Customer) -> None:
        """Store a change and tell it."""
        record.updated_at = self.clock.text()
        self.store.keep(record)
        self.tell("order.updated" if isinstance(record, Order) else "customer.updated", record.id)

    def move(self, customer: Customer, purpose: str) -> None:
        """A customer moves house."""
        customer.address = people.address(self.market.dice(purpose))
        self.changed(customer)

    def refund(self, order: Order, *, amount: int | None = None, reason: str = goods.REASONS[0]) -> Refund:
        """Give money back: all that is left, unless an amount is named."""
        left = order.total - sum(refund.amount for refund in order.refunds)
        given = Refund(
            id=f"r-{order.id[2:]}-{len(order.refunds) + 1}",
            order_id=order.id,
            amount=min(left, amount or left),
            reason=reason,
            created_at=self.clock.text(),
        )
        order.refunds.append(given)
        order.status = "refunded" if given.amount == left else order.status
        order.updated_at = given.created_at
        self.store.keep(given)
        self.store.keep(order)
        self.tell("refund.created", given.id)
        return given

    def tell(self, kind: str, subject_id: str) -> None:
        """Tell everyone who subscribed to this type of event."""
        self._told += 1
        event = Event(f"msg_{self.epoch}_{self._told}", kind, subject_id, self.clock.text())
        self.ledger.events[kind] += 1
        self.desk.strike("webhook-dropped")
        late = self.desk.strike("out-of-order") if kind == "order.created" else None
        for subscription in list(self.store.all(Subscription).values()):
            if subscription.status == "enabled" and kind in subscription.events:
                self._send(subscription, event, delay=late.wait if late else 0.0)
        if late:
            self.progress(self.store.all(Order)[subject_id])

    def _send(self, subscription: Subscription, event: Event, *, delay: float) -> None:
        body = msgspec.json.encode(
            {"type": event.type, "timestamp": event.timestamp, "data": self._data(subscription, event)}
        ).decode()
        self.sender.take(subscription, event, body, message_id=event.id, delay=delay)
        twice = self.desk.strike("duplicate-deliveries")
        if twice:
            again = event.id + "b" if twice.variant == "new-id" else event.id
            self.sender.take(subscription, event, body, message_id=again, delay=delay)

    def _data(self, subscription: Subscription, event: Event) -> dict[str, Any]:
        if subscription.body == "thin":
            return {"id": event.subject_id}
        kinds: Mapping[str, type[Any]] = {"order": Order, "customer": Customer, "refund": Refund}
        record = self.store.all(kinds[event.type.partition(".")[0]])[event.subject_id]
        return view(record, version="v2", changes=self.changes())

    def _one_purchase(self) -> Order:
        now = self.clock.now()
        order = self.market.buy(now=now, at=times.text(now))
        self.tell("order.created", order.id)
        self._what_follows(order)
        return order

    def _what_follows(self, order: Order) -> None:
        dice = self.market.dice(f"follow:{order.id}")
        orders = self.store.all(Order)
        earlier = orders[f"o-{dice.randint(10001, int(order.id[2:]))}"]
        if dice.random() < PROGRESS_SHARE and earlier.status in NEXT_STATUS:
            self.progress(earlier)
        if dice.random() < MOVE_SHARE:
            self.move(self.store.all(Customer)[order.customer_id], f"move:{order.id}")
        if dice.random() < REFUND_SHARE and not earlier.refunds:
            self.refund(earlier, reason=dice.choice(goods.REASONS))

    def _open_with_history(self) -> None:
        count = self.options.history
        if self.options.max_orders is not None:
            count = min(count, self.options.max_orders)
        opened = datetime.now(UTC)
        with self.store.batch():
            for step in range(count, 0, -1):
                moment = opened - HISTORY_STEP * step
                order = self.market.buy(now=moment, at=times.text(moment))
                order.status = _status_by_age(step)
                self.store.keep(order)


def _status_by_age(orders_since: int) -> str:
    return next(status for status, newest in AGES if orders_since >= newest)


def _change(running: Running) -> str:
    slug = running.breakage.slug
    return f"{slug}:{running.variant}" if running.variant else slug
