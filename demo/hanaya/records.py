"""What the shop remembers. Times are UTC text of fixed width, so that they compare as text."""

from __future__ import annotations

import msgspec


class Address(msgspec.Struct, frozen=True):
    postal_code: str
    prefecture: str
    city: str
    street: str
    building: str = ""


class Customer(msgspec.Struct):
    id: str
    name: str
    family_name: str
    given_name: str
    kana: str
    company: str
    email: str
    phone: str
    address: Address
    marketing: bool
    created_at: str
    updated_at: str


class Line(msgspec.Struct, frozen=True):
    sku: str
    name: str
    quantity: int
    unit_price: int
    total: int


class Refund(msgspec.Struct, frozen=True):
    id: str
    order_id: str
    amount: int
    reason: str
    created_at: str


class Tracking(msgspec.Struct, frozen=True):
    id: str
    order_id: str
    carrier: str
    number: str
    parcels: int
    status: str
    created_at: str
    weight_grams: int | None = None
    reference: str | None = None


class Note(msgspec.Struct, frozen=True):
    id: str
    customer_id: str
    text: str
    created_at: str
    author: str | None = None
    priority: int | None = None
    visibility: str | None = None
    reference: str | None = None


class Payment(msgspec.Struct, frozen=True):
    method: str
    status: str
    paid_at: str | None


class Handover(msgspec.Struct, frozen=True):
    """Where the flowers go, and when."""

    name: str
    address: Address
    date: str
    slot: str


class Order(msgspec.Struct):
    id: str
    number: str
    status: str
    customer_id: str
    customer_name: str
    currency: str
    subtotal: int
    tax: int
    shipping: int
    discount: int
    total: int
    lines: list[Line]
    payment: Payment
    delivery: Handover
    message_card: str
    interval: str | None
    created_at: str
    updated_at: str
    refunds: list[Refund] = []
    tracking: list[Tracking] = []


class Subscription(msgspec.Struct):
    """One receiver of webhooks."""

    id: str
    url: str
    events: list[str]
    secret: str
    body: str
    status: str
    created_at: str
    failures: int = 0
    secret_changed_at: str | None = None


class Event(msgspec.Struct, frozen=True):
    """Something that happened: told to every subscription that asked for its type."""

    id: str
    type: str
    subject_id: str
    timestamp: str


class Delivery(msgspec.Struct):
    """One event on its way to one subscription."""

    id: str
    subscription_id: str
    message_id: str
    event: Event
    body: str
    status: str
    attempts: int = 0
    due: float = 0.0
    answer: str = ""
    finished_at: str | None = None


class Credential(msgspec.Struct):
    """An API key, an access token or a refresh token."""

    id: str
    kind: str
    value: str
    scopes: list[str]
    created_at: str
    expires: float | None = None
    state: str = "live"


class Answered(msgspec.Struct, frozen=True):
    """The answer given to an idempotency key, to be given again."""

    id: str
    fingerprint: str
    status: int
    body: str


Record = Customer | Order | Refund | Note | Tracking | Subscription | Delivery | Credential | Answered
