"""What may be written of an order."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict


class LineFields(TypedDict, total=False):
    sku: str
    name: str
    quantity: float
    unit_price: int
    tax_rate: float | None
    total: int


class MoneyFields(TypedDict, total=False):
    """A payment (with method) or a refund (with reason); `external_id` makes a repeat harmless."""

    external_id: str
    amount: int
    method: str
    reason: str
    at: datetime


class OrderFields(TypedDict, total=False):
    """What may be written; money in minor units of the order's currency."""

    customer_id: str | None
    source: str
    external_id: str
    external_version: str
    number: str
    status: str
    currency: str
    subtotal: int
    discount: int
    shipping: int
    tax: int
    total: int
    note: str
    custom: dict[str, object]
    placed_at: datetime
    lines: list[LineFields]
    payments: list[MoneyFields]
    refunds: list[MoneyFields]
