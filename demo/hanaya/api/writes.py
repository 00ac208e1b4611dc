"""Calls that change something."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web
from standardwebhooks.webhooks import Webhook
from yarl import URL

from demo.hanaya.breakages.effects import new_secret
from demo.hanaya.contract.schemas import EVENT_TYPES
from demo.hanaya.records import Address, Answered, Customer, Note, Order, Subscription, Tracking
from demo.hanaya.wire import Refusal

from . import bodies
from .reads import etag, found

if TYPE_CHECKING:
    from collections.abc import Callable

    from .call import Call

LOOPBACK = ("127.0.0.1", "::1", "localhost")


async def put_customer(call: Call) -> web.Response:
    customer = found(call, Customer)
    sent = await bodies.body(call)
    wanted = call.request.headers.get("If-Match")
    if wanted not in (None, "*", etag(customer)):
        raise Refusal(412, "customer_changed", "The customer has changed since you read it.")
    call.shop.ledger.write("put_customer", key=_key(call), reference=customer.id).done.append(customer.id)
    for name, value in sent.items():
        setattr(customer, name, Address(**value) if name == "address" else value)
    call.shop.changed(customer)
    answer = call.answer(call.show(customer))
    answer.headers["ETag"] = etag(customer)
    return answer


async def add_note(call: Call) -> web.Response:
    customer = found(call, Customer)
    sent = await bodies.body(call)

    def make() -> Note:
        priority = sent.get("priority")
        return Note(
            id=f"n-{len(call.shop.store.all(Note)) + 1}",
            customer_id=customer.id,
            text=sent["body"] if "body" in sent else sent["text"],
            created_at=call.shop.clock.text(),
            author=sent.get("author"),
            priority=None if priority is None else int(priority),
            visibility=sent.get("visibility"),
            reference=sent.get("reference"),
        )

    return _once(call, sent, make)


async def add_tracking(call: Call) -> web.Response:
    order = found(call, Order)
    sent = await bodies.body(call)

    def make() -> Tracking:
        made = Tracking(
            id=f"t-{len(call.shop.store.all(Tracking)) + 1}",
            order_id=order.id,
            carrier=sent["carrier"],
            number=sent["tracking_number"] if "tracking_number" in sent else sent["number"],
            parcels=int(sent["parcels"]),
            status=sent.get("status", "accepted"),
            created_at=call.shop.clock.text(),
            weight_grams=sent.get("weight_grams"),
            reference=sent.get("reference"),
        )
        order.tracking.append(made)
        call.shop.progress(order, "delivered" if made.status == "delivered" else "shipped")
        return made

    return _once(call, sent, make)


def _once(call: Call, sent: dict[str, Any], make: Callable[[], Note | Tracking]) -> web.Response:
    """Make it, or give the first answer again when this Idempotency-Key has been seen."""
    key = _key(call)
    operation = call.operation.id if call.operation else ""
    account = call.shop.ledger.write(operation, key=key, reference=sent.get("reference"))
    mark = hashlib.sha256(
        json.dumps([call.request.match_info["id"], sent], sort_keys=True).encode()
    ).hexdigest()
    stored = call.shop.store.all(Answered).get(f"{operation}:{key}") if key else None
    if stored is not None:
        return _again(call, stored, mark)
    made = make()
    call.shop.store.keep(made)
    account.done.append(made.id)
    shown = call.show(made)
    if key:
        call.shop.store.keep(Answered(f"{operation}:{key}", mark, 201, json.dumps(shown)))
    return call.answer(shown, status=201)


def _again(call: Call, stored: Answered, mark: str) -> web.Response:
    if stored.fingerprint != mark:
        words = "This Idempotency-Key was used before with another body."
        raise Refusal(409, "idempotency_key_reused", words)
    answer = call.answer(json.loads(stored.body), status=stored.status)
    answer.headers["Idempotent-Replayed"] = "true"
    return answer


def _key(call: Call) -> str | None:
    return call.request.headers.get("Idempotency-Key")


async def add_webhook(call: Call) -> web.Response:
    sent = await bodies.body(call)
    _check_subscription(sent)
    held = Subscription(
        id=f"wh-{call.shop.epoch}-{call.shop.ledger.webhooks['subscriptions'] + 1}",
        url=sent["url"],
        events=sent.get("events") or list(EVENT_TYPES),
        secret=sent.get("secret") or new_secret(),
        body=sent.get("body", call.shop.options.bodies),
        status="enabled",
        created_at=call.shop.clock.text(),
    )
    call.shop.ledger.webhooks["subscriptions"] += 1
    call.shop.store.keep(held)
    return call.answer({**call.show(held), "secret": held.secret}, status=201)


def _check_subscription(sent: dict[str, Any]) -> None:
    try:
        host = URL(sent["url"]).host
        Webhook(sent.get("secret") or new_secret())
    except ValueError as error:
        raise Refusal(422, "validation_failed", "url or secret cannot be read.") from error
    if host not in LOOPBACK:
        words = "This shop is for trying out: it only sends to this machine (127.0.0.1, ::1, localhost)."
        raise Refusal(422, "url_not_allowed", words)


async def delete_webhook(call: Call) -> web.Response:
    call.shop.store.drop(found(call, Subscription))
    return web.Response(status=204)


async def rotate_webhook_secret(call: Call) -> web.Response:
    held = found(call, Subscription)
    held.secret = new_secret()
    held.secret_changed_at = call.shop.clock.text()
    call.shop.store.keep(held)
    return call.answer({**call.show(held), "secret": held.secret})


async def enable_webhook(call: Call) -> web.Response:
    held = found(call, Subscription)
    held.status = "enabled"
    held.failures = 0
    call.shop.store.keep(held)
    return call.answer(call.show(held))
