"""The promised behaviour of /api/v1/orders."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from enishi.orders import queries
from enishi.platform.accounts import keys
from enishi.platform.audit import SYSTEM
from enishi.platform.outbox.models import Event

pytestmark = pytest.mark.django_db
BOUQUET = {
    "number": "H-20451",
    "status": "paid",
    "total": 5500,
    "tax": 500,
    "subtotal": 5000,
    "placed_at": "2026-11-23T10:02:00+09:00",
    "lines": [{"name": "桔梗の花束", "sku": "B-1", "quantity": 2, "unit_price": 2500, "tax_rate": 10}],
    "payments": [{"external_id": "p1", "amount": 5500, "method": "card", "at": "2026-11-23T10:02:05+09:00"}],
}


@pytest.fixture
def api() -> Client:
    scopes = ["customers:read", "customers:write", "orders:read", "orders:write"]
    _, text = keys.create(name="test", granted=scopes, actor=SYSTEM)
    return Client(headers={"Authorization": f"Bearer {text}"})


@pytest.fixture
def sakura(api: Client) -> str:
    made = api.post("/api/v1/customers", {"name": "麗田 桜"}, content_type="application/json")
    return str(made.json()["id"])


def send(api: Client, method: str, url: str, body: Any) -> Any:
    return getattr(api, method)(f"/api/v1/orders{url}", body, content_type="application/json")


def test_create_and_read(api: Client, sakura: str) -> None:
    """An order comes back with its lines, payments, history and sums."""
    made = send(api, "post", "", BOUQUET | {"customer_id": sakura, "source": "shop", "external_id": "20451"})
    assert made.status_code == 201, made.content
    body = made.json()
    assert body["lines"] == [
        {"sku": "B-1", "name": "桔梗の花束", "unit_price": 2500, "total": 5000, "quantity": 2, "tax_rate": 10}
    ]
    assert (body["paid"], body["refunded"], body["placed_at"]) == (5500, 0, "2026-11-23T01:02:00.000Z")
    assert [change["after"] for change in body["history"]] == ["paid"]
    assert api.get(made["Location"]).json() == body
    kinds = list(Event.objects.filter(customer_id=sakura).order_by("seq").values_list("kind", flat=True))
    assert kinds == ["customer.created", "order.created", "order.paid"]


def test_upsert_twice_has_one_effect(api: Client, sakura: str) -> None:
    """The shop tells the same thing twice: one order, one payment, one event."""
    for status in (201, 200):
        done = send(api, "put", "/by/shop/20451", BOUQUET | {"customer_id": sakura})
        assert done.status_code == status, done.content
    assert done.json()["paid"] == 5500
    assert done.json()["version"] == 1
    assert Event.objects.filter(kind="order.created").count() == 1


def test_older_news_changes_nothing(api: Client) -> None:
    """Events out of order: the newest state stays."""
    send(api, "put", "/by/shop/1", BOUQUET | {"status": "fulfilled", "external_version": "2026-11-23T10:05"})
    done = send(
        api, "put", "/by/shop/1", BOUQUET | {"status": "paid", "external_version": "2026-11-23T10:02"}
    )
    assert done.json()["status"] == "fulfilled"


def test_refund_is_added_once(api: Client, sakura: str) -> None:
    """A refund told twice counts once, and shows in what the customer is worth."""
    refund = {"external_id": "r1", "amount": 1500, "reason": "折れていた"}
    for _ in range(2):
        done = send(api, "put", "/by/shop/1", BOUQUET | {"customer_id": sakura, "refunds": [refund]})
    assert done.json()["refunded"] == 1500
    (worth,) = queries.worth(sakura)
    assert (worth.currency, worth.count, worth.total) == ("JPY", 1, 4000)


def test_unknown_customer_is_named(api: Client) -> None:
    """An order for nobody says so at its field."""
    refused = send(api, "post", "", BOUQUET | {"customer_id": "cus_01k00000000000000000000000"})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/customer_id"


@pytest.mark.parametrize(
    ("change", "pointer", "meant"),
    [
        ({"total": "1200"}, "/total", None),
        ({"total": "１,２００"}, "/total", 1200),
        ({"total": 12.5}, "/total", None),
        ({"total": -1}, "/total", None),
        ({"currency": "yen"}, "/currency", None),
        ({"status": "payed"}, "/status", "paid"),
        ({"placed_at": "2026-11-23T10:02:00"}, "/placed_at", None),
        ({"lines": [{"name": "x", "qty": 1}]}, "/lines/0/qty", None),
    ],
)
def test_bad_values_are_named(api: Client, change: Any, pointer: str, meant: Any) -> None:
    """A refused value is named with its place, and with what was probably meant."""
    refused = send(api, "post", "", BOUQUET | change)
    assert refused.status_code == 422
    reason = refused.json()["errors"][0]
    assert reason["pointer"] == pointer
    if meant is not None:
        assert reason["did_you_mean"] == meant


def test_list_filters(api: Client, sakura: str) -> None:
    """Filters narrow the list and combine."""
    send(api, "post", "", BOUQUET | {"customer_id": sakura, "source": "shop", "external_id": "1"})
    send(
        api,
        "post",
        "",
        BOUQUET | {"status": "cancelled", "number": "H-2", "placed_at": "2026-11-24T00:00:00Z"},
    )

    def numbers(**chosen: str) -> list[str]:
        return [row["number"] for row in api.get("/api/v1/orders", chosen).json()["data"]]

    assert numbers() == ["H-2", "H-20451"]
    assert numbers(customer_id=sakura) == numbers(source="shop", external_id="1") == ["H-20451"]
    assert numbers(status="cancelled") == numbers(placed_from="2026-11-23T12:00:00Z") == ["H-2"]
    assert numbers(placed_to="2026-11-23T12:00:00Z", status="cancelled") == []


def test_pages_meet_without_gap(api: Client, django_assert_num_queries: Any) -> None:
    """Walking the cursor shows each order once, in two queries a page."""
    for number in range(5):
        send(api, "post", "", BOUQUET | {"number": str(number)})
    api.get("/api/v1/orders")
    with django_assert_num_queries(2):
        first = api.get("/api/v1/orders", {"limit": 3}).json()
    second = api.get("/api/v1/orders", {"limit": 3, "cursor": first["next"]}).json()
    assert sorted(row["number"] for row in first["data"] + second["data"]) == ["0", "1", "2", "3", "4"]
