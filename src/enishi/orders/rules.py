"""Decisions on values of orders."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from enishi.kernel.strings import t
from enishi.platform import language

if TYPE_CHECKING:
    from enishi.orders.fields import LineFields
    from enishi.orders.models import Line


def line(item: LineFields) -> dict[str, Any]:
    """A line's columns; the total follows from price and quantity where it is not given."""
    quantity = Decimal(str(item.get("quantity", 1))).quantize(Decimal("0.001"))
    price = item.get("unit_price", 0)
    rate = item.get("tax_rate")
    return {
        "sku": item.get("sku", "")[:100],
        "name": item.get("name", "")[:300],
        "quantity": quantity,
        "unit_price": price,
        "tax_rate": None if rate is None else Decimal(str(rate)).quantize(Decimal("0.01")),
        "total": item.get("total", int((quantity * price).to_integral_value())),
    }


def plain_line(row: Line) -> dict[str, Any]:
    """A line as JSON-ready values, for comparing and for the audit trail."""
    return {
        "sku": row.sku,
        "name": row.name,
        "quantity": str(Decimal(row.quantity).quantize(Decimal("0.001"))),
        "unit_price": row.unit_price,
        "tax_rate": None if row.tax_rate is None else str(Decimal(row.tax_rate).quantize(Decimal("0.01"))),
        "total": row.total,
    }


def jsonable(changes: dict[str, Any]) -> dict[str, Any]:
    """Changes with times as text."""
    return {
        name: [value.isoformat() if isinstance(value, datetime) else value for value in pair]
        for name, pair in changes.items()
    }


def word(key: str) -> str:
    return t(f"orders.why.{key}", language.current())
