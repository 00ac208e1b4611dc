"""Home and search: what needs somebody, how the shops do, and one field for everything."""

from datetime import timedelta

import pytest
from django.urls import reverse

from enishi.customers import actions as customers
from enishi.hub.connections import actions as connections
from enishi.kernel import clock
from enishi.orders import actions as orders
from enishi.platform.accounts.models import Role, User
from enishi.platform.audit import Actor

pytestmark = pytest.mark.django_db
SHOP = {"base_url": "https://api.hanaya.example", "version": "v2", "auth": "token"}
ME = Actor(kind="user", id="a@example.jp")


@pytest.fixture
def signed_in(client):
    def enter(role=Role.OPERATOR, language="en"):
        client.force_login(User.objects.create_user(email=f"{role}@example.jp", role=role))
        client.cookies["django_language"] = language
        return client

    return enter


@pytest.fixture
def buyer():
    return customers.create(
        {
            "family_name": "見本",
            "given_name": "花子",
            "family_kana": "みほん",
            "emails": [{"address": "hanako@example.jp"}],
        },
        actor=ME,
    )


def order(buyer, number, *, total=1000, ago=timedelta(minutes=1), status="paid"):
    fields = {"customer_id": buyer.id, "source": "shop", "external_id": number, "number": number, "status": status,
              "currency": "JPY", "total": total, "placed_at": clock.now() - ago}  # fmt: skip
    return orders.create(fields, actor=ME)


def test_a_new_installation_is_led_to_its_first_shop(signed_in):
    """An integrator gets the button, a viewer the words."""
    html = signed_in(Role.INTEGRATOR).get("/").content.decode()
    assert "Connect your first shop" in html
    assert reverse("hub:connect") in html


def test_home_counts_what_was_sold(signed_in, buyer):
    """Cancelled orders do not count; the week before is compared with."""
    connections.create(name="x", connector="hanaya", settings=SHOP, secrets={}, actor="system")
    order(buyer, "H-1", total=12800, ago=timedelta(days=2))
    order(buyer, "H-2", total=200, ago=timedelta(days=3))
    order(buyer, "H-3", total=500, ago=timedelta(days=9))
    order(buyer, "H-4", total=9999, ago=timedelta(days=1), status="cancelled")
    html = signed_in().get("/").content.decode()
    assert "¥13,000" in html
    assert "+100% against the 7 days before" in html
    assert ">H-1<" in html


def test_home_asks_the_database_little(signed_in, buyer, django_assert_max_num_queries):
    """The number of statements does not grow with what there is."""
    for i in range(12):
        order(buyer, f"H-{i}")
    client = signed_in()
    with django_assert_max_num_queries(14):
        client.get("/")


def test_home_is_page_and_fragment(signed_in):
    """The part that follows what arrives comes alone to htmx."""
    assert b"<html" not in signed_in().get("/", headers={"hx-request": "true"}).content


def test_search_finds_people_by_two_characters_and_orders_by_number(signed_in, buyer):
    """Kanji, kana and the shop's own number lead to the record."""
    made = order(buyer, "H-77")
    client = signed_in()
    for wanted in ("見本", "ミホ", "みほ", "hanako@"):
        assert (
            reverse("customers:show", args=[buyer.id])
            in client.get("/search", {"q": wanted}).content.decode()
        ), wanted
    assert reverse("orders:show", args=[made.id]) in client.get("/search", {"q": "H-77"}).content.decode()


def test_search_goes_straight_to_what_an_id_or_code_names(signed_in, buyer):
    """No list of one."""
    client = signed_in()
    assert client.get("/search", {"q": buyer.id})["Location"] == reverse("customers:show", args=[buyer.id])
    assert client.get("/search", {"q": "AUTH10"})["Location"] == reverse(
        "clinic:cause", args=["auth-expired-token"]
    )


def test_search_admits_when_nothing_is_found(signed_in):
    """And says how to look."""
    assert "Nothing found" in signed_in().get("/search", {"q": "zzzz"}).content.decode()
