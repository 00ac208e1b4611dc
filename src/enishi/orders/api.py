"""/api/v1/orders."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field, StringConstraints

from enishi.orders import actions, queries
from enishi.orders.fields import OrderFields
from enishi.platform.api import cursors, versions
from enishi.platform.api.auth import actor, needs
from enishi.platform.api.documents import document, page_of
from enishi.platform.api.idempotency import idempotent
from enishi.platform.api.schemas import Cursor, Input, Limit, Moment, Output, Page
from enishi.platform.refusals import not_found

router = Router(tags=["orders"])
LARGEST = 9_007_199_254_740_991  # what JSON numbers hold exactly everywhere
Money = Annotated[
    int, Field(ge=0, le=LARGEST, description="Minor units of the currency (yen, cents)", examples=[1200])
]
Text = Annotated[str, StringConstraints(max_length=200)]
Source = Annotated[str, StringConstraints(min_length=1, max_length=40)]
ExternalIdentifier = Annotated[str, StringConstraints(min_length=1, max_length=200)]
StatusName = Literal["pending", "paid", "fulfilled", "completed", "cancelled", "refunded", "failed"]


class LineIn(Input):
    sku: Annotated[str, StringConstraints(max_length=100)] = ""
    name: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    quantity: Annotated[float, Field(gt=0, le=999_999_999)] = 1
    unit_price: Money = 0
    tax_rate: Annotated[float, Field(ge=0, le=100, description="Per cent", examples=[10])] | None = None
    total: Money = Field(0, description="Price times quantity when left out")


class PaymentIn(Input):
    external_id: Text = Field("", description="Makes a repeat harmless")
    method: Annotated[str, StringConstraints(max_length=60)] = ""
    amount: Money
    at: Moment | None = None


class RefundIn(Input):
    external_id: Text = Field("", description="Makes a repeat harmless")
    reason: Annotated[str, StringConstraints(max_length=500)] = ""
    amount: Money
    at: Moment | None = None


class OrderIn(Input):
    """An order as written. Fields left out stay as they are; lines are replaced, payments and refunds added."""

    customer_id: Annotated[str, StringConstraints(max_length=40)] | None = None
    number: Annotated[str, StringConstraints(max_length=60)] = ""
    status: StatusName = "pending"
    currency: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")] = "JPY"
    subtotal: Money = 0
    discount: Money = 0
    shipping: Money = 0
    tax: Money = 0
    total: Money = 0
    note: Annotated[str, StringConstraints(max_length=20_000)] = ""
    custom: dict[str, Any] = Field(default_factory=dict, max_length=200)
    placed_at: Moment | None = None
    external_version: Annotated[str, StringConstraints(max_length=40)] = Field(
        "", description="Sorts by age; older news than stored changes nothing"
    )
    lines: list[LineIn] = Field(default_factory=list, max_length=1000)
    payments: list[PaymentIn] = Field(default_factory=list, max_length=200)
    refunds: list[RefundIn] = Field(default_factory=list, max_length=200)

    def fields(self) -> OrderFields:
        """What the caller gave, and nothing else."""
        given = self.model_dump(exclude_unset=True)
        if given.get("placed_at", 0) is None:
            del given["placed_at"]
        return given  # type: ignore[return-value]


class NewOrderIn(OrderIn):
    source: Annotated[str, StringConstraints(max_length=40)] = ""
    external_id: Text = ""


class LineOut(Output):
    sku: str
    name: str
    quantity: float
    unit_price: int
    tax_rate: float | None
    total: int


class PaymentOut(Output):
    external_id: str
    method: str
    amount: int
    at: datetime


class RefundOut(Output):
    external_id: str
    reason: str
    amount: int
    at: datetime


class StatusChangeOut(Output):
    before: str
    after: str
    actor: str
    at: datetime


class OrderOut(Output):
    id: str
    customer_id: str | None
    source: str
    external_id: str
    number: str
    status: StatusName
    currency: str
    subtotal: int
    discount: int
    shipping: int
    tax: int
    total: int
    paid: int
    refunded: int
    note: str
    custom: dict[str, Any]
    lines: list[LineOut]
    payments: list[PaymentOut]
    refunds: list[RefundOut]
    history: list[StatusChangeOut]
    placed_at: datetime
    version: int
    created_at: datetime
    updated_at: datetime


class OrderFilter(Input):
    customer_id: Annotated[str, StringConstraints(max_length=40)] = ""
    status: Literal["", "pending", "paid", "fulfilled", "completed", "cancelled", "refunded", "failed"] = ""
    source: Annotated[str, StringConstraints(max_length=40)] = ""
    external_id: Text = ""
    number: Annotated[str, StringConstraints(max_length=60)] = ""
    placed_from: Moment | None = None
    placed_to: Moment | None = None
    updated_since: Moment | None = None
    sort: Literal["newest", "updated"] = "newest"


@router.get("", auth=needs("orders:read"), response=Page[OrderOut], summary="List orders")
def listing(request: HttpRequest, chosen: Query[OrderFilter], limit: Limit, cursor: Cursor) -> HttpResponse:
    del request
    wanted = queries.Filter(**chosen.model_dump())
    name = f"orders {wanted}"
    rows, end = queries.page(wanted, after=cursors.decode(cursor, name), limit=limit)
    return page_of([row[0] for row in rows], cursors.encode(end, name) if end else None)


@router.post("", auth=needs("orders:write"), response={201: OrderOut}, summary="Create an order")
@idempotent(required=False)
def create(request: HttpRequest, body: NewOrderIn) -> HttpResponse:
    order = actions.create(body.fields(), actor=actor(request))
    return _answer(order.id, status=201)


@router.get("/{order_id}", auth=needs("orders:read"), response=OrderOut, summary="Read an order")
def read(request: HttpRequest, order_id: str) -> HttpResponse:
    found = queries.get(order_id)
    if found is None:
        raise not_found(order_id)
    return versions.unchanged(request, found[0]) or document(found[1], version=found[0])


@router.patch("/{order_id}", auth=needs("orders:write"), response=OrderOut, summary="Change an order")
@idempotent(required=False)
def update(request: HttpRequest, order_id: str, body: OrderIn) -> HttpResponse:
    def check(version: int) -> None:
        versions.require_match(request, version, required=False)

    actions.update(order_id, body.fields(), actor=actor(request), check=check)
    return _answer(order_id)


@router.put(
    "/by/{source}/{external_id}",
    auth=needs("orders:write"),
    response={200: OrderOut, 201: OrderOut},
    summary="Create or change by external id",
)
@idempotent(required=False)
def upsert(
    request: HttpRequest, source: Source, external_id: ExternalIdentifier, body: OrderIn
) -> HttpResponse:
    with transaction.atomic():
        done = actions.upsert(source, external_id, body.fields(), actor=actor(request))
    return _answer(done.order.id, status=201 if done.outcome == "created" else 200)


def _answer(order_id: str, *, status: int = 200) -> HttpResponse:
    found = queries.get(order_id)
    assert found is not None
    location = f"/api/v1/orders/{order_id}" if status == 201 else None  # noqa: PLR2004
    return document(found[1], version=found[0], status=status, location=location)
