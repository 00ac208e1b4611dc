"""Changes to orders; each writes the record, its events and its audit entry in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypedDict

from django.db import IntegrityError, connection, transaction

from enishi.customers.models import Customer
from enishi.kernel import clock, ids
from enishi.kernel.errors import FieldError
from enishi.orders import rules
from enishi.orders.models import Line, Order, Payment, Refund, Status, StatusChange
from enishi.platform import audit, outbox
from enishi.platform.audit import Actor
from enishi.platform.refusals import not_found, refuse, taken

PLAIN = (
    "number",
    "status",
    "currency",
    "subtotal",
    "discount",
    "shipping",
    "tax",
    "total",
    "note",
    "custom",
    "placed_at",
)
Check = Callable[[int], None]


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


@dataclass(frozen=True, slots=True)
class Upserted:
    """What an upsert did: "stale" means that newer news had arrived before and stayed in force."""

    order: Order
    outcome: Literal["created", "updated", "unchanged", "stale"]


def create(fields: OrderFields, *, actor: Actor, origin: str = "") -> Order:
    """Add an order.

    Raises:
        EnishiError: CON05 for an unknown customer; CON01 for an external id that exists already.
    """
    now = clock.now()
    order = Order(id=ids.new("ord"), created_at=now, updated_at=now, placed_at=fields.get("placed_at") or now)
    order.source, order.external_id = fields.get("source", ""), fields.get("external_id", "")
    order.external_version = fields.get("external_version", "")
    with transaction.atomic():
        _refuse_taken(order)
        _assign(order, fields)
        order.save(force_insert=True)
        _write_lines(order, fields)
        StatusChange.objects.create(order=order, after=order.status, actor=str(actor), at=order.placed_at)
        _emit(order, "order.created", summary(order), origin=origin, actor=actor, at=order.placed_at)
        _write_money(order, fields, origin=origin, actor=actor)
        audit.record(
            actor, "order.create", order.id, {"source": order.source, "external_id": order.external_id}
        )
    return order


def update(
    order_id: str, fields: OrderFields, *, actor: Actor, check: Check | None = None, origin: str = ""
) -> Upserted:
    """Change the given fields of an order.

    Args:
        order_id: its id.
        fields: new values; lists of payments and refunds are added to, lines replaced.
        actor: who changes it.
        check: called with the present version under the row's lock; raises to stop.
        origin: connection that the change came from. News older than what is stored (by
            `external_version`) changes nothing.

    Raises:
        EnishiError: not-found; CON05; whatever `check` raises.
    """
    with transaction.atomic():
        order = _locked(order_id)
        if check:
            check(order.version)
        told = fields.get("external_version", "")
        if told and order.external_version and told < order.external_version:
            return Upserted(order, "stale")
        before = order.status
        changes = _assign(order, fields) | _line_changes(order, fields)
        money = _write_money(order, fields, origin=origin, actor=actor)
        newer = bool(told) and told != order.external_version
        if newer:
            order.external_version = told
        if not changes and not money:
            if newer:
                order.save(update_fields=["external_version"])
            return Upserted(order, "unchanged")
        _write_lines(order, fields)
        _touch(order)
        if order.status != before:
            StatusChange.objects.create(
                order=order, before=before, after=order.status, actor=str(actor), at=clock.now()
            )
            _emit(
                order,
                "order.status_changed",
                {**summary(order), "before": before},
                origin=origin,
                actor=actor,
            )
        elif changes:
            _emit(
                order,
                "order.updated",
                {**summary(order), "fields": sorted(changes)},
                origin=origin,
                actor=actor,
            )
        audit.record(actor, "order.update", order.id, rules.jsonable(changes))
    return Upserted(order, "updated")


def upsert(source: str, external_id: str, fields: OrderFields, *, actor: Actor, origin: str = "") -> Upserted:
    """Create or change the order that `source` calls `external_id`; a repeat has no second effect."""
    own: OrderFields = {**fields, "source": source, "external_id": external_id}
    known = Order.objects.filter(source=source, external_id=external_id).values_list("id", flat=True)
    with transaction.atomic():
        found = known.first()
        if found:
            return update(found, own, actor=actor, origin=origin)
        try:
            with transaction.atomic():
                return Upserted(create(own, actor=actor, origin=origin), "created")
        except IntegrityError:  # another worker created it a moment ago
            return update(known.get(), own, actor=actor, origin=origin)


def summary(order: Order) -> dict[str, Any]:
    """What a timeline and a subscriber need of an order."""
    return {
        "number": order.number or order.external_id or order.id,
        "status": order.status,
        "currency": order.currency,
        "total": order.total,
        "source": order.source,
        "external_id": order.external_id,
    }


def _locked(order_id: str) -> Order:
    rows = Order.objects.all()
    if connection.vendor == "postgresql":
        rows = rows.select_for_update()
    order = rows.filter(id=order_id).first()
    if order is None:
        raise not_found(order_id)
    return order


def _refuse_taken(order: Order) -> None:
    if not order.external_id:
        return
    holder = (
        Order.objects.filter(source=order.source, external_id=order.external_id)
        .values_list("id", flat=True)
        .first()
    )
    if holder:
        raise taken(pointer="/external_id", value=order.external_id, holder=holder)


def _assign(order: Order, fields: OrderFields) -> dict[str, Any]:
    given: dict[str, Any] = {**fields}
    changes: dict[str, Any] = {}
    for name in PLAIN:
        if name in given and getattr(order, name) != given[name]:
            changes[name] = [getattr(order, name), given[name]]
            setattr(order, name, given[name])
    if "customer_id" in fields and fields["customer_id"] != order.customer_id:
        changes["customer_id"] = [order.customer_id, fields["customer_id"]]
        order.customer_id = _customer(fields["customer_id"])
    if order.status not in Status.values:
        order.status = Status.PENDING
    return changes


def _customer(customer_id: str | None) -> str | None:
    """The id under which the customer lives today.

    Raises:
        EnishiError: CON05 when there is none.
    """
    wanted = customer_id
    while wanted:
        row = Customer.objects.filter(id=wanted, deleted_at=None).values_list("id", "merged_into").first()
        if row is None:
            reason = FieldError("/customer_id", "CON05", rules.word("customer"), customer_id)
            raise refuse("CON05", 422, key="orders.problem.customer", errors=(reason,), id=customer_id)
        if not row[1]:
            return str(row[0])
        wanted = row[1]
    return None


def _line_changes(order: Order, fields: OrderFields) -> dict[str, Any]:
    if "lines" not in fields:
        return {}
    before = [rules.plain_line(line) for line in order.lines.order_by("position")]
    after = [rules.plain_line(line) for line in _lines(order, fields)]
    return {} if before == after else {"lines": [before, after]}


def _lines(order: Order, fields: OrderFields) -> list[Line]:
    return [
        Line(order=order, position=position, **rules.line(item))
        for position, item in enumerate(fields.get("lines", []))
    ]


def _write_lines(order: Order, fields: OrderFields) -> None:
    if "lines" in fields:
        order.lines.all().delete()
        Line.objects.bulk_create(_lines(order, fields))


def _write_money(order: Order, fields: OrderFields, *, origin: str, actor: Actor) -> bool:
    """Add payments and refunds that are not known yet, and bring the sums up to date."""
    fresh = _new_money(Payment, order, fields.get("payments", []), "method")
    back = _new_money(Refund, order, fields.get("refunds", []), "reason")
    if not fresh and not back:
        return False
    order.paid += sum(payment.amount for payment in fresh)
    order.refunded += sum(refund.amount for refund in back)
    order.save(update_fields=["paid", "refunded"])
    for kind, rows in (("order.paid", fresh), ("order.refunded", back)):
        for row in rows:
            _emit(
                order, kind, {**summary(order), "amount": row.amount}, origin=origin, actor=actor, at=row.at
            )
    return True


def _new_money(model: Any, order: Order, items: list[MoneyFields], word: str) -> list[Any]:
    known = set(model.objects.filter(order=order).values_list("external_id", flat=True))
    rows = {}
    for item in items:
        external = item.get("external_id") or ids.new("pay")
        if external not in known:
            text: Any = item.get(word, "")
            rows[external] = model(
                order=order,
                external_id=external,
                amount=item["amount"],
                at=item.get("at") or clock.now(),
                **{word: text},
            )
    model.objects.bulk_create(rows.values())
    return list(rows.values())


def _touch(order: Order) -> None:
    order.version += 1
    order.updated_at = clock.now()
    order.save(update_fields=[*PLAIN, "customer", "external_version", "version", "updated_at"])


def _emit(
    order: Order, kind: str, data: dict[str, Any], *, origin: str, actor: Actor, at: datetime | None = None
) -> None:
    outbox.emit(
        kind,
        subject=order.id,
        customer_id=order.customer_id or "",
        data=data,
        origin=origin,
        actor=str(actor),
        occurred_at=at,
    )
