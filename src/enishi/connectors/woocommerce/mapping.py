"""From WooCommerce's records to commands. Times are read from the GMT fields only: the others have no zone."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from enishi.connectors.woocommerce import shapes
from enishi.hub.sdk import Malformed, commands
from enishi.kernel import money

STATUS = {
    "pending": "pending",
    "on-hold": "pending",
    "processing": "paid",
    "completed": "completed",
    "cancelled": "cancelled",
    "refunded": "refunded",
    "failed": "failed",
    "trash": "cancelled",
}
DRAFTS = frozenset({"checkout-draft", "auto-draft", "draft"})
KANA = ("_billing_yomigana_last_name", "_billing_yomigana_first_name")
"""Where the Japanese-market plugins keep the reading of a name."""


def order(record: shapes.Order) -> commands.UpsertOrder:
    """An order with its customer, payment and refunds.

    Raises:
        Malformed: an amount or time that cannot be read.
    """
    code = record.currency

    def units(text: str) -> int:
        try:
            return money.minor(text, code)
        except ValueError as error:
            raise Malformed(f"order {record.id}: {error}") from error

    lines = [_line(line, units(line.total), units(line.total_tax)) for line in record.line_items]
    lines += [_line(fee, units(fee.total), units(fee.total_tax)) for fee in record.fee_lines]
    paid_at = gmt(record.date_paid_gmt)
    return commands.UpsertOrder(
        external_id=str(record.id),
        number=record.number or str(record.id),
        status=STATUS.get(record.status, "paid" if paid_at else "pending"),
        vendor_status=record.status,
        currency=code,
        total=units(record.total),
        subtotal=sum(line.total for line in lines),
        discount=units(record.discount_total),
        shipping=units(record.shipping_total),
        tax=units(record.total_tax),
        lines=tuple(lines),
        customer=buyer(record),
        payments=_payments(record, units(record.total), paid_at),
        refunds=tuple(
            commands.Refund(
                external_id=str(back.id),
                amount=abs(units(back.total)),
                reason=back.reason or "",
                at=gmt(record.date_modified_gmt),
            )
            for back in record.refunds
        ),
        addresses=addresses(record.billing, record.shipping),
        note=record.customer_note,
        placed_at=gmt(record.date_created_gmt),
        updated_at=gmt(record.date_modified_gmt),
    )


def buyer(record: shapes.Order) -> commands.UpsertCustomer:
    """Who ordered; a guest has no account in the shop and is known by e-mail or phone."""
    account = str(record.customer_id) if record.customer_id else ""
    return _person(account, record.billing, record.shipping, record.meta_data, record.billing.email or "")


def customer(record: shapes.Customer) -> commands.UpsertCustomer:
    """A customer's account."""
    billing = record.billing
    billing.first_name = record.first_name or billing.first_name
    billing.last_name = record.last_name or billing.last_name
    found = _person(
        str(record.id), billing, record.shipping, record.meta_data, record.email or billing.email or ""
    )
    return commands.UpsertCustomer(
        external_id=found.external_id,
        family_name=found.family_name,
        given_name=found.given_name,
        family_name_kana=found.family_name_kana,
        given_name_kana=found.given_name_kana,
        company=found.company,
        emails=found.emails,
        phones=found.phones,
        addresses=found.addresses,
        created_at=gmt(record.date_created_gmt),
        updated_at=gmt(record.date_modified_gmt),
    )


def addresses(billing: shapes.Contact, shipping: shapes.Contact) -> tuple[commands.Address, ...]:
    """Billing, and shipping where it differs."""
    first, second = _address(billing, "billing"), _address(shipping, "shipping")
    found = [first] if first else []
    if second and (not first or (second.line, second.postal_code) != (first.line, first.postal_code)):
        found.append(second)
    return tuple(found)


def gmt(text: str | None) -> datetime | None:
    """A ``*_gmt`` field, which carries no zone because it is always UTC.

    Raises:
        Malformed: it is no time.
    """
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise Malformed(f"not a time: {text[:40]!r}") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _person(
    external_id: str, billing: shapes.Contact, shipping: shapes.Contact, meta: list[shapes.Meta], email: str
) -> commands.UpsertCustomer:
    reading = {one.key: one.value for one in meta if one.key in KANA and isinstance(one.value, str)}
    return commands.UpsertCustomer(
        external_id=external_id,
        family_name=billing.last_name,
        given_name=billing.first_name,
        family_name_kana=reading.get(KANA[0], ""),
        given_name_kana=reading.get(KANA[1], ""),
        company=billing.company,
        emails=(email,) if email else (),
        phones=(billing.phone,) if billing.phone else (),
        addresses=addresses(billing, shipping),
    )


def _address(contact: shapes.Contact, kind: str) -> commands.Address | None:
    if not (contact.address_1 or contact.postcode or contact.city):
        return None
    return commands.Address(
        country=contact.country,
        postal_code=contact.postcode,
        region=contact.state,
        city=contact.city,
        line=contact.address_1,
        building=contact.address_2,
        kind=kind,
    )


def _line(line: shapes.Line | shapes.Fee, total: int, tax: int) -> commands.OrderLine:
    quantity = Decimal(str(line.quantity)) if isinstance(line, shapes.Line) else Decimal(1)
    return commands.OrderLine(
        name=line.name or "–",
        quantity=quantity,
        unit_price=round(total / quantity) if quantity else total,
        total=total,
        tax=tax,
        sku=(line.sku or "") if isinstance(line, shapes.Line) else "",
        external_id=str(line.id),
    )


def _payments(record: shapes.Order, total: int, paid_at: datetime | None) -> tuple[commands.Payment, ...]:
    if paid_at is None:
        return ()
    method = record.payment_method_title or record.payment_method
    return (
        commands.Payment(
            external_id=record.transaction_id or f"wc-{record.id}", method=method, amount=total, at=paid_at
        ),
    )
