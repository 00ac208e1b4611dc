"""The shop's records as the CRM's commands."""

from __future__ import annotations

from decimal import Decimal

from enishi.connectors.hanaya import shapes
from enishi.hub.sdk import commands

STATUS = {
    "paid": "paid",
    "preparing": "paid",
    "shipped": "fulfilled",
    "delivered": "completed",
    "cancelled": "cancelled",
    "refunded": "refunded",
}


def customer(one: shapes.Customer) -> commands.UpsertCustomer:
    family_kana, _, given_kana = one.kana.partition(" ")
    family, _, given = one.name.partition(" ")
    return commands.UpsertCustomer(
        external_id=one.id,
        family_name=one.family_name or family,
        given_name=one.given_name or given,
        family_name_kana=family_kana,
        given_name_kana=given_kana,
        company=one.company,
        emails=(one.email,) if one.email else (),
        phones=(one.phone,) if one.phone else (),
        addresses=(_address(one.address),) if one.address else (),
        consents=() if one.marketing is None else (("email-marketing", one.marketing),),
        created_at=one.created_at,
        updated_at=one.updated_at,
    )


def order(one: shapes.Order, buyer: commands.UpsertCustomer) -> commands.UpsertOrder:
    return commands.UpsertOrder(
        external_id=one.id,
        number=one.number,
        status=STATUS.get(one.status, "pending"),
        vendor_status=one.status,
        currency=one.currency,
        total=one.total,
        subtotal=one.subtotal,
        tax=one.tax,
        shipping=one.shipping,
        discount=one.discount,
        customer=buyer,
        note=one.message_card,
        lines=tuple(
            commands.OrderLine(
                name=line.name,
                sku=line.sku,
                quantity=Decimal(line.quantity),
                unit_price=line.unit_price,
                total=line.total,
            )
            for line in one.lines
        ),
        payments=_payments(one),
        refunds=tuple(refund(back) for back in one.refunds),
        placed_at=one.created_at,
        updated_at=one.updated_at,
    )


def refund(one: shapes.Refund) -> commands.Refund:
    return commands.Refund(external_id=one.id, amount=one.amount, reason=one.reason, at=one.created_at)


def _payments(one: shapes.Order) -> tuple[commands.Payment, ...]:
    if one.payment is None or one.payment.paid_at is None:
        return ()
    paid = commands.Payment(
        external_id=f"{one.id}-payment", method=one.payment.method, amount=one.total, at=one.payment.paid_at
    )
    return (paid,)


def _address(one: shapes.Address) -> commands.Address:
    return commands.Address(
        country="JP",
        postal_code=one.postal_code,
        region=one.prefecture,
        city=one.city,
        line=one.street,
        building=one.building,
        kind="home",
    )
