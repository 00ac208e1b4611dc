"""Diagnoses from history, settings, contract, and how they are shown."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from enishi.doctor import (
    Change,
    Contract,
    Exchange,
    Failure,
    History,
    Past,
    Request,
    Response,
    Settings,
    diagnose,
)
from enishi.doctor.engine.columns import cut, width, wrap

NOW = datetime(2026, 5, 1, 10, 2, 11, tzinfo=UTC)
UNAUTHORIZED = Exchange(
    Request("GET", "https://api.example/v1/orders", (("Authorization", "Bearer ensh_abcdefgh"),)),
    Response(401, None, b'{"message":"Unauthorized"}'),
    started_at=NOW,
)


def first(exchange, **known):
    return diagnose(exchange, **known).causes[0].slug


def test_age_of_the_token_decides():
    """A token older than its life is expired, whatever the answer says; a young one is not."""
    old = Settings(issued_at=NOW - timedelta(seconds=3700), expires_in=3600)
    found = diagnose(UNAUTHORIZED, settings=old)
    assert found.causes[0].slug == "auth-expired-token"
    assert found.decided
    young = replace(old, issued_at=NOW - timedelta(seconds=60))
    assert first(UNAUTHORIZED, settings=young) != "auth-expired-token"


def test_what_changed_is_told():
    """A change between the last success and the first failure is found at its step."""
    calls = (Past(NOW - timedelta(hours=2), ok=True), Past(NOW - timedelta(minutes=5), ok=False, status=401))
    history = History(calls=calls, changes=(Change(NOW - timedelta(hours=1), "credential", "key replaced"),))
    assert history.change_between.what == "key replaced"
    found = diagnose(UNAUTHORIZED, history=history)
    assert found.steps[6].name == "what-changed"
    assert history.first_failure == NOW - timedelta(minutes=5)


def test_all_connections_of_the_vendor_fail():
    """The same 503 is an outage when everybody is hit."""
    exchange = Exchange(Request("GET", "https://api.example/x"), Response(503, None, b"Service Unavailable"))
    assert first(exchange, history=History(same_vendor_failing=12, same_vendor_working=0)) == "server-outage"


OPENAPI = {
    "servers": [{"url": "https://api.example/v1"}],
    "paths": {
        "/orders": {
            "post": {
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}
                }
            },
            "get": {"parameters": [{"name": "shop", "in": "query", "required": True}]},
        },
        "/orders/{id}": {"get": {}},
    },
    "components": {
        "schemas": {
            "Order": {
                "type": "object",
                "required": ["total"],
                "additionalProperties": False,
                "properties": {
                    "total": {"type": "integer"},
                    "state": {"enum": ["open", "closed"]},
                    "note": {"type": "string", "maxLength": 5},
                },
            }
        }
    },
}


@pytest.mark.parametrize(
    ("method", "path", "body", "slug"),
    [
        ("POST", "/v1/order", {}, "endpoint-wrong-path"),
        ("PUT", "/v1/orders", {}, "endpoint-wrong-method"),
        ("GET", "/v1/orders", None, "schema-missing-required-field"),
        ("POST", "/v1/orders", {"state": "open"}, "schema-missing-required-field"),
        ("POST", "/v1/orders", {"total": "12"}, "schema-wrong-type"),
        ("POST", "/v1/orders", {"total": 1, "state": "shut"}, "schema-invalid-enum-value"),
        ("POST", "/v1/orders", {"total": 1, "note": "too long"}, "schema-value-too-long"),
        ("POST", "/v1/orders", {"totl": 1, "total": 1}, "schema-unknown-field"),
    ],
)
def test_contract_names_the_fault(method, path, body, slug):
    """Where the request departs from the contract is the cause when the answer says nothing."""
    request = Request(
        method, f"https://api.example{path}", None, json.dumps(body).encode() if body is not None else None
    )
    assert first(Exchange(request, Response(400, None, b"{}")), contract=Contract(openapi=OPENAPI)) == slug


def test_contract_that_refers_to_itself():
    """A recursive schema ends."""
    schema = {"type": "object", "properties": {"a": {"$ref": "#"}}}
    request = Request("POST", "https://api.example/x", None, b'{"a":{"a":{"a":{"a":1}}}}')
    assert diagnose(Exchange(request, Response(400)), contract=Contract(schema=schema)).causes


def test_seven_steps_are_always_shown():
    """Whatever is known, each step says what was found."""
    for exchange in (Exchange(), UNAUTHORIZED, Exchange(failure=Failure("E", "getaddrinfo ENOTFOUND"))):
        steps = diagnose(exchange).steps
        assert len(steps) == 7
        assert all(step.found.en and step.found.ja and step.title.en for step in steps)


def test_undecided_says_so_and_asks():
    """A bare 401 is not decided: candidates, and a question that would decide."""
    found = diagnose(UNAUTHORIZED)
    assert not found.decided
    assert found.question.en.endswith("?")
    assert "The evidence does not decide yet" in found.text("en")
    assert "この手がかりだけでは決められません" in found.text("ja")


def test_terminal_text_points_at_the_evidence():
    """Carets stand under the words that tell, within 80 columns and one screen."""
    exchange = replace(UNAUTHORIZED, response=Response(401, None, b'{"error":"expired_token"}'))
    for lang in ("ja", "en"):
        text = diagnose(exchange, vendor="花屋はな").text(lang)
        lines = text.splitlines()
        at = next(n for n, line in enumerate(lines) if "expired_token" in line)
        assert lines[at + 1].index("^") == lines[at].index("expired_token")
        assert max(map(width, lines)) <= 80
        assert len(lines) <= 30
        assert "\033" not in text
    assert "\033[" in diagnose(exchange).text("en", colour=True)


def test_waiting_time_is_told():
    """Retry-After in both forms and reset headers become seconds."""

    def wait(*header):
        return diagnose(Exchange(response=Response(429, (header,)), started_at=NOW)).retry_after

    assert wait("Retry-After", "30") == 30
    assert wait("Retry-After", "Fri, 01 May 2026 10:03:11 GMT") == 60
    assert wait("X-RateLimit-Reset", str(int(NOW.timestamp()) + 90)) == pytest.approx(90, abs=1)
    assert wait("Retry-After", "soon") is None


def test_columns():
    """Japanese characters take two columns; a cut text keeps within its width."""
    assert width("aあ") == 3
    assert width(cut("ああああ", 5)) <= 5
    assert all(
        width(line) <= 20
        for line in wrap("期限が切れています。 expired token here is a longer sentence。", 20, indent="  ")
    )


def test_a_special_case_is_named_under_the_general_one():
    """The general cause keeps the place (and the score); the special one is told besides."""
    history = History(seen_before=2, seen_same_body=True)
    exchange = Exchange(
        Request("POST", "/webhooks/x", (("X-Signature", "a"),), b"{}"), Response(200), direction="in"
    )
    found = diagnose(exchange, history=history)
    special = [one.refined for one in found.causes if one.refined]
    assert all(special)
