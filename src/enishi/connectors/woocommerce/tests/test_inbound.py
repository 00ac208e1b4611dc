"""Webhooks exactly as WooCommerce sends them."""

import contextlib
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enishi.connectors.woocommerce import inbound
from enishi.connectors.woocommerce.tests import sample
from enishi.hub import sdk
from enishi.hub.sdk import commands
from enishi.kernel import clock

FIXTURES = Path(__file__).parent.parent / "fixtures"


def fixture(name):
    return (FIXTURES / f"{name}.json").read_bytes()


def received(name, event=None):
    event = event or ".".join(name.split(".")[:2])
    return sdk.Received("con_x", event, sample.headers(b"", "s"), fixture(name), clock.now())


def call(body, headers, method="POST"):
    return sdk.Inbound(method, "", headers, body, clock.now())


def test_the_first_ping_is_answered_with_exactly_200():
    """Form-encoded and unsigned; WooCommerce takes no other status."""
    form = (("Content-Type", "application/x-www-form-urlencoded"),)
    assert inbound.ping(call(b"webhook_id=3", form)).status == 200
    assert inbound.ping(call(b"webhook_id=3&x=1", form)) is None
    assert inbound.ping(call(b"webhook_id=abc", form)) is None
    assert inbound.ping(call(b"webhook_id=3", ())) is None
    assert inbound.ping(call(b"webhook_id=3", (*form, (inbound.SIGNATURE, "x")))) is None


def test_two_events_of_one_second_share_a_delivery_id_and_are_both_kept():
    """The body tells them apart."""
    first, second = fixture("order.created"), fixture("order.created.guest")
    keys = {inbound.receipt(call(body, sample.headers(body, "s"))).key for body in (first, second)}
    assert len(keys) == 2


def test_a_secret_with_entities_signs_as_the_shop_does():
    """The shop undoes HTML entities before it signs."""
    assert inbound.sign("a&amp;b", b"x") == inbound.sign("a&b", b"x")


def test_an_order_becomes_one_command():
    """Money in minor units, times from the GMT fields, the reading of the name from the plugin's fields."""
    [made] = inbound.read(received("order.created"))
    assert isinstance(made, commands.UpsertOrder)
    assert (made.external_id, made.number, made.status, made.vendor_status) == (
        "727",
        "727",
        "paid",
        "processing",
    )
    assert (made.currency, made.total, made.subtotal, made.shipping, made.tax) == (
        "JPY",
        5060,
        4000,
        600,
        460,
    )
    assert made.placed_at == datetime(2026, 11, 23, 1, 2, tzinfo=UTC)
    [line] = made.lines
    assert (line.name, line.quantity, line.unit_price, line.total, line.tax) == (
        "季節の花束 M",
        Decimal(2),
        2000,
        4000,
        400,
    )
    [paid] = made.payments
    assert (paid.external_id, paid.amount, paid.method) == ("pi_example_1", 5060, "クレジットカード")
    who = made.customer
    assert (who.external_id, who.family_name, who.given_name) == ("26", "架空", "はるか")
    assert (who.family_name_kana, who.given_name_kana) == ("カクウ", "ハルカ")
    assert [address.kind for address in made.addresses] == ["billing"]


def test_a_guest_is_known_by_email():
    """No account, no external id; cents where the currency has them."""
    [made] = inbound.read(received("order.created.guest"))
    assert (made.customer.external_id, made.customer.emails) == ("", ("guest@example.com",))
    assert (made.total, made.shipping, made.status, made.payments) == (4550, 500, "pending", ())


def test_a_refund_comes_with_its_order():
    """Positive, with its reason."""
    [made] = inbound.read(received("order.updated.refunded"))
    [back] = made.refunds
    assert (made.status, back.external_id, back.amount, back.reason) == (
        "refunded",
        "731",
        5060,
        "花が傷んでいたため",
    )


def test_deletions_and_customers():
    """A deletion brings nothing but an id."""
    [gone] = inbound.read(received("order.deleted"))
    assert (type(gone), gone.external_id) == (commands.RemoveOrder, "727")
    [person] = inbound.read(received("customer.updated"))
    assert (person.external_id, person.emails, person.updated_at.hour) == ("26", ("haruka@example.jp",), 9)


def test_a_refusal_in_place_of_the_record_is_set_aside_by_name():
    """The webhook's owner may not read orders: the shop sends its own error as the payload."""
    with pytest.raises(sdk.Malformed, match="woocommerce_rest_cannot_view"):
        inbound.read(received("order.updated.refusal"))


def test_drafts_and_other_topics_give_nothing():
    """Stored, skipped."""
    draft = fixture("order.created").replace(b'"processing"', b'"checkout-draft"')
    assert inbound.read(sdk.Received("con_x", "order.created", (), draft, clock.now())) == []
    assert inbound.read(sdk.Received("con_x", "product.updated", (), b'{"id":1}', clock.now())) == []


def test_orders_of_one_customer_are_kept_in_order():
    """Whatever the topic."""
    ordering = {
        inbound.ordering(f"order.{verb}", fixture("order.created")) for verb in ("created", "updated")
    }
    assert ordering == {"customer:26"}
    assert inbound.ordering("customer.updated", fixture("customer.updated")) == "customer:26"
    assert inbound.ordering("order.created", fixture("order.created.guest")) == "guest:guest@example.com"


@given(
    st.binary(max_size=300), st.sampled_from(["order.created", "order.deleted", "customer.updated", "x", ""])
)
def test_no_body_breaks_anything(body, event):
    """Commands or malformed, nothing else; a receipt always."""
    headers = sample.headers(body, "s", event=event)
    assert inbound.receipt(call(body, headers)).event == event
    with contextlib.suppress(sdk.Malformed):
        inbound.read(sdk.Received("con_x", event, headers, body, clock.now()))


def test_http_needs_https():
    """The manifest refuses a shop without a certificate, and says why."""
    from enishi.hub.connections.checking import checked
    from enishi.kernel.errors import EnishiError

    with pytest.raises(EnishiError) as refused:
        checked("woocommerce", {"base_url": "http://shop.example.jp"}, sample.SECRETS)
    [reason] = refused.value.errors
    assert (reason.pointer, "OAuth" in reason.expected) == ("/settings/base_url", True)
