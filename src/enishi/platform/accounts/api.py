"""People and API keys over the API; a keeper's business."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from ninja import Router, Status
from pydantic import Field

from enishi.platform.accounts import keys, people, scopes
from enishi.platform.accounts.models import ApiKey, Role, User
from enishi.platform.api import cursors
from enishi.platform.api.auth import actor, needs
from enishi.platform.api.schemas import Cursor, Input, Limit, Moment, Output, Page

if TYPE_CHECKING:
    from django.http import HttpRequest

keys_router = Router(tags=["API keys"])
people_router = Router(tags=["People"])


class KeyIn(Input):
    name: str = Field(min_length=1, max_length=200, examples=["Online shop"])
    scopes: list[str] = Field(min_length=1, examples=[["customers:read", "orders:write"]])
    expires_at: Moment | None = Field(None, description="Refused from this moment on; null for never")


class KeyOut(Output):
    id: str
    name: str
    start: str = Field(description="First characters, to recognise the key by")
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None = Field(description="To the minute")


class NewKeyOut(KeyOut):
    key: str = Field(description="Shown this once; only its hash is kept")


class PersonIn(Input):
    email: str = Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s.]+$")
    name: str = Field("", max_length=200)
    role: Role = Role.OPERATOR


class PersonChange(Input):
    role: Role | None = None
    is_active: bool | None = None


class PersonOut(Output):
    id: int
    email: str
    name: str
    role: Role
    is_active: bool
    last_login: datetime | None


class InvitedOut(PersonOut):
    link: str = Field(description="Lets the person in once, for three days; hand it over yourself")


@keys_router.get("", auth=needs(scopes.ADMIN), response=Page[KeyOut], summary="List API keys")
def list_keys(request: HttpRequest, limit: Limit, cursor: Cursor) -> dict[str, Any]:
    del request
    return _page(ApiKey.objects.order_by("pk"), limit, cursors.decode(cursor, "keys"), "keys")


@keys_router.post("", auth=needs(scopes.ADMIN), response={201: NewKeyOut}, summary="Make an API key")
def create_key(request: HttpRequest, body: KeyIn) -> Status[dict[str, Any]]:
    key, text = keys.create(
        name=body.name, granted=body.scopes, actor=actor(request), expires_at=body.expires_at
    )
    return Status(201, KeyOut.model_validate(key).model_dump() | {"key": text})


@keys_router.delete("/{key_id}", auth=needs(scopes.ADMIN), response=KeyOut, summary="Revoke an API key")
def revoke_key(request: HttpRequest, key_id: str) -> ApiKey:
    """The key is refused from now on. Revoking it again changes nothing."""
    return keys.revoke(key_id, actor=actor(request))


@people_router.get("", auth=needs(scopes.ADMIN), response=Page[PersonOut], summary="List people")
def list_people(request: HttpRequest, limit: Limit, cursor: Cursor) -> dict[str, Any]:
    del request
    return _page(User.objects.order_by("pk"), limit, cursors.decode(cursor, "people"), "people")


@people_router.post("", auth=needs(scopes.ADMIN), response={201: InvitedOut}, summary="Invite a person")
def invite(request: HttpRequest, body: PersonIn) -> Status[dict[str, Any]]:
    user, link = people.invite(email=body.email, name=body.name, role=body.role, actor=actor(request))
    return Status(201, PersonOut.model_validate(user).model_dump() | {"link": link_url(link)})


@people_router.patch(
    "/{int:person_id}", auth=needs(scopes.ADMIN), response=PersonOut, summary="Change a person"
)
def change_person(request: HttpRequest, person_id: int, body: PersonChange) -> User:
    """Change the role, or take away and give back the right to sign in. The last keeper stays."""
    return people.change(person_id, actor=actor(request), role=body.role, active=body.is_active)


def link_url(text: str) -> str:
    """The whole address of a sign-in link."""
    return settings.PUBLIC_URL + reverse("enter", args=[text])


def _page(found: Any, limit: int, place: list[Any] | None, listing: str) -> dict[str, Any]:
    rows = list(found.filter(pk__gt=place[0])[: limit + 1] if place else found[: limit + 1])
    more = cursors.encode([rows[limit - 1].pk], listing) if len(rows) > limit else None
    return {"data": rows[:limit], "next": more}
