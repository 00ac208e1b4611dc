"""Events of any shape become commands."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enishi.connectors.webhook import inbound
from enishi.hub.sdk import Malformed
from enishi.hub.sdk.commands import AddRefund, UpsertCustomer, UpsertOrder

RULES = json.dumps(
    {
        "purchase": {
            "command": "order",
            "fields": {
                "external_id": "/purchase/id",
                "number": "/purchase/no",
                "total": "/purchase/sum",
                "customer.external_id": "/who/key~1id",
                "customer.emails": "/who/mails/0",
            },
            "constants": {"currency": "JPY", "status": "paid"},
        }
    }
)


def test_our_own_form_needs_no_mapping():
    """Orders, customers and refunds as they are."""
    person = {
        "external_id": "c1",
        "family_name": "架空",
        "emails": ["a@example.jp"],
        "updated_at": "2026-11-23T01:02:03Z",
    }
    [made] = inbound.commands(json.dumps({"type": "customer.updated", "data": person}).encode(), {})
    assert isinstance(made, UpsertCustomer)
    assert (made.family_name, made.updated_at.year) == ("架空", 2026)
    refund = {"order_external_id": "o1", "refund": {"external_id": "r1", "amount": 500}}
    [back] = inbound.commands(json.dumps({"type": "refund.created", "data": refund}).encode(), {})
    assert isinstance(back, AddRefund)


def test_a_mapping_reads_another_senders_form():
    """By pointers and constants."""
    event = {
        "type": "purchase",
        "purchase": {"id": 7, "no": "A-7", "sum": "1200"},
        "who": {"key/id": 3, "mails": ["b@example.jp"]},
    }
    body = json.dumps(event)
    [made] = inbound.commands(body.encode(), inbound.rules(RULES))
    assert isinstance(made, UpsertOrder)
    assert (made.external_id, made.total, made.currency) == ("7", 1200, "JPY")
    assert (made.customer.external_id, made.customer.emails) == ("3", ("b@example.jp",))


@pytest.mark.parametrize(
    "body", [b"[]", b"7", b"{", b'{"type":"order.created","data":{"external_id":1}}', b"\xff"]
)
def test_what_cannot_be_read_is_malformed(body):
    """Never a crash, never half an order."""
    with pytest.raises(Malformed):
        inbound.commands(body, {})


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"a": {"command": "nothing", "fields": {}}}',
        '{"a": 7}',
        '{"a": {"command": "order", "fields": {}, "x": 1}}',
    ],
)
def test_a_wrong_mapping_is_refused_with_its_place(text):
    """A person sees what to mend."""
    with pytest.raises(ValueError, match=r"."):
        inbound.rules(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_no_json_breaks_receipt_or_mapping(value):
    """Any body has a receipt; it becomes commands or is malformed."""
    for body in (json.dumps(value).encode(), json.dumps({"type": "order.created", "data": value}).encode()):
        assert inbound.receipt("msg_1", body).key.startswith("msg_1:")
        try:
            inbound.commands(body, inbound.rules(RULES))
        except Malformed:
            continue
