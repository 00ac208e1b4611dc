"""Live events: who may listen, what is told, how a stream goes on."""

import asyncio

import pytest
from django.db import transaction
from django.test import Client

from enishi.platform import outbox
from enishi.platform.accounts.models import User
from enishi.platform.gate import events
from enishi.platform.gate.feed import Feed
from enishi.platform.gate.tests.test_gate import Result, receiving, request

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cookie():
    user = User.objects.create_user(email="v@example.com", role="viewer")
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


def emit(kind):
    with transaction.atomic():
        outbox.emit(kind, subject="ord_1", customer_id="cus_1", data={"secret": "not told"}, actor="system")


async def until(result, text):
    for _ in range(100):
        if text in result.body:
            return True
        await asyncio.sleep(0.05)
    return False


def stream(scope, *steps):
    """Open a stream, run each step (kind to emit, text to wait for), end it; what was sent."""

    async def story():
        feed, result = Feed(), Result()
        task = asyncio.ensure_future(events.Stream(feed)(scope, receiving(), result.send))
        for kind, text in steps:
            await until(result, b"retry") or pytest.fail("no stream")
            await feed.read(lambda kind=kind: emit(kind))
            assert await until(result, text), result.body
        await asyncio.sleep(0.3)
        await feed.stop()
        await asyncio.wait_for(task, 5)
        return result

    return asyncio.run(story())


def test_strangers_hear_nothing():
    """Without a living session the answer is a 401 problem."""
    for headers in ([], [("cookie", "sessionid=none")]):
        result = stream(request(path="/events", headers=headers))
        assert result.status == 401
        assert result.headers["content-type"] == "application/problem+json"


def test_news_arrive_without_their_data(cookie):
    """The message names kind and record; what stands in the record is not told; each comes once."""
    emit("order.created")
    scope = request(path="/events", headers=[("cookie", cookie)])
    result = stream(scope, ("order.paid", b"event: order.paid"), ("order.sent", b"event: order.sent"))
    assert b'"customer_id":"cus_1"' in result.body
    assert b"not told" not in result.body
    assert result.body.count(b"event: order.paid") == 1
    assert b"order.created" not in result.body
    assert not result.more


def test_a_listener_may_ask_for_some_kinds(cookie):
    """?kinds= takes beginnings of kinds."""
    scope = request(path="/events", headers=[("cookie", cookie)], query=b"kinds=incident.,order.paid")
    result = stream(scope, ("incident.opened", b"event: incident.opened"))
    result = stream(scope, ("order.paid", b"order.paid"))
    assert b"incident" not in result.body


def test_who_was_away_gets_what_was_missed(cookie):
    """Last-Event-ID brings the events after it."""
    emit("order.created")
    emit("order.paid")
    from enishi.platform.outbox.models import Event

    first = Event.objects.order_by("seq").first().seq
    scope = request(path="/events", headers=[("cookie", cookie), ("last-event-id", str(first))])
    result = stream(scope, ("order.sent", b"order.sent"))
    assert b"order.paid" in result.body
    assert b"order.created" not in result.body


def test_someone_deactivated_is_no_longer_signed_in(cookie):
    """The session is looked at again; it ends with the right to sign in."""
    key = cookie.partition("=")[2]
    assert events.signed_in(key)
    User.objects.update(is_active=False)
    assert not events.signed_in(key)
