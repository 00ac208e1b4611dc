"""Orders of a shop, applied."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enishi.customers import actions as customers
from enishi.customers.models import Customer, Email, ExternalId
from enishi.hub.sdk import commands
from enishi.orders.models import Order
from enishi.platform.audit import SYSTEM
from enishi.platform.audit.models import Entry
from enishi.platform.outbox.models import Event
from enishi.project import applying

pytestmark = pytest.mark.django_db
SHOP = commands.Source("con_shop")
AT = datetime(2026, 11, 23, 1, 2, tzinfo=UTC)
SAKURA: dict[str, Any] = {
    "external_id": "C-1",
    "family_name": "麗田",
    "given_name": "桜",
    "emails": ("sakura@example.com",),
    "phones": ("090-1234-5678",),
    "addresses": (commands.Address(country="JP", postal_code="1000001", region="東京都", line="千代田1-1"),),
    "consents": (("email-marketing", True),),
    "updated_at": AT,
}


def order(number: int, **customer: Any) -> commands.UpsertOrder:
    return commands.UpsertOrder(
        external_id=str(number),
        number=f"H-{number}",
        status="paid",
        currency="JPY",
        total=5500,
        customer=commands.UpsertCustomer(**SAKURA | customer),
        lines=(commands.OrderLine(name="花束", quantity=Decimal(2), unit_price=2750, total=5500),),
        payments=(commands.Payment(external_id="p", method="card", amount=5500, at=AT),),
        placed_at=AT,
        updated_at=AT,
    )


def statements(wanted: commands.Command) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        applying.apply([wanted], SHOP)
    return [query["sql"] for query in seen]


def test_an_order_brings_its_customer_and_its_events() -> None:
    """Customer, order and payment stand on the timeline in this order, each change in the audit trail."""
    applying.apply([order(1)], SHOP)
    placed = Order.objects.get()
    assert (placed.paid, placed.version) == (5500, 1)
    assert placed.customer is not None
    assert placed.customer.name == "麗田 桜"
    assert ExternalId.objects.get().told_at == AT
    kinds = list(Event.objects.order_by("seq").values_list("kind", "customer_id"))
    assert kinds == [
        (kind, placed.customer_id) for kind in ("customer.created", "order.created", "order.paid")
    ]
    actions = list(Entry.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["customer.create", "order.create"]


def test_a_new_order_costs_few_statements() -> None:
    """Nothing is looked for that cannot be there, and nothing is written twice."""
    first, second = statements(order(1)), statements(order(2))
    assert len(first) <= 18, first
    assert len(second) <= 14, second


def test_a_repeat_writes_nothing() -> None:
    """The same order once more only reads."""
    applying.apply([order(1)], SHOP)
    again = statements(order(1))
    assert [sql for sql in again if not sql.startswith("SELECT")] == []


def test_only_what_differs_is_written() -> None:
    """A new phone number leaves the rows of the e-mail addresses alone."""
    applying.apply([order(1)], SHOP)
    kept = Email.objects.get().pk
    applying.apply([order(2, phones=("03-1234-5678",))], SHOP)
    customer = Customer.objects.get()
    assert Email.objects.get().pk == kept
    assert [phone.number for phone in customer.phones.all()] == ["+81312345678"]
    assert Event.objects.get(kind="customer.updated").data["fields"] == ["phones"]
    assert Entry.objects.get(action="customer.update").changes["phones"][1] == [
        {"number": "+81312345678", "label": ""}
    ]


def test_a_person_known_by_email_is_linked_even_if_nothing_else_is_new() -> None:
    """A second shop's number for the same person is kept, so that a later change of address finds them."""
    made = customers.create({"emails": [{"address": "sakura@example.com"}]}, actor=SYSTEM)
    only = commands.UpsertCustomer(external_id="C-7", emails=("sakura@example.com",), updated_at=AT)
    applying.apply([only], SHOP)
    tie = ExternalId.objects.get(source="con_shop", value="C-7")
    assert (tie.customer_id, tie.told_at) == (made.id, AT)
    assert Event.objects.get(kind="customer.updated").data["fields"] == ["external_ids"]


def test_an_order_of_a_merged_customer_goes_to_the_one_that_stayed() -> None:
    """The shop still tells the old record's number."""
    applying.apply([order(1)], SHOP)
    stayed = customers.create({"name": "麗田 桜"}, actor=SYSTEM)
    Customer.objects.exclude(pk=stayed.pk).update(merged_into=stayed.pk)
    applying.apply([order(2)], SHOP)
    assert Order.objects.get(external_id="2").customer_id == stayed.pk


def test_older_news_of_a_person_changes_nothing() -> None:
    """A late telling of an older state leaves the newer one, though its order counts."""
    applying.apply([order(1)], SHOP)
    applying.apply([order(2, given_name="さくら", updated_at=AT.replace(year=2025))], SHOP)
    assert Customer.objects.get().given_name == "桜"
    assert Order.objects.count() == 2
