"""Breakages of formats and fields, proven on the wire."""

import json
from http.client import IncompleteRead

import pytest
from hanaya_wire import fine


def test_xml_instead_of_json(shop, call):
    """Without a word about JSON comes XML; who names JSON gets it, except in the variant always."""
    shop.break_("xml-instead-of-json")
    for accept in (None, "*/*"):
        answer = call("GET", "/v2/orders", headers={"Accept": accept})
        assert answer.header("Content-Type").startswith("application/xml")
        assert answer.raw.startswith(b"<?xml")
    assert call("GET", "/v2/orders").json["data"]
    shop.break_("xml-instead-of-json", variant="always")
    assert call("GET", "/v2/orders").raw.startswith(b"<?xml")


@pytest.mark.parametrize(
    ("variant", "label"),
    [("unlabelled", "application/json"), ("labelled", "application/json; charset=Shift_JIS")],
)
def test_shift_jis(shop, call, variant, label):
    """Bytes are CP932, not UTF-8; read as CP932 they are the same document, emoji included."""
    call.note("髙𠮷さまより🌷 ~①㈱", reference="sjis")
    path = "/v2/customers/c-1001/notes?reference=sjis"
    before = call("GET", path).json
    shop.break_("shift-jis", variant=variant)
    answer = call("GET", path)
    with pytest.raises(UnicodeDecodeError):
        answer.raw.decode()
    assert answer.header("Content-Type") == label
    assert json.loads(answer.raw.decode("cp932")) == before


def test_number_as_text(shop, call):
    """Text numbers are taken until the breakage; then the refusal names the field and the type."""
    assert call.track(parcels="2").status == 201
    shop.break_("number-as-text")
    refused = call.track(parcels="2")
    assert refused.status == 422
    [error] = refused.json["errors"]
    assert (error["pointer"], error["code"]) == ("/parcels", "invalid_type")
    assert (error["expected"], error["received"]) == ("integer", "string")
    assert call.track(parcels=2).status == 201
    assert call.note(priority="3").json["errors"][0]["pointer"] == "/priority"


def test_number_as_text_reversed(shop, call):
    """wants-text refuses the number and takes the numeral."""
    shop.break_("number-as-text", variant="wants-text")
    assert call.track(parcels=2).json["errors"][0]["expected"] == "string"
    assert call.track(parcels="2").status == 201


def test_totals_as_text(shop, call):
    """totals-as-text answers amounts as text and leaves the rest."""
    before = call("GET", "/v2/orders/o-10001").json
    shop.break_("number-as-text", variant="totals-as-text")
    after = call("GET", "/v2/orders/o-10001").json
    assert after["total"] == str(before["total"])
    assert after["shipping"] == before["shipping"]


def test_required_field_added(shop, call):
    """The new field is named with its choices; with it the write goes through."""
    shop.break_("required-field-added")
    refused = call.note()
    [error] = refused.json["errors"]
    assert (error["pointer"], error["code"]) == ("/visibility", "missing_field")
    assert "staff, customer" in error["expected"]
    assert call.note(visibility="staff").status == 201
    assert call.track().json["errors"][0]["pointer"] == "/weight_grams"


def test_field_renamed(shop, call):
    """The old name is unknown and the new one missing; the new name works and means the same."""
    shop.break_("field-renamed")
    refused = call.note()
    assert {(e["pointer"], e["code"]) for e in refused.json["errors"]} == {
        ("/text", "unknown_field"),
        ("/body", "missing_field"),
    }
    made = call("POST", "/v2/customers/c-1001/notes", {"body": "新しい名前"})
    assert made.json["text"] == "新しい名前"


def test_field_renamed_and_announced(shop, call):
    """announced: the refusal tells the new name."""
    shop.break_("field-renamed", variant="announced")
    messages = {error["pointer"]: error["message"] for error in call.note().json["errors"]}
    assert "renamed to body" in messages["/text"]


def test_field_renamed_in_answers(shop, call):
    """responses: total is gone from answers, total_amount is there."""
    total = call("GET", "/v2/orders/o-10001").json["total"]
    shop.break_("field-renamed", variant="responses")
    order = call("GET", "/v2/orders/o-10001").json
    assert "total" not in order
    assert order["total_amount"] == total


def test_truncated_body(shop, call):
    """Cut ends the connection half-way; short gives half a document with a length that fits it."""
    shop.break_("truncated-body")
    with pytest.raises(IncompleteRead):
        call("GET", "/v2/orders")
    shop.break_("truncated-body", variant="short")
    answer = call("GET", "/v2/orders")
    assert int(answer.header("Content-Length")) == len(answer.raw)
    with pytest.raises(ValueError):
        _ = answer.json
    shop.mend()
    assert fine(call)
