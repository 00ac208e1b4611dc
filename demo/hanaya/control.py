"""The desk from which the shop is broken, mended and counted. Loopback only."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web
from yarl import URL

from . import counts
from .api.call import SHOP
from .breakages.catalogue import BREAKAGES
from .breakages.desk import UnknownBreakageError
from .keyring import SCOPES
from .records import Customer, Order

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .shop import Shop

MOST_AT_ONCE = 20000
CROWD = 100


def add(app: web.Application) -> None:
    router = app.router
    router.add_get("/control/state", counts.state)
    router.add_get("/control/breakages", counts.breakages)
    router.add_get("/control/credentials", counts.credentials)
    router.add_get("/control/orders", counts.orders)
    router.add_get("/control/writes", counts.writes)
    router.add_get("/control/deliveries", counts.deliveries)
    router.add_get("/control/calls", counts.calls)
    router.add_post("/control/break/{name}", start)
    router.add_post("/control/mend/{name}", mend)
    router.add_post("/control/mend", mend_all)
    router.add_post("/control/buy", buy)
    router.add_post("/control/keys", issue_key)
    router.add_post("/control/progress/{id}", progress)
    router.add_post("/control/refund/{id}", refund)
    router.add_post("/control/move/{id}", move)


async def start(request: web.Request) -> web.StreamResponse:
    asked = {**request.query, **{key: str(value) for key, value in (await request.post()).items()}}
    try:
        running = request.app[SHOP].desk.start(
            request.match_info["name"],
            variant=asked.get("variant") or None,
            calls=_count(asked, "calls"),
            seconds=_seconds(asked, "seconds"),
            wait=_seconds(asked, "wait"),
        )
    except UnknownBreakageError as error:
        return web.json_response({"code": "unknown_breakage", "message": str(error)}, status=404)
    except ValueError as error:
        return web.json_response({"code": "invalid_parameter", "message": str(error)}, status=422)
    return _done(request, counts.shown(running))


async def mend(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    if name not in BREAKAGES:
        return web.json_response(
            {"code": "unknown_breakage", "message": f"no breakage is called {name!r}"}, status=404
        )
    return _done(request, {"name": name, "was_on": request.app[SHOP].desk.mend(name)})


async def mend_all(request: web.Request) -> web.StreamResponse:
    desk = request.app[SHOP].desk
    mended = [running.breakage.slug for running in desk.running()]
    desk.mend_all()
    return _done(request, {"mended": mended})


async def buy(request: web.Request) -> web.StreamResponse:
    try:
        count = _count(request.query, "count") or 1
    except ValueError as error:
        return web.json_response({"code": "invalid_parameter", "message": str(error)}, status=422)
    bought: list[str] = []
    for left in range(min(count, MOST_AT_ONCE), 0, -CROWD):
        bought += [order.id for order in request.app[SHOP].buy(min(left, CROWD))]
        await asyncio.sleep(0)  # others are served between two crowds
    return _done(request, {"orders": bought})


async def issue_key(request: web.Request) -> web.StreamResponse:
    scopes = tuple(request.query.get("scopes", "").split()) or SCOPES
    held = request.app[SHOP].keys.issue_key(scopes)
    return _done(request, {"id": held.id, "api_key": held.value, "scopes": held.scopes})


async def progress(request: web.Request) -> web.StreamResponse:
    order = _record(request, Order)
    request.app[SHOP].progress(order)
    return _done(request, {"id": order.id, "status": order.status})


async def refund(request: web.Request) -> web.StreamResponse:
    given = request.app[SHOP].refund(_record(request, Order))
    return _done(request, msgspec.to_builtins(given))


async def move(request: web.Request) -> web.StreamResponse:
    shop: Shop = request.app[SHOP]
    customer = _record(request, Customer)
    shop.move(customer, f"move:{customer.updated_at}")
    return _done(request, {"id": customer.id, "address": msgspec.to_builtins(customer.address)})


def _done(request: web.Request, data: Any) -> web.StreamResponse:
    """Back to the page for a form, JSON for everyone else."""
    if "text/html" in request.headers.get("Accept", ""):
        back = URL("/").with_query(lang=request.query.get("lang", "ja"))
        fragment = request.match_info.get("name", "")
        return web.Response(status=303, headers={"Location": str(back.with_fragment(fragment))})
    return web.json_response(data)


def _record(request: web.Request, kind: type[Any]) -> Any:
    held = request.app[SHOP].store.all(kind).get(request.match_info["id"])
    if held is None:
        raise web.HTTPNotFound(text='{"code": "not_found"}', content_type="application/json")
    return held


def _count(asked: Mapping[str, str], name: str) -> int | None:
    given = asked.get(name, "")
    if given == "":
        return None
    if not given.isascii() or not given.isdigit() or int(given) == 0:
        raise ValueError(f"{name} must be a whole number from 1, not {given!r}")
    return int(given)


def _seconds(asked: Mapping[str, str], name: str) -> float | None:
    given = asked.get(name, "")
    if given == "":
        return None
    value = float(given)
    if not math.isfinite(value) or value < 0:
        raise ValueError(f"{name} must be seconds, not {given!r}")
    return value
