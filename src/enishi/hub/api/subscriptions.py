"""/api/v1/subscriptions: telling others of our events."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from enishi.hub.api import shapes
from enishi.hub.connections import actions as connections
from enishi.hub.delivery import actions
from enishi.hub.delivery.models import Subscription
from enishi.platform import audit
from enishi.platform.api import cursors
from enishi.platform.api.auth import actor, needs
from enishi.platform.api.schemas import Cursor, Limit, Page
from enishi.platform.refusals import not_found

router = Router(tags=["subscriptions"])
READ, WRITE = needs("connections:read"), needs("connections:write")


@router.get("", auth=READ, response=Page[shapes.SubscriptionOut], summary="List subscriptions")
def listing(request: HttpRequest, limit: Limit, cursor: Cursor) -> dict[str, Any]:
    del request
    place = cursors.decode(cursor, "subscriptions")
    rows = Subscription.objects.select_related("connection").order_by("-id")
    found = list((rows.filter(id__lt=place[0]) if place else rows)[: limit + 1])
    end = cursors.encode([found[limit - 1].id], "subscriptions") if len(found) > limit else None
    return {"data": [_shown(row) for row in found[:limit]], "next": end}


@router.post(
    "", auth=WRITE, response={201: shapes.SubscriptionMadeOut}, summary="Subscribe an address to events"
)
def create(request: HttpRequest, body: shapes.SubscriptionIn) -> Any:
    made, secret = actions.subscribe(
        name=body.name, url=body.url, events=body.events, only=body.filter, actor=actor(request)
    )
    return Status(201, _shown(made) | {"secret": secret})


@router.get("/{subscription_id}", auth=READ, response=shapes.SubscriptionOut, summary="Read a subscription")
def read(request: HttpRequest, subscription_id: str) -> dict[str, Any]:
    del request
    return _shown(_found(subscription_id))


@router.patch(
    "/{subscription_id}", auth=WRITE, response=shapes.SubscriptionOut, summary="Change a subscription"
)
def change(request: HttpRequest, subscription_id: str, body: shapes.SubscriptionChangeIn) -> dict[str, Any]:
    given = {name: value for name, value in body.model_dump(exclude_unset=True).items() if value is not None}
    changed = actions.change_subscription(_found(subscription_id), given)
    audit.record(actor(request), "subscription.change", subscription_id, given)
    return _shown(changed)


@router.post(
    "/{subscription_id}/rotate",
    auth=WRITE,
    response=shapes.SecretOut,
    summary="Give a subscription a new secret",
)
def rotate(request: HttpRequest, subscription_id: str) -> dict[str, str]:
    return {"secret": actions.rotate(_found(subscription_id), actor=actor(request))}


@router.delete("/{subscription_id}", auth=WRITE, response={204: None}, summary="End a subscription")
def end(request: HttpRequest, subscription_id: str) -> Any:
    row = _found(subscription_id)
    actions.change_subscription(row, {"state": "gone"})
    connections.switch_off(row.connection_id, actor=actor(request), reason="subscription ended")
    return Status(204, None)


def _found(subscription_id: str) -> Subscription:
    row = Subscription.objects.select_related("connection").filter(pk=subscription_id).first()
    if row is None:
        raise not_found(subscription_id)
    return row


def _shown(row: Subscription) -> dict[str, Any]:
    names = ("id", "connection_id", "events", "filter", "state", "created_at", "changed_at")
    shown: dict[str, Any] = {name: getattr(row, name) for name in names}
    return shown | {"name": row.connection.name, "url": row.connection.settings.get("url", "")}
