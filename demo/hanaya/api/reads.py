"""Calls that only look."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from demo.hanaya import times
from demo.hanaya.records import Customer, Note, Order, Refund, Subscription, Tracking
from demo.hanaya.wire import Refusal

from . import bodies, entry

if TYPE_CHECKING:
    from aiohttp import web

    from .call import Call

T = TypeVar("T")


def found(call: Call, kind: type[T], key: str = "") -> T:
    """The record that the path names; raises Refusal (404)."""
    wanted = key or call.request.match_info["id"]
    record = call.shop.store.all(kind).get(wanted)
    if record is None:
        name = kind.__name__.lower()
        raise Refusal(404, f"{name}_not_found", f"There is no {name} {wanted!r}.")
    return record


async def me(call: Call) -> web.Response:
    held = call.credential
    assert held is not None
    ends = times.text(datetime.fromtimestamp(held.expires, UTC)) if held.expires else None
    return call.answer(
        {
            "account": {
                "id": "hanaya",
                "name": "花屋はな",
                "locale": "ja-JP",
                "timezone": "Asia/Tokyo",
                "currency": "JPY",
            },
            "credential": {"id": held.id, "kind": held.kind, "expires_at": ends},
            "scopes": entry.scopes(call),
            "api": {"version": call.version, "deprecated": call.version == "v1"},
        }
    )


async def list_orders(call: Call) -> web.Response:
    status = call.request.query.get("status")
    customer = call.request.query.get("customer_id")

    def wanted(order: Order) -> bool:
        return status in (None, order.status) and customer in (None, order.customer_id)

    page = bodies.page(call, call.shop.store.all(Order), wanted)
    _strike_forms(call)
    return call.answer(page)


async def get_order(call: Call) -> web.Response:
    order = found(call, Order)
    _strike_forms(call)
    return call.answer(call.show(order))


def _strike_forms(call: Call) -> None:
    for slug, variant in (("number-as-text", "totals-as-text"), ("field-renamed", "responses")):
        if f"{slug}:{variant}" in call.changes:
            call.shop.desk.strike(slug)


async def get_refund(call: Call) -> web.Response:
    return call.answer(call.show(found(call, Refund)))


async def list_customers(call: Call) -> web.Response:
    email = call.request.query.get("email")
    customers = call.shop.store.all(Customer)
    return call.answer(bodies.page(call, customers, lambda customer: email in (None, customer.email)))


async def get_customer(call: Call) -> web.Response:
    customer = found(call, Customer)
    answer = call.answer(call.show(customer))
    answer.headers["ETag"] = etag(customer)
    return answer


def etag(customer: Customer) -> str:
    return f'"{customer.updated_at}"'


async def list_notes(call: Call) -> web.Response:
    key = found(call, Customer).id
    notes = call.shop.store.all(Note).values()
    return call.answer(_whole(call, [note for note in notes if note.customer_id == key]))


async def list_tracking(call: Call) -> web.Response:
    return call.answer(_whole(call, found(call, Order).tracking))


def _whole(call: Call, records: list[Note] | list[Tracking]) -> dict[str, Any]:
    reference = call.request.query.get("reference")
    shown = [call.show(record) for record in records if reference in (None, record.reference)]
    return {"data": shown, "next_cursor": None, "has_more": False}


async def list_webhooks(call: Call) -> web.Response:
    held = call.shop.store.all(Subscription).values()
    shown = sorted(
        (call.show(subscription) for subscription in held), key=lambda item: str(item["created_at"])
    )
    return call.answer({"data": shown, "next_cursor": None, "has_more": False})


async def get_webhook(call: Call) -> web.Response:
    return call.answer(call.show(found(call, Subscription)))
