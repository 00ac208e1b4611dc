"""An API of a few operations that show everything the platform gives to rooms."""

import json
from enum import StrEnum

import pytest
from django.urls import path, re_path
from ninja import Router
from pydantic import Field

from enishi.platform import audit
from enishi.platform.accounts import keys
from enishi.platform.accounts.models import User
from enishi.platform.api import cursors, versions
from enishi.platform.api.auth import actor, needs
from enishi.platform.api.idempotency import idempotent
from enishi.platform.api.schemas import Cursor, Input, Limit, Moment, Output, Page
from enishi.platform.api.site import build, unknown_address
from enishi.platform.refusals import not_found

router = Router(tags=["things"])
made = []


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class Line(Input):
    total: int = Field(ge=0)
    note: str = Field("", max_length=10)


class ThingIn(Input):
    name: str = Field(min_length=1)
    colour: Colour = Colour.RED
    at: Moment | None = None
    password: str = Field("x", max_length=3)
    lines: list[Line] = []


class ThingOut(Output):
    id: str
    name: str


@router.get("", auth=needs("customers:read"), response=Page[ThingOut])
def things(request, limit: Limit, cursor: Cursor, colour: Colour | None = None):
    start = (cursors.decode(cursor, f"things:{colour}") or [0])[0]
    data = [{"id": f"thi_{number}", "name": str(number)} for number in range(start, start + limit)]
    return {"data": data, "next": cursors.encode([start + limit], f"things:{colour}")}


@router.get("/{thing_id}", auth=needs("customers:read"), response=ThingOut)
def thing(request, thing_id: str):
    if thing_id == "boom":
        raise RuntimeError("secret inside")
    if thing_id != "thi_1":
        raise not_found(thing_id)
    return versions.unchanged(request, 3) or {"id": thing_id, "name": "one"}


@router.post("", auth=needs("customers:write"), response={201: ThingOut})
@idempotent(required=False)
def create(request, body: ThingIn):
    made.append(body.name)
    audit.record(actor(request), "thing.create", "thi_9", {"name": body.name})
    if body.name == "refused":
        raise not_found("thi_7")
    return {"id": f"thi_{len(made)}", "name": body.name}


strict = Router()


@strict.post("", auth=needs("customers:write"), response=ThingOut)
@idempotent(required=True)
def create_strictly(request, body: ThingIn):
    return {"id": "thi_2", "name": body.name}


@router.patch("/{thing_id}", auth=needs("customers:write"), response=ThingOut)
def update(request, thing_id: str, body: ThingIn):
    versions.require_match(request, 3)
    return {"id": thing_id, "name": body.name}


api = build()
api.add_router("/things", router)
api.add_router("/strict", strict)
urlpatterns = [path("api/v1/", api.urls), re_path("^api/", unknown_address)]


@pytest.fixture(autouse=True)
def _things(settings, db):
    settings.ROOT_URLCONF = __name__
    made.clear()


@pytest.fixture
def person():
    return User.objects.create_user(email="mihon@example.com", password="a-long-one-7", role="operator")


@pytest.fixture
def key():
    return keys.create(name="test", granted=["customers:read", "customers:write"], actor=audit.SYSTEM)


@pytest.fixture
def call(client, key):
    """Call the API with a key; `body` may be any JSON value or raw bytes."""

    def call(method, url, body=None, **headers):
        sent = {"Authorization": f"Bearer {key[1]}", "Accept-Language": "en"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        extra = {}
        if body is not None:
            raw = body if isinstance(body, bytes) else json.dumps(body)
            extra = {"data": raw, "content_type": sent.pop("Content-Type", "application/json")}
        return client.generic(method, f"/api/v1{url}", headers=sent, **extra)

    return call
