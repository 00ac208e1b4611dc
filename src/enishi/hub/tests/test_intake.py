"""The intake as callers meet it: an ASGI callable."""

import asyncio
import json
import sqlite3
from datetime import timedelta

import pytest

from enishi.hub.connections import actions
from enishi.hub.exchanges.models import ExchangeRow
from enishi.hub.inbox.models import InboxItem
from enishi.hub.intake import bare
from enishi.hub.intake.directory import Directory
from enishi.hub.intake.receiving import LIMIT, Intake
from enishi.hub.tests.conftest import SECRET, order, signed
from enishi.kernel import clock, ids


async def call(intake, path, body=b"", headers=(), *, method="POST", language="en", chunk=1 << 20):
    """One call; returns status, headers and body."""
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [*headers, (b"accept-language", language.encode())],
    }
    parts = [body[at : at + chunk] for at in range(0, len(body), chunk)] or [b""]
    sent = []

    async def receive():
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def send(message):
        sent.append(message)

    await intake(scope, receive, send)
    answered = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], answered, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture
def intake(transactional_db):
    made = Intake(directory=Directory(fresh=0.05))
    yield made
    made.close()


def post(intake, connection, body, headers=None, **more):
    headers = signed(body) if headers is None else headers
    return asyncio.run(call(intake, f"/in/{connection.id}", body, headers, **more))


def test_a_signed_event_is_stored_and_answered_202(intake, webhook):
    """The row is there when the answer is."""
    status, headers, body = post(intake, webhook, order("1"))
    assert status == 202
    assert json.loads(body) == {"accepted": True}
    assert headers["x-request-id"]
    item = InboxItem.objects.get()
    assert (item.event, item.state, item.ordering) == ("order.created", "waiting", "customer:c1")
    assert bytes(item.body) == order("1")
    assert abs(item.received_at - clock.now()) < timedelta(seconds=10)


def test_the_signature_is_not_stored(intake, webhook):
    """Headers are kept without secrets."""
    post(intake, webhook, order("1"))
    assert "v1," not in json.dumps(InboxItem.objects.get().headers)


def test_the_same_call_again_is_accepted_and_stored_once(intake, webhook):
    """A repeat has no second effect."""
    body = order("1")
    headers = signed(body)
    assert [post(intake, webhook, body, headers)[0] for _ in range(3)] == [202, 202, 202]
    assert InboxItem.objects.count() == 1


def test_the_same_id_with_another_body_is_another_thing(intake, webhook):
    """Ids that a sender reuses lose nothing."""
    post(intake, webhook, order("1"))
    post(intake, webhook, order("2"))
    assert InboxItem.objects.count() == 2


@pytest.mark.parametrize(
    ("headers", "refusal"),
    [
        ([], (401, "signature-missing")),
        (signed(b"other"), (401, "signature-mismatch")),
        (
            signed(order("1"), secret="whsec_" + "YW5vdGhlci1zZWNyZXQtYWx0b2dldGhlcg=="),
            (401, "signature-mismatch"),
        ),
        (signed(order("1"), at=clock.now() - timedelta(hours=1)), (400, "timestamp-outside")),
        (signed(order("1"), at=clock.now() + timedelta(hours=1)), (400, "timestamp-outside")),
    ],
)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_cannot_be_trusted_is_refused_and_leaves_only_an_exchange(
    intake, webhook, headers, refusal, language
):
    """Status, problem document in the caller's language, one exchange, nothing in the inbox."""
    got, answered, body = post(intake, webhook, order("1"), headers, language=language)
    problem = json.loads(body)
    assert (got, problem["code"]) == refusal
    assert answered["content-type"] == "application/problem+json"
    assert ("署名" in problem["title"] + problem["detail"]) == (language == "ja")
    intake.close()
    assert InboxItem.objects.count() == 0
    row = ExchangeRow.objects.get()
    assert (row.direction, row.ok, row.status, row.reference) == ("in", False, *refusal)
    assert SECRET not in str(row.request_headers)


def test_an_unknown_connection_is_404(intake, webhook):
    """Well-formed or not, an id that nobody has is not found."""
    for wrong in (ids.new("con"), "con_", "../../etc/passwd", "con_'; DROP TABLE hub_inbox;--"):
        status, _, body = asyncio.run(call(intake, f"/in/{wrong}", order("1"), signed(order("1"))))
        assert (status, json.loads(body)["code"]) == (404, "unknown-connection")


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_above_ten_megabytes_is_413(intake, webhook, declared):
    """Found by the header, or while reading."""
    body = b"x" * (LIMIT + 1)
    headers = [(b"content-length", str(len(body)).encode())] if declared else []
    assert post(intake, webhook, body, headers)[0] == 413
    assert InboxItem.objects.count() == 0


def test_a_flood_of_bad_calls_leaves_a_sample(intake, webhook):
    """Refused calls do not fill the database."""
    for _ in range(60):
        assert post(intake, webhook, b"{}", [])[0] == 401
    intake.close()
    assert 1 <= ExchangeRow.objects.count() <= 41


def test_a_paused_connection_still_accepts(intake, webhook):
    """Work waits; nothing is refused."""
    actions.pause(webhook.id, actor="user:test")
    assert post(intake, webhook, order("1"))[0] == 202


def test_a_connection_that_is_off_answers_410(intake, webhook):
    """The sender may stop for good."""
    actions.switch_off(webhook.id, actor="user:test")
    assert post(intake, webhook, order("1"))[0] == 410


def test_a_rotated_secret_works_within_a_second(intake, webhook):
    """Old and new during the rotation, then only the new."""
    fresh = "whsec_" + "YS1mcmVzaC1zZWNyZXQtZm9yLXRoZS10ZXN0cw=="
    body = order("1")
    assert post(intake, webhook, body)[0] == 202
    actions.replace_secrets(webhook.id, {"signing_secret": [fresh, SECRET]}, actor="user:test")
    asyncio.run(asyncio.sleep(0.1))
    assert post(intake, webhook, body, signed(body, secret=fresh))[0] == 202
    assert post(intake, webhook, body)[0] == 202
    actions.replace_secrets(webhook.id, {"signing_secret": [fresh]}, actor="user:test")
    asyncio.run(asyncio.sleep(0.1))
    assert post(intake, webhook, body)[0] == 401


def test_our_own_failure_is_503_with_retry_after(intake, webhook, monkeypatch):
    """Never 4xx, never 2xx, when the commit failed."""

    class Broken:
        def insert(self, rows):
            raise sqlite3.OperationalError("disk I/O error")

        def close(self):
            pass

    monkeypatch.setattr("enishi.hub.intake.bare.connect", Broken)
    status, headers, body = post(intake, webhook, order("1"))
    assert (status, json.loads(body)["code"]) == (503, "intake-busy")
    assert int(headers["retry-after"]) > 0


def test_a_handshake_is_answered(intake, webhook):
    """CloudEvents' OPTIONS; a plain OPTIONS and GET get their due."""
    path = f"/in/{webhook.id}"
    origin = [(b"webhook-request-origin", b"events.example.com")]
    status, headers, _ = asyncio.run(call(intake, path, b"", origin, method="OPTIONS"))
    assert (status, headers["webhook-allowed-origin"]) == (200, "events.example.com")
    assert asyncio.run(call(intake, path, method="OPTIONS"))[0] == 204
    status, headers, _ = asyncio.run(call(intake, path, method="GET"))
    assert (status, headers["allow"]) == (405, "POST, GET, OPTIONS")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"type": 7, "data": []}',
        b'{"type": "order.created\\u0000\\ud800", "data": {"external_id": "\\u0000"}}',
        '{"type":"注文","data":null}'.encode(),
        b'{"type":"<script>alert(1)</script>","data":{"external_id":"\'; DROP TABLE x;--"}}',
    ],
)
def test_signed_nonsense_is_stored_for_a_person_to_see(intake, webhook, body):
    """What is rightly signed is never lost, whatever it holds."""
    assert post(intake, webhook, body)[0] == 202
    assert bytes(InboxItem.objects.get().body) == body


def test_many_at_once_share_commits(intake, webhook, monkeypatch):
    """A burst needs far fewer transactions than it has calls, and every call has its row."""
    batches = []
    real = bare.connect

    def counting():
        made = real()
        insert = made.insert

        def counted(rows):
            batches.append(len(rows))
            insert(rows)

        monkeypatch.setattr(made, "insert", counted)
        return made

    monkeypatch.setattr("enishi.hub.intake.bare.connect", counting)

    async def burst():
        bodies = [order(str(number)) for number in range(300)]
        return await asyncio.gather(
            *(
                call(intake, f"/in/{webhook.id}", body, signed(body, message_id=f"msg_{place}"))
                for place, body in enumerate(bodies)
            )
        )

    assert {status for status, _, _ in asyncio.run(burst())} == {202}
    assert InboxItem.objects.count() == sum(batches) == 300
    assert max(batches) > 1
    assert len(batches) < 300
