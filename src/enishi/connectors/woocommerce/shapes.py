"""What WooCommerce's REST API v3 sends, as far as we read it. Every field may be missing."""

from __future__ import annotations

from typing import Any

import msgspec


class Contact(msgspec.Struct):
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    state: str = ""
    postcode: str = ""
    country: str = ""
    email: str | None = ""
    phone: str | None = ""


class Meta(msgspec.Struct):
    key: str = ""
    value: Any = None


class Line(msgspec.Struct):
    id: int = 0
    name: str | None = ""
    quantity: float = 1
    total: str = ""
    total_tax: str = ""
    sku: str | None = ""


class Fee(msgspec.Struct):
    id: int = 0
    name: str | None = ""
    total: str = ""
    total_tax: str = ""


class Refund(msgspec.Struct):
    id: int
    reason: str | None = ""
    total: str = "0"


class Order(msgspec.Struct):
    id: int
    status: str
    currency: str
    total: str
    number: str = ""
    customer_id: int = 0
    customer_note: str = ""
    date_created_gmt: str | None = None
    date_modified_gmt: str | None = None
    date_paid_gmt: str | None = None
    discount_total: str = ""
    shipping_total: str = ""
    total_tax: str = ""
    payment_method: str = ""
    payment_method_title: str = ""
    transaction_id: str = ""
    billing: Contact = msgspec.field(default_factory=Contact)
    shipping: Contact = msgspec.field(default_factory=Contact)
    meta_data: list[Meta] = []
    line_items: list[Line] = []
    fee_lines: list[Fee] = []
    refunds: list[Refund] = []


class Customer(msgspec.Struct):
    id: int
    email: str | None = ""
    first_name: str = ""
    last_name: str = ""
    date_created_gmt: str | None = None
    date_modified_gmt: str | None = None
    billing: Contact = msgspec.field(default_factory=Contact)
    shipping: Contact = msgspec.field(default_factory=Contact)
    meta_data: list[Meta] = []


class Stub(msgspec.Struct):
    """Enough of any record to file it. A refusal that WordPress sent instead of the record has a code."""

    id: int = 0
    customer_id: int = 0
    email: str | None = ""
    billing: Contact = msgspec.field(default_factory=Contact)
    date_modified_gmt: str | None = None
    date_created_gmt: str | None = None
    code: str | int | None = None
    message: str | None = None


class Webhook(msgspec.Struct):
    id: int
    topic: str = ""
    status: str = ""
    delivery_url: str = ""


class Note(msgspec.Struct):
    id: int
    note: str = ""
