"""The pages of orders: the list that follows what arrives, one order, and orders on a customer's page."""

import pytest
from django.urls import reverse

from enishi.customers import actions as customers
from enishi.orders import actions
from enishi.platform.accounts.models import Role, User
from enishi.platform.audit import Actor

pytestmark = pytest.mark.django_db
ME = Actor(kind="connection", id="con_1")
LINE = {"name": "迎春アレンジ(中)", "quantity": 2, "unit_price": 6400, "sku": "F-1"}


@pytest.fixture
def buyer():
    return customers.create({"family_name": "見本", "given_name": "花子"}, actor=ME)


@pytest.fixture
def signed_in(client):
    client.force_login(User.objects.create_user(email="v@example.jp", role=Role.VIEWER))
    client.cookies["django_language"] = "en"
    return client


def placed(buyer, number, **more):
    fields = {"customer_id": buyer.id if buyer else None, "source": "shop", "external_id": number, "number": number, "currency": "JPY",
              "status": "paid", "total": 12800, "lines": [LINE], **more}  # fmt: skip
    return actions.create(fields, actor=ME, origin="con_1")


def test_an_order_shows_lines_money_and_history(signed_in, buyer):
    """What was bought, what is still to pay, how its status moved."""
    made = placed(
        buyer, "H-1", status="pending", payments=[{"amount": 800, "method": "card", "external_id": "p1"}]
    )
    actions.update(made.id, {"status": "paid"}, actor=ME)
    html = signed_in.get(reverse("orders:show", args=[made.id])).content.decode()
    assert "迎春アレンジ(中)" in html
    assert "¥12,800" in html
    assert "still due: ¥12,000" in html
    assert html.index("Paid</p>") < html.index("Unpaid</p>")
    assert reverse("customers:show", args=[buyer.id]) in html


def test_a_guests_order_has_no_customer(signed_in):
    """It is shown all the same."""
    made = placed(None, "H-2")
    assert "Guest" in signed_in.get(reverse("orders:show", args=[made.id])).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("?status=paid", True),
        ("?status=cancelled", False),
        ("?number=H-3", True),
        ("?number=H", False),
        ("?placed=1", True),
    ],
)
def test_the_sentence_filters(signed_in, buyer, query, found):
    """Each choice narrows the list."""
    placed(buyer, "H-3")
    assert (">H-3<" in signed_in.get(reverse("orders:list") + query).content.decode()) == found


def test_the_first_page_follows_what_arrives(signed_in, buyer):
    """The list refreshes itself with its own filter."""
    placed(buyer, "H-4")
    html = signed_in.get(reverse("orders:list") + "?status=paid").content.decode()
    assert 'hx-get="/orders/?status=paid" hx-trigger="every 10s, happened"' in html


def test_orders_stand_on_the_customers_page(signed_in, buyer):
    """Figures and timeline, told in words."""
    placed(buyer, "H-5")
    placed(buyer, "H-6", total=200)
    html = signed_in.get(reverse("customers:show", args=[buyer.id])).content.decode()
    assert "¥13,000" in html
    assert "Order H-5, ¥12,800" in html


def test_the_customers_list_shows_worth_in_one_statement(signed_in, django_assert_max_num_queries):
    """Columns of orders cost one statement a page."""
    for i in range(20):
        placed(customers.create({"family_name": f"n{i}"}, actor=ME), f"H-{i}")
    with django_assert_max_num_queries(6):
        html = signed_in.get(reverse("customers:list")).content.decode()
    assert html.count("¥12,800") == 20


def test_the_list_asks_the_database_little(signed_in, buyer, django_assert_max_num_queries):
    """However many orders there are, the number of statements stays."""
    for i in range(30):
        placed(buyer, f"H-{i}")
    with django_assert_max_num_queries(5):
        signed_in.get(reverse("orders:list"))
