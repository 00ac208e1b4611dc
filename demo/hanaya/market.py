"""Customers who buy: the n-th purchase is the same for the same seed, whatever happened between."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from . import goods, people
from .records import Customer, Handover, Line, Order, Payment

if TYPE_CHECKING:
    from datetime import datetime

    from .store import Store

FIRST_NUMBER = 10000
NEW_CUSTOMER_SHARE = 0.35
GIFT_SHARE = 0.4
COUPON_SHARE = 0.1
COUPON = 500
TAX_PERCENT = 10


class Market:
    """Makes orders (and the customers behind them) and puts them into the store."""

    def __init__(self, store: Store, *, seed: int) -> None:
        self._store = store
        self._seed = seed

    def buy(self, *, now: datetime, at: str) -> Order:
        """The next purchase; `at` is its unique time as text, `now` the same moment."""
        serial = len(self._store.all(Order)) + 1
        rng = self.dice(f"order:{serial}")
        order = _order(rng, serial, self._buyer(rng, at), now=now, at=at)
        self._store.keep(order)
        return order

    def dice(self, purpose: str) -> random.Random:
        return random.Random(f"{self._seed}:{purpose}")  # noqa: S311 - flowers, not secrets

    def _buyer(self, rng: random.Random, at: str) -> Customer:
        known = len(self._store.all(Customer))
        if known == 0 or rng.random() < NEW_CUSTOMER_SHARE:
            customer = people.invent(known + 1, seed=self._seed, at=at)
            self._store.keep(customer)
            return customer
        return self._store.all(Customer)[f"c-{1001 + rng.randrange(known)}"]


def _order(rng: random.Random, serial: int, buyer: Customer, *, now: datetime, at: str) -> Order:
    lines = _lines(rng)
    subtotal = sum(line.total for line in lines)
    shipping = 0 if subtotal >= goods.FREE_SHIPPING_FROM else goods.SHIPPING
    discount = COUPON if rng.random() < COUPON_SHARE else 0
    tax = (subtotal + shipping - discount) * TAX_PERCENT // 100
    intervals = {good.sku: good.interval for good in goods.GOODS}
    return Order(
        id=f"o-{FIRST_NUMBER + serial}",
        number=f"HN-{FIRST_NUMBER + serial}",
        status="paid",
        customer_id=buyer.id,
        customer_name=buyer.name,
        currency="JPY",
        subtotal=subtotal,
        tax=tax,
        shipping=shipping,
        discount=discount,
        total=subtotal + shipping - discount + tax,
        lines=lines,
        payment=Payment(rng.choice(goods.PAYMENTS), "paid", at),
        delivery=_handover(rng, buyer, now),
        message_card=rng.choice(goods.CARDS),
        interval=next((intervals[line.sku] for line in lines if intervals[line.sku]), None),
        created_at=at,
        updated_at=at,
    )


def _lines(rng: random.Random) -> list[Line]:
    chosen = rng.sample(goods.GOODS, rng.choice((1, 1, 1, 2, 2, 3)))
    counts = [rng.choice((1, 1, 1, 2, 3)) for _ in chosen]
    return [
        Line(good.sku, good.name, count, good.price, good.price * count)
        for good, count in zip(chosen, counts, strict=True)
    ]


def _handover(rng: random.Random, buyer: Customer, now: datetime) -> Handover:
    gift = rng.random() < GIFT_SHARE
    day = now + timedelta(days=rng.randint(1, 10))
    return Handover(
        name=f"{rng.choice(people.FAMILIES)[0]} {rng.choice(people.GIVENS)[0]}" if gift else buyer.name,
        address=people.address(rng) if gift else buyer.address,
        date=day.date().isoformat(),
        slot=rng.choice(goods.SLOTS),
    )
