"""The calls that the API takes: the routes and the OpenAPI documents are made from this one list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One call.

    Attributes:
        scope: right that the credential needs; "" when any credential will do.
        takes, gives: names of the schemas of body and answer; "" for none.
        query: parameters that the URL may carry.
    """

    id: str
    method: str
    path: str
    scope: str
    gives: str
    takes: str = ""
    status: int = 200
    query: tuple[str, ...] = ()


PAGE = ("limit", "cursor")

OPERATIONS = (
    Operation(id="me", method="GET", path="/me", scope="", gives="Me"),
    Operation(
        id="list_orders",
        method="GET",
        path="/orders",
        scope="orders:read",
        gives="OrderPage",
        query=(*PAGE, "updated_since", "status", "customer_id"),
    ),
    Operation(id="get_order", method="GET", path="/orders/{id}", scope="orders:read", gives="Order"),
    Operation(id="get_refund", method="GET", path="/refunds/{id}", scope="orders:read", gives="Refund"),
    Operation(
        id="list_tracking",
        method="GET",
        path="/orders/{id}/tracking",
        scope="orders:read",
        gives="TrackingPage",
        query=("reference",),
    ),
    Operation(
        id="add_tracking",
        method="POST",
        path="/orders/{id}/tracking",
        scope="orders:write",
        takes="TrackingCreate",
        gives="Tracking",
        status=201,
    ),
    Operation(
        id="list_customers",
        method="GET",
        path="/customers",
        scope="customers:read",
        gives="CustomerPage",
        query=(*PAGE, "updated_since", "email"),
    ),
    Operation(
        id="get_customer", method="GET", path="/customers/{id}", scope="customers:read", gives="Customer"
    ),
    Operation(
        id="put_customer",
        method="PUT",
        path="/customers/{id}",
        scope="customers:write",
        takes="CustomerUpdate",
        gives="Customer",
    ),
    Operation(
        id="list_notes",
        method="GET",
        path="/customers/{id}/notes",
        scope="customers:read",
        gives="NotePage",
        query=("reference",),
    ),
    Operation(
        id="add_note",
        method="POST",
        path="/customers/{id}/notes",
        scope="customers:write",
        takes="NoteCreate",
        gives="Note",
        status=201,
    ),
    Operation(
        id="list_webhooks", method="GET", path="/webhooks", scope="webhooks:manage", gives="SubscriptionPage"
    ),
    Operation(
        id="add_webhook",
        method="POST",
        path="/webhooks",
        scope="webhooks:manage",
        takes="SubscriptionCreate",
        gives="SubscriptionWithSecret",
        status=201,
    ),
    Operation(
        id="get_webhook", method="GET", path="/webhooks/{id}", scope="webhooks:manage", gives="Subscription"
    ),
    Operation(
        id="delete_webhook",
        method="DELETE",
        path="/webhooks/{id}",
        scope="webhooks:manage",
        gives="",
        status=204,
    ),
    Operation(
        id="rotate_webhook_secret",
        method="POST",
        path="/webhooks/{id}/secret",
        scope="webhooks:manage",
        gives="SubscriptionWithSecret",
    ),
    Operation(
        id="enable_webhook",
        method="POST",
        path="/webhooks/{id}/enable",
        scope="webhooks:manage",
        gives="Subscription",
    ),
)
