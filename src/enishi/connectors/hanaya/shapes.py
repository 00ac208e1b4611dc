"""What the shop sends, as far as Enishi reads it."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Address(msgspec.Struct):
    postal_code: str = ""
    prefecture: str = ""
    city: str = ""
    street: str = ""
    building: str = ""


class Customer(msgspec.Struct):
    id: str
    name: str
    email: str = ""
    phone: str = ""
    kana: str = ""
    company: str = ""
    family_name: str = ""
    given_name: str = ""
    marketing: bool | None = None
    address: Address | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


class Line(msgspec.Struct):
    name: str
    quantity: int
    unit_price: int
    total: int
    sku: str = ""


class Payment(msgspec.Struct):
    method: str = ""
    status: str = ""
    paid_at: datetime | None = None


class Refund(msgspec.Struct):
    id: str
    amount: int
    order_id: str = ""
    reason: str = ""
    created_at: datetime | None = None


class Order(msgspec.Struct):
    id: str
    number: str
    status: str
    customer_id: str
    total: int
    currency: str = "JPY"
    subtotal: int = 0
    tax: int = 0
    shipping: int = 0
    discount: int = 0
    message_card: str = ""
    lines: list[Line] = []
    refunds: list[Refund] = []
    payment: Payment | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


class Subscription(msgspec.Struct):
    id: str
    url: str
    status: str = "enabled"
    secret: str = ""


class Subscriptions(msgspec.Struct):
    data: list[Subscription]


class Orders(msgspec.Struct):
    data: list[msgspec.Raw]
    next_cursor: str | None = None


class Stub(msgspec.Struct):
    """The part of every record that a pull needs."""

    id: str
    updated_at: datetime | None = None


class Subject(msgspec.Struct):
    id: str


class Notice(msgspec.Struct):
    """A webhook: what happened to which record."""

    type: str
    data: Subject


class Me(msgspec.Struct):
    scopes: list[str]
