"""What is kept of calls: without secrets, capped, readable by the doctor, for a while."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enishi.hub.exchanges import pruning, queries, recording
from enishi.hub.exchanges.models import ExchangeRow
from enishi.hub.inbox.models import InboxItem
from enishi.kernel import clock, ids
from enishi.kernel.exchange import Exchange, Failure, Request, Response

SECRET = "s3cr3t-value-of-a-test"


def exchange(**more):
    request = Request(
        "POST",
        f"https://u:{SECRET}@x.example/a?api_key={SECRET}&b=1",
        (("Authorization", f"Bearer {SECRET}"), ("X-Plain", f"before {SECRET} after")),
        f'{{"a": "{SECRET}", "password": "hunter22"}}'.encode(),
    )
    response = Response(200, (("Set-Cookie", "session=abc"),), f"<token>{SECRET}</token>".encode())
    return Exchange(request, more.pop("response", response), **more)


def text(row):
    return f"{row.url}{row.request_headers}{row.response_headers}{bytes(row.request_body)}{bytes(row.response_body)}{row.failure_message}"


def test_secrets_are_masked_by_name_and_by_value():
    """In every part."""
    failure = Failure("OSError", f"could not send {SECRET}", "send", sent=True)
    row = recording.row(exchange(failure=failure), ok=False, known=(SECRET,))
    for hidden in (SECRET, "hunter22", "session=abc"):
        assert hidden not in text(row)
    assert "b=1" in row.url
    assert ["X-Plain", "before …(redacted) after"] in row.request_headers


def test_bodies_are_capped_and_their_length_kept():
    """20 kB are stored; a secret on the edge is not cut open."""
    body = b"x" * (recording.CAP - 5) + SECRET.encode() + b"y" * 100_000
    row = recording.row(Exchange(Request("POST", "https://x.example/", (), body)), ok=True, known=(SECRET,))
    assert (len(row.request_body), row.request_size) == (recording.CAP, len(body))
    assert SECRET[:6].encode() not in bytes(row.request_body)


def test_bytes_that_are_not_utf8_survive():
    """The doctor must see Shift_JIS as it came."""
    raw = "在庫がありません".encode("shift_jis")
    row = recording.row(exchange(response=Response(400, (), raw)), ok=False)
    assert recording.to_exchange(row).response.body == raw


@given(st.binary(max_size=400), st.text(min_size=6, max_size=20))
def test_no_body_breaks_the_record_or_shows_a_known_secret(body, secret):
    """Whatever stands around it."""
    raw = body + secret.encode("utf-8", "replace") + body
    kept = recording.body(raw, (secret,))
    assert b"\x00" not in kept
    if secret.isascii() and secret.isalnum():
        assert secret.encode() not in kept


@pytest.mark.django_db
def test_what_is_stored_is_what_the_doctor_reads():
    """Back and forth, failure and timings included."""
    failure = Failure("TimeoutError", "no answer", "wait", sent=True)
    given_ = Exchange(
        Request("GET", "https://x.example/a", (("A", "b"),), b""),
        None,
        failure,
        started_at=clock.now(),
        elapsed=1.5,
        timings=(("dns", 0.1), ("connect", 0.2)),
    )
    row = recording.row(given_, ok=False, connection_id="con_x", call={"operation": "a"})
    row.save()
    assert recording.to_exchange(ExchangeRow.objects.get()) == given_


@pytest.mark.django_db
def test_old_exchanges_and_done_items_are_forgotten_in_batches():
    """By the time in the id; what waits stays however old it is."""
    now = clock.now()
    for hours in (1, 40 * 24, 41 * 24):
        at = now - timedelta(hours=hours)
        made = ids.new("exc", milliseconds=int(at.timestamp() * 1000))
        ExchangeRow.objects.create(id=made, direction="out", ok=True, started_at=at)
        InboxItem.objects.create(
            connection_id="c", key=f"d{hours}", received_at=at, run_at=at, state="done", done_at=at
        )
        InboxItem.objects.create(connection_id="c", key=f"w{hours}", received_at=at, run_at=at)
    assert pruning.prune(older_than=now - timedelta(days=30), batch=1) == 4
    assert ExchangeRow.objects.count() == 1
    assert sorted(InboxItem.objects.values_list("key", flat=True)) == ["d1", "w1", "w960", "w984"]


@pytest.mark.django_db
def test_a_filter_that_does_not_exist_is_refused():
    """Never ignored."""
    with pytest.raises(KeyError):
        queries.page({"colour": "red"})
