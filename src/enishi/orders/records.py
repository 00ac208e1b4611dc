"""An order as the pages read it: the API's own document, parsed once into typed values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from enishi.orders import queries
from enishi.platform.refusals import not_found


class Line(msgspec.Struct, frozen=True):
    sku: str
    name: str
    quantity: float
    unit_price: int
    tax_rate: float | None
    total: int


class Money(msgspec.Struct, frozen=True):
    """A payment or a refund."""

    external_id: str
    amount: int
    at: datetime
    method: str = ""
    reason: str = ""


class Change(msgspec.Struct, frozen=True):
    before: str
    after: str
    actor: str
    at: datetime


class Record(msgspec.Struct, frozen=True):
    """One order with everything that its page shows."""

    id: str
    customer_id: str | None
    source: str
    external_id: str
    number: str
    status: str
    currency: str
    subtotal: int
    discount: int
    shipping: int
    tax: int
    total: int
    paid: int
    refunded: int
    note: str
    custom: dict[str, Any]
    lines: list[Line]
    payments: list[Money]
    refunds: list[Money]
    history: list[Change]
    placed_at: datetime
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def title(self) -> str:
        """The number that people know it by."""
        return self.number or self.external_id or self.id

    @property
    def due(self) -> int:
        """What is still to be paid."""
        return max(self.total - self.paid, 0)


_decoder = msgspec.json.Decoder(Record)


def read(order_id: str) -> Record:
    """One order.

    Raises:
        EnishiError: not-found.
    """
    found = queries.get(order_id)
    if found is None:
        raise not_found(order_id)
    return _decoder.decode(found[1])
