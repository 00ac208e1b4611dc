"""/api/v1/customers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field, StringConstraints

from enishi.customers import actions, queries, rules
from enishi.customers.rules import CustomerFields
from enishi.platform.api import cursors, versions
from enishi.platform.api.auth import actor, needs
from enishi.platform.api.documents import document, page_of
from enishi.platform.api.idempotency import idempotent
from enishi.platform.api.schemas import Cursor, Input, Limit, Moment, Output, Page
from enishi.platform.refusals import not_found

router = Router(tags=["customers"])
Text = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(max_length=100, strip_whitespace=True)]
Label = Annotated[str, StringConstraints(max_length=40)]
Source = Annotated[str, StringConstraints(min_length=1, max_length=40)]
ExternalIdentifier = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Values = dict[Annotated[str, StringConstraints(max_length=60)], str | int | float | bool | list[str] | None]


class EmailIn(Input):
    address: Annotated[str, StringConstraints(max_length=254)] = Field(examples=["sakura@example.com"])
    label: Label = ""


class PhoneIn(Input):
    number: Annotated[str, StringConstraints(max_length=40)] = Field(examples=["090-1234-5678"])
    label: Label = ""


class AddressIn(Input):
    label: Label = ""
    country: Annotated[str, StringConstraints(pattern="^[A-Za-z]{2}$")] = "JP"
    postal_code: Annotated[str, StringConstraints(max_length=20)] = ""
    region: Name = ""
    city: Text = ""
    street: Annotated[str, StringConstraints(max_length=300)] = ""
    building: Annotated[str, StringConstraints(max_length=300)] = ""


class ConsentIn(Input):
    channel: Literal["email", "sms", "phone", "post", "line"]
    purpose: Annotated[str, StringConstraints(min_length=1, max_length=40)] = "marketing"
    granted: bool
    source: Text = Field("", description="Where it was given, e.g. the form")


class CustomerIn(Input):
    """A customer as written. Fields left out stay as they are; a list replaces the whole list."""

    family_name: Name = ""
    given_name: Name = ""
    family_kana: Name = Field("", description="Reading; hiragana and half-width kana become katakana")
    given_kana: Name = ""
    name: Text = Field("", description="Used when family and given name are not known apart")
    company: Text = ""
    language: Literal["", "ja", "en"] = ""
    note: Annotated[str, StringConstraints(max_length=20_000)] = ""
    custom: Values = Field(
        default_factory=dict, description="Own values by name; null removes one", max_length=200
    )
    emails: list[EmailIn] = Field(default_factory=list, max_length=50)
    phones: list[PhoneIn] = Field(default_factory=list, max_length=50)
    addresses: list[AddressIn] = Field(default_factory=list, max_length=50)
    external_ids: dict[Source, ExternalIdentifier] = Field(
        default_factory=dict, description="Id in another system, by connection id or a name of your choice"
    )
    consents: list[ConsentIn] = Field(default_factory=list, max_length=20)

    def fields(self) -> CustomerFields:
        """What the caller gave, and nothing else."""
        given: CustomerFields = self.model_dump(exclude_unset=True)  # type: ignore[assignment]
        return given


class EmailOut(Output):
    address: str
    label: str


class PhoneOut(Output):
    number: str = Field(description="E.164")
    label: str


class AddressOut(Output):
    label: str
    country: str
    postal_code: str
    region: str
    city: str
    street: str
    building: str


class ConsentOut(Output):
    channel: str
    purpose: str
    granted: bool
    source: str
    at: datetime


class CustomerOut(Output):
    id: str
    name: str = Field(description="As shown: family name first when written in Japanese")
    family_name: str
    given_name: str
    family_kana: str
    given_kana: str
    company: str
    language: str
    note: str
    custom: dict[str, Any]
    emails: list[EmailOut]
    phones: list[PhoneOut]
    addresses: list[AddressOut]
    external_ids: dict[str, str]
    consents: list[ConsentOut] = Field(description="The newest act for each channel and purpose")
    version: int
    created_at: datetime
    updated_at: datetime


class CustomerFilter(Input):
    search: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Name, reading, company, e-mail or phone; two characters suffice"
    )
    email: Annotated[str, StringConstraints(max_length=254)] = ""
    phone: Annotated[str, StringConstraints(max_length=40)] = ""
    source: Annotated[str, StringConstraints(max_length=40)] = ""
    external_id: Annotated[str, StringConstraints(max_length=200)] = Field("", description="Needs `source`")
    updated_since: Moment | None = None
    sort: Literal["newest", "name", "updated"] = "newest"


@router.get("", auth=needs("customers:read"), response=Page[CustomerOut], summary="List customers")
def listing(
    request: HttpRequest, chosen: Query[CustomerFilter], limit: Limit, cursor: Cursor
) -> HttpResponse:
    del request
    wanted = queries.Filter(
        search=chosen.search,
        email=rules.email_key(chosen.email),
        phone=(rules.phone(chosen.phone) or chosen.phone) if chosen.phone else "",
        source=chosen.source,
        external_id=chosen.external_id,
        updated_since=chosen.updated_since,
        sort=chosen.sort,
    )
    name = f"customers {wanted}"
    rows, end = queries.page(wanted, after=cursors.decode(cursor, name), limit=limit)
    return page_of([row[0] for row in rows], cursors.encode(end, name) if end else None)


@router.post("", auth=needs("customers:write"), response={201: CustomerOut}, summary="Create a customer")
@idempotent(required=False)
def create(request: HttpRequest, body: CustomerIn) -> HttpResponse:
    customer = actions.create(body.fields(), actor=actor(request))
    return _answer(customer.id, status=201)


@router.get("/{customer_id}", auth=needs("customers:read"), response=CustomerOut, summary="Read a customer")
def read(request: HttpRequest, customer_id: str) -> HttpResponse:
    found = queries.get(customer_id)
    if found is None:
        raise not_found(customer_id)
    return versions.unchanged(request, found[0]) or document(found[1], version=found[0])


@router.patch(
    "/{customer_id}", auth=needs("customers:write"), response=CustomerOut, summary="Change a customer"
)
@idempotent(required=False)
def update(request: HttpRequest, customer_id: str, body: CustomerIn) -> HttpResponse:
    def check(version: int) -> None:
        versions.require_match(request, version, required=False)

    done = actions.update(customer_id, body.fields(), actor=actor(request), check=check)
    return _answer(done.customer.id)


@router.delete(
    "/{customer_id}", auth=needs("customers:write"), response={204: None}, summary="Put a customer away"
)
def delete(request: HttpRequest, customer_id: str) -> HttpResponse:
    def check(version: int) -> None:
        versions.require_match(request, version, required=False)

    actions.delete(customer_id, actor=actor(request), check=check)
    return HttpResponse(status=204)


@router.post(
    "/{customer_id}/restore",
    auth=needs("customers:write"),
    response=CustomerOut,
    summary="Bring a customer back",
)
def restore(request: HttpRequest, customer_id: str) -> HttpResponse:
    actions.restore(customer_id, actor=actor(request))
    return _answer(customer_id)


@router.put(
    "/by/{source}/{external_id}",
    auth=needs("customers:write"),
    response={200: CustomerOut, 201: CustomerOut},
    summary="Create or change by external id",
)
@idempotent(required=False)
def upsert(
    request: HttpRequest, source: Source, external_id: ExternalIdentifier, body: CustomerIn
) -> HttpResponse:
    with transaction.atomic():
        done = actions.upsert(source, external_id, body.fields(), actor=actor(request))
    return _answer(done.customer.id, status=201 if done.outcome == "created" else 200)


def _answer(customer_id: str, *, status: int = 200) -> HttpResponse:
    found = queries.get(customer_id)
    assert found is not None
    location = f"/api/v1/customers/{customer_id}" if status == 201 else None  # noqa: PLR2004
    return document(found[1], version=found[0], status=status, location=location)
