"""Where connectors' commands meet the rooms: the hub knows neither, this knows both."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from enishi.customers import actions as customers
from enishi.customers.models import Customer
from enishi.customers.rules import AddressFields, CustomerFields
from enishi.hub.sdk import Later, commands
from enishi.hub.sdk.commands import Source
from enishi.orders import actions as orders
from enishi.orders.fields import MoneyFields, OrderFields
from enishi.orders.models import Order
from enishi.platform import gathering, outbox
from enishi.platform.audit import Actor
from enishi.platform.outbox.models import Event

NOT_YET = 15.0
"""Seconds until a refund whose order has not arrived is tried again."""


def apply(wanted: Sequence[commands.Command], source: Source) -> None:
    """Apply commands in the caller's transaction, which the caller repeats on an IntegrityError.

    Raises:
        EnishiError: data that the rooms refuse.
        Later: a refund came before its order.
    """
    for command in wanted:
        _APPLY[type(command)](command, source)


def _actor(source: Source) -> Actor:
    return Actor(kind="connection", id=source.connection_id)


def _customer(wanted: commands.UpsertCustomer, source: Source) -> Customer:
    done = customers.upsert(
        source.connection_id,
        wanted.external_id,
        _customer_fields(wanted),
        actor=_actor(source),
        origin=source.connection_id,
        lenient=True,
        told_at=wanted.updated_at,
        joined=True,
    )
    return done.customer


def _customer_fields(wanted: commands.UpsertCustomer) -> CustomerFields:
    """What is said; an empty value says nothing."""
    given: dict[str, Any] = {
        "family_name": wanted.family_name,
        "given_name": wanted.given_name,
        "family_kana": wanted.family_name_kana,
        "given_kana": wanted.given_name_kana,
        "company": wanted.company,
        "language": wanted.language,
        "emails": [{"address": address} for address in wanted.emails],
        "phones": [{"number": number} for number in wanted.phones],
        "addresses": [_address(one) for one in wanted.addresses],
        "consents": [_consent(purpose, granted=granted) for purpose, granted in wanted.consents],
    }
    fields: CustomerFields = {name: value for name, value in given.items() if value}  # type: ignore[assignment]
    return fields


def _address(one: commands.Address) -> AddressFields:
    return {
        "label": one.kind,
        "country": one.country or "JP",
        "postal_code": one.postal_code,
        "region": one.region,
        "city": one.city,
        "street": one.line,
        "building": one.building,
    }


def _consent(purpose: str, *, granted: bool) -> dict[str, Any]:
    channel, _, rest = purpose.partition("-")
    return {"channel": channel, "purpose": rest or "marketing", "granted": granted, "source": "shop"}


def _order(wanted: commands.UpsertOrder, source: Source) -> None:
    customer = _customer(wanted.customer, source)
    fields: OrderFields = {
        "customer_id": customer.id,
        "number": wanted.number,
        "status": wanted.status,
        "currency": wanted.currency,
        "subtotal": wanted.subtotal,
        "discount": wanted.discount,
        "shipping": wanted.shipping,
        "tax": wanted.tax,
        "total": wanted.total,
        "note": wanted.note,
        "lines": [
            {
                "sku": line.sku,
                "name": line.name,
                "quantity": float(line.quantity),
                "unit_price": line.unit_price,
                "total": line.total,
            }
            for line in wanted.lines
        ],
        "payments": [_payment_fields(one) for one in wanted.payments],
        "refunds": [_refund_fields(one) for one in wanted.refunds],
    }
    if wanted.placed_at:
        fields["placed_at"] = wanted.placed_at
    if wanted.updated_at:
        fields["external_version"] = wanted.updated_at.astimezone(UTC).isoformat(timespec="milliseconds")
    orders.upsert(
        source.connection_id,
        wanted.external_id,
        fields,
        actor=_actor(source),
        origin=source.connection_id,
        customer=customer,
        joined=True,
    )


def _refund_fields(one: commands.Refund) -> MoneyFields:
    made: MoneyFields = {"external_id": one.external_id, "amount": one.amount, "reason": one.reason}
    if one.at:
        made["at"] = one.at
    return made


def _payment_fields(one: commands.Payment) -> MoneyFields:
    made: MoneyFields = {"external_id": one.external_id, "amount": one.amount, "method": one.method}
    if one.at:
        made["at"] = one.at
    return made


def _known_order(external_id: str, source: Source) -> str | None:
    rows = Order.objects.filter(source=source.connection_id, external_id=external_id)
    return rows.values_list("id", flat=True).first()


def _refund(wanted: commands.AddRefund, source: Source) -> None:
    order_id = _known_order(wanted.order_external_id, source)
    if order_id is None:
        raise Later(NOT_YET, f"order {wanted.order_external_id} has not arrived yet")
    fields: OrderFields = {"refunds": [_refund_fields(wanted.refund)]}
    orders.update(order_id, fields, actor=_actor(source), origin=source.connection_id)


def _remove_order(wanted: commands.RemoveOrder, source: Source) -> None:
    order_id = _known_order(wanted.external_id, source)
    if order_id:
        at = (wanted.at or datetime.now(UTC)).isoformat()
        custom: dict[str, object] = {**Order.objects.get(pk=order_id).custom}
        custom.setdefault("removed_at_source", at)
        orders.update(order_id, {"custom": custom}, actor=_actor(source), origin=source.connection_id)


def _remove_customer(wanted: commands.RemoveCustomer, source: Source) -> None:
    customers.untie(source.connection_id, wanted.external_id, actor=_actor(source))


def _interaction(wanted: commands.RecordInteraction, source: Source) -> None:
    customer_id = _customer(wanted.customer, source).id
    digest = hashlib.sha256(f"{source.connection_id}/{wanted.external_id}".encode()).hexdigest()[:26]
    subject = f"int_{digest}"
    told_now = any(event.subject == subject for event in gathering.waiting(Event))
    if told_now or Event.objects.filter(customer_id=customer_id, subject=subject).exists():
        return
    outbox.emit(
        "interaction.recorded",
        subject=subject,
        customer_id=customer_id,
        data={
            "channel": wanted.channel,
            "direction": wanted.direction,
            "subject": wanted.subject,
            "text": wanted.text[:20_000],
        },
        origin=source.connection_id,
        actor=source.actor,
        occurred_at=wanted.at,
    )


_APPLY: dict[type, Callable[[Any, Source], Any]] = {
    commands.UpsertCustomer: _customer,
    commands.UpsertOrder: _order,
    commands.AddRefund: _refund,
    commands.RemoveOrder: _remove_order,
    commands.RemoveCustomer: _remove_customer,
    commands.RecordInteraction: _interaction,
}
