"""What a connector wants done in the CRM: typed values, applied by whoever the project wires in.

The hub knows no room. `apply` hands commands to the applier, inside one transaction with marking the
inbox item done. Applying a command twice must leave the same as once: records are found by
``(connection, external id)``, and older data never overwrites newer (`updated_at`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address as the vendor gives it; `region` is a prefecture or state, `line` street and number."""

    country: str = ""
    postal_code: str = ""
    region: str = ""
    city: str = ""
    line: str = ""
    building: str = ""
    kind: str = "billing"


@dataclass(frozen=True, slots=True, kw_only=True)
class UpsertCustomer:
    """A person as the vendor knows them. `external_id` is "" for a guest, who is found by e-mail or phone.

    Empty values say nothing; they never clear what is stored. `consents` maps a purpose ("email-marketing")
    to whether it was given.
    """

    external_id: str = ""
    family_name: str = ""
    given_name: str = ""
    family_name_kana: str = ""
    given_name_kana: str = ""
    company: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    language: str = ""
    consents: tuple[tuple[str, bool], ...] = ()
    created_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One line; amounts in minor units of the order's currency, after discount, without tax unless it says so."""

    name: str
    quantity: Decimal
    unit_price: int
    total: int
    tax: int = 0
    sku: str = ""
    external_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money received for an order."""

    external_id: str
    method: str
    amount: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money given back for an order; `amount` is positive."""

    external_id: str
    amount: int
    reason: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpsertOrder:
    """An order as the vendor shows it now. Amounts in minor units.

    `status` is one of pending, paid, fulfilled, completed, cancelled, refunded, failed; `vendor_status` is
    the vendor's own word. `customer` is created or updated with it. `payments` and `refunds` are added when
    their external id is new.
    """

    external_id: str
    number: str
    status: str
    currency: str
    total: int
    customer: UpsertCustomer
    vendor_status: str = ""
    subtotal: int = 0
    discount: int = 0
    shipping: int = 0
    tax: int = 0
    lines: tuple[OrderLine, ...] = ()
    payments: tuple[Payment, ...] = ()
    refunds: tuple[Refund, ...] = ()
    addresses: tuple[Address, ...] = ()
    note: str = ""
    placed_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRefund:
    """A refund that came without its order."""

    order_external_id: str
    refund: Refund


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveOrder:
    """The vendor deleted an order. It is marked as removed there; nothing of ours is deleted."""

    external_id: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveCustomer:
    """The vendor deleted a customer account. The tie to it ends; the person and history stay."""

    external_id: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordInteraction:
    """Something said between a customer and the business. `channel`: email, chat, phone, shop, note."""

    external_id: str
    customer: UpsertCustomer
    channel: str
    direction: str
    text: str
    subject: str = ""
    at: datetime | None = None


Command = UpsertCustomer | UpsertOrder | AddRefund | RemoveOrder | RemoveCustomer | RecordInteraction


@dataclass(frozen=True, slots=True)
class Source:
    """Where commands come from: goes into external ids, events' origin and the audit trail."""

    connection_id: str
    exchange_id: str = ""

    @property
    def actor(self) -> str:
        return f"connection:{self.connection_id}"


Applier = Callable[[Sequence[Command], Source], None]
_applier: list[Applier] = []


def set_applier(applier: Applier) -> None:
    """Register who applies commands (project wiring; tests). The latest one counts.

    The applier raises `sdk.Malformed` or an `EnishiError` below 500 for data that can never be applied.
    """
    _applier[:] = [applier]


def apply(commands: Sequence[Command], source: Source) -> None:
    """Apply commands in order, in the caller's transaction, which is repeated on an IntegrityError.

    Raises:
        RuntimeError: nobody has registered an applier.
    """
    if not _applier:
        raise RuntimeError("no applier of commands is registered: the project's wiring must call set_applier")
    _applier[0](commands, source)
