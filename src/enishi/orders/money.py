"""Payments and refunds of an order: read from fields, compared, added up."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from enishi.kernel import clock, ids
from enishi.orders.fields import MoneyFields, OrderFields
from enishi.orders.models import Order, Payment, Refund

Row = TypeVar("Row", Payment, Refund)


class Money(NamedTuple):
    """Rows to write, with their order."""

    payments: list[Payment]
    refunds: list[Refund]


def read(order: Order, fields: OrderFields) -> Money:
    """The rows that `fields` describe; an external id counts once."""
    return Money(
        _moneys(Payment, order, fields.get("payments", []), "method"),
        _moneys(Refund, order, fields.get("refunds", []), "reason"),
    )


def _moneys(model: type[Row], order: Order, items: list[MoneyFields], word: str) -> list[Row]:
    rows: dict[str, Row] = {}
    for item in items:
        external = item.get("external_id") or ids.new("pay")
        at, text = item.get("at") or clock.now(), {word: item.get(word, "")}
        rows[external] = model(order=order, external_id=external, amount=item["amount"], at=at, **text)
    return list(rows.values())


def unknown(order: Order, money: Money) -> Money:
    """Those payments and refunds that the stored order does not have yet."""
    return Money(_absent(Payment, order, money.payments), _absent(Refund, order, money.refunds))


def _absent(model: type[Row], order: Order, rows: list[Row]) -> list[Row]:
    if not rows:
        return []
    known = set(model.objects.filter(order=order).values_list("external_id", flat=True))
    return [row for row in rows if row.external_id not in known]


def add_up(order: Order, money: Money) -> None:
    """Bring the order's sums up to date."""
    order.paid += sum(payment.amount for payment in money.payments)
    order.refunded += sum(refund.amount for refund in money.refunds)
