"""Remedies with the values of the very exchange; nothing is proposed that the evidence does not give."""

from __future__ import annotations

import json
from typing import Any

import pytest

from enishi.doctor import Contract, Exchange, Request, Response, diagnose
from enishi.doctor.engine.acting.apply import apply_all
from enishi.doctor.engine.evidence import Evidence
from enishi.doctor.engine.proposing import complaints, remedies_for

JSON = (("Content-Type", "application/json"),)
URL = "https://api.shop.example/v2/orders/1"


def refused(sent: Any, errors: Any, *, status: int = 422) -> Exchange:
    body = json.dumps({"code": "invalid", "errors": errors}, ensure_ascii=False).encode()
    return Exchange(Request("POST", URL, JSON, json.dumps(sent).encode()), Response(status, JSON, body))


def offered(exchange: Exchange, slug: str, **known: Any) -> dict[str, Any]:
    return {remedy.slug: remedy for remedy in remedies_for(slug, Evidence(exchange, **known), ())}


def after(exchange: Exchange, remedy: Any) -> Request:
    return apply_all(exchange.request, remedy.actions)


@pytest.mark.parametrize(
    "errors",
    [
        [
            {
                "pointer": "/parcels",
                "code": "invalid_type",
                "message": 'parcels must be integer, not string ("2").',
            }
        ],
        [{"field": "parcels", "message": "expected integer"}],
        [{"loc": ["body", "parcels"], "msg": "value is not a valid integer", "type": "type_error.integer"}],
        {"parcels": ["must be an integer"]},
    ],
)
def test_text_becomes_the_number_that_is_asked_for(errors: Any) -> None:
    """Whatever shape the complaint has, the field is cast without loss, and twice is once."""
    exchange = refused({"parcels": "2"}, errors)
    remedy = offered(exchange, "schema-wrong-type")["cast-fields"]
    mended = after(exchange, remedy)
    assert remedy.level == "safe"
    assert json.loads(mended.body or b"") == {"parcels": 2}
    assert apply_all(mended, remedy.actions) == mended


def test_nothing_is_cast_that_would_lose() -> None:
    """Text that is no number stays, and no remedy is offered."""
    exchange = refused({"parcels": "two"}, [{"field": "parcels", "message": "must be an integer"}])
    assert offered(exchange, "schema-wrong-type") == {}


def test_full_width_digits_are_read() -> None:
    """１２００ is cast to 1200."""
    exchange = refused({"total": "１２００"}, [{"field": "total", "message": "must be an integer"}])
    assert json.loads(
        after(exchange, offered(exchange, "schema-number-format")["cast-fields"]).body or b""
    ) == {"total": 1200}


def test_renamed_field_keeps_its_value() -> None:
    """A field that is unknown beside one that is missing is offered under the new name, for approval."""
    errors = [
        {"pointer": "/body", "code": "missing_field", "message": "body is required (string)."},
        {"pointer": "/text", "code": "unknown_field", "message": "text is not a field of this resource."},
    ]
    exchange = refused({"text": "白い花"}, errors)
    remedy = offered(exchange, "schema-unknown-field")["map-renamed-field"]
    assert remedy.level == "ask"
    assert json.loads(after(exchange, remedy).body or b"") == {"body": "白い花"}


def test_new_required_field_is_a_suggestion() -> None:
    """A value for a new field is only suggested: the first allowed one, to be approved."""
    errors = [
        {
            "pointer": "/visibility",
            "code": "missing_field",
            "message": "visibility is required (one of staff, customer).",
        }
    ]
    remedy = offered(refused({"text": "a"}, errors), "schema-missing-required-field")["fill-required-field"]
    assert remedy.level == "ask"
    assert remedy.actions[0].to_dict() == {"kind": "set-field", "pointer": "/visibility", "value": "staff"}


@pytest.mark.parametrize(
    ("status", "headers", "body", "level", "url"),
    [
        (
            301,
            (("Location", "https://new.shop.example/v2/orders/1"),),
            b"",
            "ask",
            "https://new.shop.example/v2/orders/1",
        ),
        (308, (("Location", "/v2/orders/1/"),), b"", None, None),
        (
            404,
            (("Link", '</api/v2/orders/1>; rel="successor-version"'),),
            b"",
            "safe",
            "https://api.shop.example/api/v2/orders/1",
        ),
        (
            404,
            (),
            b'{"new_base_url": "https://new.shop.example"}',
            "ask",
            "https://new.shop.example/v2/orders/1",
        ),
        (410, (), b'{"successor": "/v3/orders/1"}', "ask", "https://api.shop.example/v3/orders/1"),
        (404, (), b'{"message": "not found"}', None, None),
    ],
)
def test_address_that_the_answer_names(
    status: int, headers: Any, body: bytes, level: str | None, url: str | None
) -> None:
    """The same host is followed by itself, another host or version only with approval; nothing is made up."""
    exchange = Exchange(Request("POST", URL, JSON, b"{}"), Response(status, headers, body))
    remedy = offered(exchange, "endpoint-wrong-path").get("use-named-address")
    assert (remedy.level if remedy else None) == level
    if remedy:
        assert after(exchange, remedy).url == url


def test_path_of_the_vendors_contract() -> None:
    """The vendor's own description gives the prefix; the rest of the path stays."""
    contract = Contract(openapi={"servers": [{"url": "/api/v2"}], "paths": {"/orders/{id}": {"get": {}}}})
    exchange = Exchange(Request("GET", URL), Response(404, (), b"Cannot GET /v2/orders/1"))
    remedy = offered(exchange, "endpoint-wrong-path", contract=contract)["use-documented-path"]
    assert remedy.level == "safe"
    assert after(exchange, remedy).url == "https://api.shop.example/api/v2/orders/1"


def test_answer_in_shift_jis() -> None:
    """Bytes that are no UTF-8 and read throughout as CP932 are read so; the doctor names the cause."""
    body = '{"name": "桔梗の花束"}'.encode("cp932")
    diagnosis = diagnose(Exchange(Request("GET", URL), Response(200, JSON, body)))
    assert diagnosis.first is not None
    assert diagnosis.first.slug == "format-wrong-charset"
    assert diagnosis.remedies[0].actions[0].to_dict() == {"kind": "decode-response", "charset": "cp932"}


def test_stray_blank_is_trimmed() -> None:
    """The key is sent without its blank; a clean key gets no such remedy."""
    dirty = Exchange(Request("GET", URL, (("Authorization", "Bearer  abc"),)), Response(401, (), b""))
    assert dict(
        after(dirty, offered(dirty, "auth-malformed-credential")["trim-credential"]).headers or ()
    ) == {"Authorization": "Bearer abc"}
    clean = Exchange(Request("GET", URL, (("Authorization", "Bearer abc"),)), Response(401, (), b""))
    assert offered(clean, "auth-malformed-credential") == {}


def test_complaint_under_a_wrapper_is_found() -> None:
    """Vendors leave out the outer level of a wrapped body; the pointer is completed."""
    exchange = refused({"order": {"total": "12"}}, {"total": ["must be an integer"]})
    assert [one.pointer for one in complaints.complaints(Evidence(exchange))] == ["/order/total"]


def not_allowed(method: str, allow: str, body: bytes | None) -> Exchange:
    headers = (("Allow", allow),) if allow else ()
    return Exchange(Request(method, URL, (), body), Response(405, headers, b"Method Not Allowed"))


@pytest.mark.parametrize(
    ("method", "allow", "body", "safe"),
    [
        ("POST", "GET, HEAD", None, True),
        ("POST", "GET, HEAD", b"{}", False),
        ("PATCH", "GET, PUT", None, False),
        ("DELETE", "GET", None, False),
        ("POST", "", None, False),
    ],
)
def test_a_call_that_writes_never_becomes_one_that_reads(method, allow, body, safe):
    """Reading instead of writing would look like success and lose the record."""
    remedies = diagnose(not_allowed(method, allow, body)).remedies
    assert any(one.level == "safe" and one.slug == "read-with-get" for one in remedies) is safe


def test_the_one_writing_method_that_is_allowed_is_proposed():
    """Allow names the method; a person approves it."""
    found = {one.slug: one for one in diagnose(not_allowed("PATCH", "GET, PUT", b"{}")).remedies}
    assert found["use-allowed-method"].level == "ask"
    assert (
        apply_all(not_allowed("PATCH", "GET, PUT", b"{}").request, found["use-allowed-method"].actions).method
        == "PUT"
    )


def test_several_allowed_methods_are_left_to_a_person():
    """Whether to replace or to change in part is not guessed."""
    slugs = {one.slug for one in diagnose(not_allowed("POST", "PUT, PATCH", b"{}")).remedies}
    assert "use-allowed-method" not in slugs
