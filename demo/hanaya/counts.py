"""What the control desk tells: addresses, what is broken, and everything that is counted."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from .api.call import PORTS, SHOP
from .breakages.catalogue import BREAKAGES
from .keyring import CLIENT_ID, SCOPES
from .records import Credential, Customer, Delivery, Order, Subscription

if TYPE_CHECKING:
    from .breakages.model import Breakage, Running


async def state(request: web.Request) -> web.Response:
    shop, ports = request.app[SHOP], request.app[PORTS]
    return web.json_response(
        {
            "base_url": ports.base(moved=False),
            "new_base_url": ports.base(moved=True),
            "tls_base_url": f"https://localhost:{ports.tls}" if ports.tls else None,
            "authority": ports.authority,
            "orders": len(shop.store.all(Order)),
            "customers": len(shop.store.all(Customer)),
            "running": [shown(running) for running in shop.desk.running()],
            "affected": dict(shop.desk.affected),
            "events": dict(shop.ledger.events),
            "webhooks": {**shop.ledger.webhooks, "pending": shop.sender.pending()},
            "subscriptions": [_subscription(held) for held in shop.store.all(Subscription).values()],
            "calls": dict(shop.ledger.calls),
            "statuses": {str(status): count for status, count in shop.ledger.statuses.items()},
            "calls_after_death": dict(shop.ledger.after_death),
        }
    )


async def breakages(_: web.Request) -> web.Response:
    return web.json_response([_breakage(breakage) for breakage in BREAKAGES.values()])


async def credentials(request: web.Request) -> web.Response:
    """Everything that a connection is set up with: for demonstrations and tests."""
    shop = request.app[SHOP]
    return web.json_response(
        {
            "api_key": shop.keys.api_key,
            "client_id": CLIENT_ID,
            "client_secret": shop.keys.client_secret,
            "scopes": list(SCOPES),
            "issued": [_credential(held) for held in shop.keys.all()],
        }
    )


async def orders(request: web.Request) -> web.Response:
    held = request.app[SHOP].store.all(Order).values()
    named = ("id", "status", "total", "customer_id", "updated_at")
    listed = [{name: getattr(order, name) for name in named} for order in held]
    return web.json_response(sorted(listed, key=lambda order: order["id"]))


async def writes(request: web.Request) -> web.Response:
    asked = request.query
    found = request.app[SHOP].ledger.writes(key=asked.get("key"), reference=asked.get("reference"))
    return web.json_response([asdict(write) for write in found])


async def deliveries(request: web.Request) -> web.Response:
    wanted = request.query.get("status")
    held = request.app[SHOP].store.all(Delivery).values()
    return web.json_response(
        [msgspec.to_builtins(delivery) for delivery in held if wanted in (None, delivery.status)]
    )


async def calls(request: web.Request) -> web.Response:
    return web.json_response(list(request.app[SHOP].ledger.recent))


def shown(running: Running) -> dict[str, Any]:
    return {
        "name": running.breakage.slug,
        "variant": running.variant,
        "cause": running.cause,
        "since": running.since,
        "affected": running.affected,
        "calls_left": running.calls_left,
        "wait": running.wait,
        "caller_side": running.breakage.caller_side,
    }


def _breakage(breakage: Breakage) -> dict[str, Any]:
    return {"name": breakage.slug, **{k: v for k, v in asdict(breakage).items() if k != "slug"}}


def _credential(held: Credential) -> dict[str, Any]:
    return {
        "id": held.id, "kind": held.kind, "scopes": held.scopes, "state": held.state, "expires": held.expires,
    }  # fmt: skip


def _subscription(held: Subscription) -> dict[str, Any]:
    return {
        "id": held.id, "url": held.url, "events": held.events, "status": held.status,
        "failures": held.failures, "body": held.body,
    }  # fmt: skip
