"""An exchange is drawn with its evidence at the very place."""

import json

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enishi.kernel.exchange import Exchange, Failure, Request, Response
from enishi.platform.crypto.redaction import MASK
from enishi.ui import bodies, calls
from enishi.ui.calls import Pin


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def lines(call):
    return [
        "".join(
            [f"{line.direction} " if line.direction else "", *(piece.text for piece in line.pieces)]
        ).rstrip()
        for block in call.blocks
        for line in block.lines
    ]


def marked(call):
    return {
        piece.pins: piece.text
        for block in call.blocks
        for line in block.lines
        for piece in line.pieces
        if piece.kind == "mark"
    }


EXPIRED = Exchange(
    Request(
        "GET",
        "https://api.hanaya.example/v2/orders?since=1",
        (("Authorization", f"Bearer {MASK}"), ("Accept", "*/*")),
    ),
    Response(401, (("WWW-Authenticate", 'Bearer error="invalid_token"'),), b'{"code":"token_expired"}'),
)


def test_a_call_reads_like_a_terminal():
    """Request line, host and telling headers; the noise is left out; then the answer."""
    call, _ = calls.figure(EXPIRED)
    assert call.title == "GET /v2/orders"
    assert call.state.word == "401"
    assert lines(call) == [
        "> GET /v2/orders?since=1",
        "> Host: api.hanaya.example",
        "> Authorization: Bearer hidden",
        "< HTTP/1.1 401 Unauthorized",
        '< WWW-Authenticate: Bearer error="invalid_token"',
        "<",
        '< {"code": "token_expired"}',
    ]


def test_everything_is_shown_to_engineers():
    """The full figure leaves no header out."""
    call, _ = calls.figure(EXPIRED, full=True)
    assert "> Accept: */*" in lines(call)


def test_evidence_stands_at_the_very_place():
    """Status, part of a header, a value by pointer and part of the URL are marked with their numbers."""
    pins = (
        Pin(1, "response.status"),
        Pin(2, "response.header", "www-authenticate", 7, 28),
        Pin(3, "response.body", "/code"),
        Pin(4, "request.url", "", 26, 29),
        Pin(5, "history"),
    )
    call, placed = calls.figure(EXPIRED, pins)
    assert marked(call) == {
        (1,): "401 Unauthorized",
        (2,): 'error="invalid_token"',
        (3,): '"token_expired"',
        (4,): "/v2",
    }
    assert placed == {1, 2, 3, 4}


def test_overlapping_evidence_becomes_one_mark_with_both_numbers():
    """Two reasons for the same words do not tear them apart."""
    call, _ = calls.figure(
        EXPIRED, (Pin(1, "response.body", "/code"), Pin(2, "response.body", "token_expired"))
    )
    assert marked(call) == {(1, 2): '"token_expired"'}


def test_a_long_body_keeps_the_lines_that_matter():
    """What is left out is counted; evidence far down stays."""
    body = json.dumps({f"field_{i}": i for i in range(100)} | {"error": "late"}).encode()
    call, placed = calls.figure(
        Exchange(response=Response(422, None, body)), (Pin(1, "response.body", "/error"),)
    )
    shown = lines(call)
    assert len(shown) < 30
    assert any('"late"' in line for line in shown)
    assert "more lines" in shown[-1]
    assert placed == {1}


def test_no_answer_is_shown_as_such():
    """A failure names its phase."""
    call, placed = calls.figure(
        Exchange(
            Request("GET", "https://a.example/"),
            None,
            Failure("ConnectionRefusedError", "refused", "connect"),
        ),
        (Pin(1, "exception"),),
    )
    assert marked(call) == {(1,): "connect: ConnectionRefusedError: refused"}
    assert placed == {1}


def test_data_that_is_no_text_is_counted():
    """An image is not poured over the page."""
    call, _ = calls.figure(Exchange(response=Response(200, None, bytes(range(256)) * 4)))
    assert lines(call)[-1] == "< 1,024 bytes of data"


unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the clock decides nothing
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@unhurried
@given(json_values)
def test_every_pointer_covers_its_value(value):
    """The noted place of every part of a body holds exactly that part."""
    body = bodies.read(json.dumps(value).encode())
    assert body is not None
    assert json.loads(body.shown) == value
    for pointer, (start, end) in body.spans.items():
        part = value
        for name in pointer.split("/")[1:]:
            key = name.replace("~1", "/").replace("~0", "~")
            part = part[int(key)] if isinstance(part, list) else part[key]
        assert json.loads(body.shown[start:end]) == part


@unhurried
@given(st.binary(max_size=200), st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=4))
def test_drawing_never_fails(content, spans):
    """Whatever bytes and places come, a figure is made."""
    pins = [Pin(i + 1, "response.body", "", start, end) for i, (start, end) in enumerate(spans)]
    calls.figure(Exchange(response=Response(500, (("X", "y"),), content)), pins)
