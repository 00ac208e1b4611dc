"""What a cause means for the work, and the standing edits of a connection."""

from __future__ import annotations

from typing import Any

import pytest

from enishi.clinic import editing, policy
from enishi.doctor import Exchange, Failure, Request, Response, diagnose
from enishi.doctor.engine.action import act
from enishi.doctor.engine.remedy import remedy
from enishi.kernel.exchange import header

URL = "https://api.shop.example/v2/orders"
JSON = (("Content-Type", "application/json"),)


def verdict(exchange: Exchange, **known: Any) -> Any:
    facts = {"unknown": False, "one_record": False, "incident": "inc_1"} | known
    return policy.verdict(diagnose(exchange), **facts)


def answered(status: int, body: bytes = b"", method: str = "GET", **headers: str) -> Exchange:
    sent = (("Authorization", "Bearer " + "a" * 24),)
    return Exchange(
        Request(method, URL, sent, b"{}" if method == "POST" else None),
        Response(status, tuple(headers.items()), body),
    )


def test_dead_credential_holds_everything() -> None:
    """No other call of the connection is spent on a credential that is refused."""
    found = verdict(
        answered(401, b'{"error": "invalid_token", "error_description": "The access token expired"}')
    )
    assert (found.action, found.holds, found.reason) == ("hold", "connection", "auth-expired-token")


def test_missing_right_holds_its_operation() -> None:
    """What needs the right waits; the rest goes on."""
    found = verdict(answered(403, b'{"error": "insufficient_scope", "required_scope": "orders:read"}'))
    assert (found.action, found.holds) == ("hold", "operation")


def test_rate_limit_is_waited_out() -> None:
    """429 is tried again after the time that the vendor asks for, and nothing is held."""
    found = verdict(answered(429, b'{"message": "Too many requests"}', **{"Retry-After": "7"}))
    assert (found.action, found.after, found.holds) == ("retry", 7.0, "")


def test_one_bad_record_lets_the_others_pass() -> None:
    """When the operation works for other records, only this one is set aside; else the operation waits."""
    exchange = answered(422, b'{"errors": [{"field": "total", "message": "must be an integer"}]}', "POST")
    assert verdict(exchange, one_record=True).action == "quarantine"
    assert verdict(exchange).holds == "operation"


def test_unknown_outcome_is_looked_for_first() -> None:
    """A write that may have happened is never simply sent again."""
    lost = Exchange(
        Request("POST", URL, JSON, b"{}"),
        failure=Failure("ClientOSError", "Connection reset by peer", "wait", sent=True),
    )
    assert verdict(lost, unknown=True).action == "unknown"


@pytest.mark.parametrize(
    ("level", "confidence", "runs"),
    [("safe", 0.9, True), ("safe", 0.2, False), ("ask", 0.99, False), ("person", 0.99, False)],
)
def test_only_safe_and_named_runs_by_itself(level: Any, confidence: float, runs: bool) -> None:
    """A remedy runs by itself only at level safe, and only when the cause is sure enough."""
    made = remedy("r", level, en="Do", ja="行う", actions=(act("retry-once"),))
    assert policy.may_run(made, confidence=confidence) is runs


def test_pauses_grow_to_five_minutes() -> None:
    """Trying grows rarer; what the vendor asks for comes first."""
    pauses = [policy.pause(attempt, asked=None) for attempt in range(12)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == 300
    assert policy.pause(0, asked=9) == 9


def test_edits_apply_to_requests_and_unknown_ones_are_left_out() -> None:
    """Stored edits are the doctor's actions; one of a later version does no harm."""
    edits = [act("set-accept", "application/json").to_dict(), {"kind": "from-the-future", "x": 1}]
    edited = editing.edit_request(Request("GET", URL, (("Accept", "*/*"),)), edits)
    assert header(edited.headers, "Accept") == "application/json"


@pytest.mark.parametrize("charset", ["cp932", "euc_jp"])
def test_answers_are_read_in_their_charset(charset: str) -> None:
    """Where an edit names the encoding the answer becomes UTF-8; an answer in UTF-8 stays as it is."""
    edits = [act("decode-response", charset).to_dict()]
    text = '{"name": "桔梗の花束"}'
    foreign = Exchange(response=Response(200, JSON, text.encode(charset)))
    own = Exchange(response=Response(200, JSON, text.encode()))
    decoded = editing.decode_response(foreign, edits)
    assert decoded.response is not None
    assert decoded.response.body == text.encode()
    assert header(decoded.response.headers, "Content-Type") == "application/json; charset=utf-8"
    assert editing.decode_response(own, edits) is own
