"""Reading orders: documents made by the database, lists by key, sums per customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from django.db import connection

from enishi.platform import sqljson

_NAMES = ("id", "customer_id", "source", "external_id", "number", "status", "currency")
_MONEY = ("subtotal", "discount", "shipping", "tax", "total", "paid", "refunded")


def document_sql() -> str:
    """SQL for an order's API document; `o` is the order's row."""
    line = {name: f"l.{name}" for name in ("sku", "name", "unit_price", "total")}
    line |= {"quantity": sqljson.number("l.quantity"), "tax_rate": sqljson.number("l.tax_rate")}
    change = {"before": "h.before", "after": "h.after", "actor": "h.actor", "at": sqljson.moment("h.at")}
    payment = {
        "external_id": "p.external_id",
        "method": "p.method",
        "amount": "p.amount",
        "at": sqljson.moment("p.at"),
    }
    refund = {
        "external_id": "r.external_id",
        "reason": "r.reason",
        "amount": "r.amount",
        "at": sqljson.moment("r.at"),
    }

    def rows(members: dict[str, str], table: str, alias: str, order: str) -> str:
        return sqljson.listing(
            sqljson.document(members), f"FROM orders_{table} {alias} WHERE {alias}.order_id = o.id", order
        )

    return sqljson.document(
        {
            **{name: f"o.{name}" for name in _NAMES},
            **{name: f"o.{name}" for name in _MONEY},
            "note": "o.note",
            "custom": sqljson.stored("o.custom"),
            "lines": rows(line, "line", "l", "l.position"),
            "payments": rows(payment, "payment", "p", "p.at, p.id"),
            "refunds": rows(refund, "refund", "r", "r.at, r.id"),
            "history": rows(change, "statuschange", "h", "h.id"),
            "placed_at": sqljson.moment("o.placed_at"),
            "version": "o.version",
            "created_at": sqljson.moment("o.created_at"),
            "updated_at": sqljson.moment("o.updated_at"),
        }
    )


def get(order_id: str) -> tuple[int, str] | None:
    """Version and JSON document of one order; None when unknown."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT o.version, CAST({document_sql()} AS TEXT) FROM orders_order o WHERE o.id = %s",  # noqa: S608 - no value of a caller
            [order_id],
        )
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list shows; an empty value does not filter.

    Attributes:
        customer_id: orders of one customer.
        status: one status.
        source: connection or source.
        external_id: id there.
        number: exact number as printed.
        placed_from: orders placed at or after it.
        placed_to: orders placed before it.
        updated_since: orders changed at or after it.
        sort: "newest" by placing (default) or "updated".
    """

    customer_id: str = ""
    status: str = ""
    source: str = ""
    external_id: str = ""
    number: str = ""
    placed_from: datetime | None = None
    placed_to: datetime | None = None
    updated_since: datetime | None = None
    sort: str = "newest"


_TIMES = {
    "placed_from": "o.placed_at >= %s",
    "placed_to": "o.placed_at < %s",
    "updated_since": "o.updated_at >= %s",
}
_ORDERS = {"newest": ("o.placed_at", "DESC", "<"), "updated": ("o.updated_at", "ASC", ">")}


def page(
    chosen: Filter, *, after: list[Any] | None, limit: int, columns: str | None = None
) -> tuple[list[tuple[Any, ...]], list[Any] | None]:
    """One page of orders.

    Args:
        chosen: filter and order.
        after: place at which the page before ended, None for the first.
        limit: rows on a page.
        columns: SQL of what each row holds instead of the API document; `o` is the order and `c` its customer.

    Returns:
        Rows, and the place at which this page ended (None on the last page).
    """
    column, direction, sign = _ORDERS[chosen.sort]
    conditions, values = ["TRUE"], list[Any]()
    for name in ("customer_id", "status", "source", "external_id", "number"):
        if getattr(chosen, name):
            conditions.append(f"o.{name} = %s")
            values.append(getattr(chosen, name))
    for name, condition in _TIMES.items():
        if getattr(chosen, name) is not None:
            conditions.append(condition)
            values.append(sqljson.bind(getattr(chosen, name)))
    if after is not None:
        conditions.append(f"({column}, o.id) {sign} (%s, %s)")
        values += after
    statement = (
        f"SELECT {columns or f'CAST({document_sql()} AS TEXT)'}, {column}, o.id FROM orders_order o"  # noqa: S608
        f"{' LEFT JOIN customers_customer c ON c.id = o.customer_id' if columns else ''}"
        f" WHERE {' AND '.join(conditions)} ORDER BY {column} {direction}, o.id {direction} LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, limit + 1])
        rows = cursor.fetchall()
    end = [str(value) for value in rows[limit - 1][-2:]] if len(rows) > limit else None
    return [row[:-2] for row in rows[:limit]], end


@dataclass(frozen=True, slots=True)
class Worth:
    """What a customer's orders amount to, in one currency; cancelled and failed orders do not count.

    Attributes:
        total: minor units, refunds taken off.
        average: minor units an order.
    """

    currency: str
    count: int
    total: int
    average: int
    first_at: datetime
    last_at: datetime


def worth(customer_id: str) -> list[Worth]:
    """A customer's orders in sums, a row a currency, largest first."""
    from django.db.models import Count, Max, Min, Sum

    from enishi.orders.models import Order, Status

    rows = (
        Order.objects.filter(customer_id=customer_id)
        .exclude(status__in=[Status.CANCELLED, Status.FAILED])
        .values("currency")
        .annotate(
            n=Count("id"),
            sum=Sum("total"),
            back=Sum("refunded"),
            first=Min("placed_at"),
            last=Max("placed_at"),
        )
        .order_by("-sum")
    )
    return [_worth(row) for row in rows]


def worth_of(customer_ids: Sequence[str]) -> dict[str, Worth]:
    """The largest row of `worth` for each of these customers, in one statement."""
    from django.db.models import Count, Max, Min, Sum

    from enishi.orders.models import Order, Status

    rows = (
        Order.objects.filter(customer_id__in=customer_ids)
        .exclude(status__in=[Status.CANCELLED, Status.FAILED])
        .values("customer_id", "currency")
        .annotate(
            n=Count("id"),
            sum=Sum("total"),
            back=Sum("refunded"),
            first=Min("placed_at"),
            last=Max("placed_at"),
        )
        .order_by("sum")
    )
    return {row["customer_id"]: _worth(row) for row in rows}


def _worth(row: Mapping[str, Any]) -> Worth:
    total = row["sum"] - row["back"]
    return Worth(row["currency"], row["n"], total, total // row["n"], row["first"], row["last"])


def moment(stored: Any) -> datetime:
    """A time as the database's driver gives it, as an aware one."""
    if isinstance(stored, str):
        stored = datetime.fromisoformat(stored)
    return stored if stored.tzinfo else stored.replace(tzinfo=UTC)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Day:
    """Orders placed on one day, in the currency that most of them have."""

    count: int
    total: int
    currency: str


def per_day(bounds: Sequence[datetime]) -> list[Day]:
    """Count and sum of each span between two bounds, in one pass along the index of time.

    Cancelled and failed orders do not count; sums are those of the commonest currency.
    """
    from django.db.models import Count, Q, Sum

    from enishi.orders.models import Order, Status

    spans = list(pairwise(bounds))
    inside = Order.objects.filter(placed_at__gte=bounds[0], placed_at__lt=bounds[-1]).exclude(
        status__in=[Status.CANCELLED, Status.FAILED]
    )
    asked: dict[str, Any] = {}
    for i, (start, end) in enumerate(spans):
        within = Q(placed_at__gte=start, placed_at__lt=end)
        asked[f"n{i}"], asked[f"s{i}"] = Count("id", filter=within), Sum("total", filter=within)
    rows: list[dict[str, Any]] = list(
        inside.values("currency").annotate(all=Count("id"), **asked).order_by("-all")  # type: ignore[arg-type]
    )
    main = rows[0] if rows else None
    return [
        Day(
            sum(row[f"n{i}"] for row in rows),
            (main[f"s{i}"] or 0) if main else 0,
            str(main["currency"]) if main else "",
        )
        for i in range(len(spans))
    ]
