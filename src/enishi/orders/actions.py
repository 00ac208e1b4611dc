"""Changes to orders; each writes the record, its events and its audit entry in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from enishi.customers.models import Customer
from enishi.kernel import clock, ids
from enishi.kernel.errors import FieldError
from enishi.orders import money, rules
from enishi.orders.fields import OrderFields
from enishi.orders.models import Line, Order, Payment, Refund, Status, StatusChange
from enishi.orders.money import Money
from enishi.platform import audit, gathering, outbox, races
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
    try:
        with transaction.atomic():
            return _create(fields, actor=actor, origin=origin)
    except IntegrityError:
        _refuse_taken(fields)
        raise


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
        order = _held().filter(id=order_id).first()
        if order is None:
            raise not_found(order_id)
        if check:
            check(order.version)
        return _change(order, fields, actor=actor, origin=origin)


def upsert(
    source: str,
    external_id: str,
    fields: OrderFields,
    *,
    actor: Actor,
    origin: str = "",
    customer: Customer | None = None,
    joined: bool = False,
) -> Upserted:
    """Create or change the order that `source` calls `external_id`; a repeat has no second effect.

    Args:
        source: connection, or a name the API client chose.
        external_id: what `source` calls the order.
        fields: new values.
        actor: who changes it.
        origin: connection that the change came from.
        customer: the customer in `fields` when this transaction has read the record already.
        joined: part of the caller's transaction, which the caller repeats on an IntegrityError (`races.settled`).
    """
    own: OrderFields = {**fields, "source": source, "external_id": external_id}

    def work() -> Upserted:
        order = _held().filter(source=source, external_id=external_id).exclude(external_id="").first()
        if order:
            return _change(order, own, actor=actor, origin=origin, customer=customer)
        return Upserted(_create(own, actor=actor, origin=origin, customer=customer), "created")

    return work() if joined else races.settled(work)


def _create(fields: OrderFields, *, actor: Actor, origin: str, customer: Customer | None = None) -> Order:
    """Write a new order with all that belongs to it.

    Raises:
        IntegrityError: the external id exists already.
    """
    now = clock.now()
    order = Order(id=ids.new("ord"), created_at=now, updated_at=now, placed_at=fields.get("placed_at") or now)
    order.source, order.external_id = fields.get("source", ""), fields.get("external_id", "")
    order.external_version = fields.get("external_version", "")
    _assign(order, fields, customer)
    moved = money.read(order, fields)
    money.add_up(order, moved)
    order.save(force_insert=True)
    Line.objects.bulk_create(_lines(order, fields))
    gathering.add(StatusChange(order=order, after=order.status, actor=str(actor), at=order.placed_at))
    _emit(order, "order.created", summary(order), origin=origin, actor=actor, at=order.placed_at)
    _write_money(order, moved, origin=origin, actor=actor)
    audit.record(actor, "order.create", order.id, {"source": order.source, "external_id": order.external_id})
    return order


def _change(
    order: Order, fields: OrderFields, *, actor: Actor, origin: str, customer: Customer | None = None
) -> Upserted:
    """Bring a locked order up to date."""
    told = fields.get("external_version", "")
    if told and order.external_version and told < order.external_version:
        return Upserted(order, "stale")
    before = order.status
    changes = _assign(order, fields, customer) | _line_changes(order, fields)
    moved = money.unknown(order, money.read(order, fields))
    newer = bool(told) and told != order.external_version
    if newer:
        order.external_version = told
    if not changes and not any(moved):
        if newer:
            order.save(update_fields=["external_version"])
        return Upserted(order, "unchanged")
    if "lines" in changes:
        order.lines.all().delete()
        Line.objects.bulk_create(_lines(order, fields))
    money.add_up(order, moved)
    _touch(order)
    _write_money(order, moved, origin=origin, actor=actor)
    _tell(order, before, changes, origin=origin, actor=actor)
    audit.record(actor, "order.update", order.id, rules.jsonable(changes))
    return Upserted(order, "updated")


def _tell(order: Order, before: str, changes: dict[str, Any], *, origin: str, actor: Actor) -> None:
    if order.status != before:
        change = StatusChange(
            order=order, before=before, after=order.status, actor=str(actor), at=clock.now()
        )
        gathering.add(change)
        data = {**summary(order), "before": before}
        _emit(order, "order.status_changed", data, origin=origin, actor=actor)
    elif changes:
        data = {**summary(order), "fields": sorted(changes)}
        _emit(order, "order.updated", data, origin=origin, actor=actor)


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


def _held() -> QuerySet[Order]:
    """Orders, each locked until the transaction ends."""
    if connection.vendor != "postgresql":
        return Order.objects.all()  # a transaction that writes has the whole file
    return Order.objects.select_for_update(no_key=True)


def _refuse_taken(fields: OrderFields) -> None:
    """Say who has the external id, when the unique constraint has stopped us."""
    source, external_id = fields.get("source", ""), fields.get("external_id", "")
    holder = Order.objects.filter(source=source, external_id=external_id).exclude(external_id="").first()
    if holder:
        raise taken(pointer="/external_id", value=external_id, holder=holder.id)


def _assign(order: Order, fields: OrderFields, customer: Customer | None) -> dict[str, Any]:
    """Copy plain fields and the customer; returns what differs as {field: [before, after]}."""
    given: dict[str, Any] = {**fields}
    changes: dict[str, Any] = {}
    for name in PLAIN:
        if name in given and getattr(order, name) != given[name]:
            changes[name] = [getattr(order, name), given[name]]
            setattr(order, name, given[name])
    if "customer_id" in fields and fields["customer_id"] != order.customer_id:
        changes["customer_id"] = [order.customer_id, fields["customer_id"]]
        known = customer and customer.id == fields["customer_id"] and not customer.merged_into
        order.customer_id = fields["customer_id"] if known else _customer(fields["customer_id"])
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


def _write_money(order: Order, moved: Money, *, origin: str, actor: Actor) -> None:
    if moved.payments:
        Payment.objects.bulk_create(moved.payments)
    if moved.refunds:
        Refund.objects.bulk_create(moved.refunds)
    told = [("order.paid", row) for row in moved.payments] + [
        ("order.refunded", row) for row in moved.refunds
    ]
    for kind, row in told:
        data = {**summary(order), "amount": row.amount}
        _emit(order, kind, data, origin=origin, actor=actor, at=row.at)


def _touch(order: Order) -> None:
    order.version += 1
    order.updated_at = clock.now()
    order.save(
        update_fields=[*PLAIN, "customer", "paid", "refunded", "external_version", "version", "updated_at"]
    )


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
