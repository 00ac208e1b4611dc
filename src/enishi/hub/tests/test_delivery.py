"""Deliveries out: schedule, pauses asked for, dead credentials, unknown outcomes, hanging destinations."""

import itertools
import json
import random
import threading
import time
from datetime import timedelta

import pytest
import standardwebhooks
from django.db import transaction

from enishi.hub.calls import gates
from enishi.hub.connections import actions as connections
from enishi.hub.connections import holding
from enishi.hub.connections.models import Connection, Health, Hold
from enishi.hub.delivery import actions, claiming, engine, lost, schedule
from enishi.hub.delivery.models import Delivery, Subscription
from enishi.hub.exchanges.models import ExchangeRow
from enishi.hub.sdk import Call, Verdict
from enishi.kernel import clock
from enishi.platform import outbox


def subscribe(receiver, **more):
    values = {"name": "Ear", "events": ["order.*"], "actor": "user:test", **more}
    return actions.subscribe(url=f"{receiver.url}/hook", **values)


def emit(kind="order.created", data=None, **more):
    with transaction.atomic():
        event = outbox.emit(kind, subject="ord_1", data=data or {"total": 5}, **more)
    outbox.dispatch_all()
    return event


def due_now():
    Delivery.objects.filter(state="pending").update(next_at=clock.now())
    Health.objects.update(blocked_until=None, failures=0)


def test_an_event_reaches_its_subscriber_signed(transactional_db, receiver):
    """The specification's own library verifies what arrives."""
    _, secret = subscribe(receiver)
    event = emit(customer_id="cus_1")
    engine.run_all()
    [call] = receiver.calls
    body = standardwebhooks.Webhook(secret).verify(
        call["body"], {k.lower(): v for k, v in call["headers"].items()}
    )
    assert body["type"] == "order.created"
    assert body["data"] == {"id": "ord_1", "customer_id": "cus_1", "total": 5}
    assert call["headers"]["webhook-id"] == event.id
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("delivered", 1)
    row = ExchangeRow.objects.get(pk=delivery.last_exchange)
    assert (row.ok, row.status, row.reference, row.operation) == (True, 200, delivery.id, "event.send")
    assert secret not in str(row.request_headers)


@pytest.mark.parametrize(
    ("kind", "data", "count"),
    [
        ("order.created", {"total": 5, "shop": {"kind": "a"}}, 1),
        ("order.created", {"total": 6, "shop": {"kind": "a"}}, 0),
        ("customer.created", {"total": 5, "shop": {"kind": "a"}}, 0),
        ("delivery.failed", {"total": 5, "shop": {"kind": "a"}}, 0),
    ],
)
def test_only_what_was_asked_for_is_sent(transactional_db, receiver, kind, data, count):
    """Kind by pattern, data by filter."""
    subscribe(receiver, only={"total": 5, "shop.kind": ["a", "b"]})
    emit(kind, data)
    assert Delivery.objects.count() == count


def test_an_event_does_not_go_back_to_where_it_came_from(transactional_db, receiver):
    """No echo."""
    subscription, _ = subscribe(receiver)
    emit(origin=subscription.connection_id)
    assert Delivery.objects.count() == 0


def test_a_rotated_secret_signs_beside_the_old_one_for_a_day(transactional_db, receiver):
    """Receivers with either secret can verify; afterwards only the new one signs."""
    subscription, old = subscribe(receiver)
    fresh = actions.rotate(subscription, actor="user:test")
    emit()
    engine.run_all()
    headers = {key.lower(): value for key, value in receiver.calls[0]["headers"].items()}
    for secret in (old, fresh):
        standardwebhooks.Webhook(secret).verify(receiver.calls[0]["body"], headers)
    actions.drop_old_secret({"connection": subscription.connection_id})
    emit()
    engine.run_all()
    headers = {key.lower(): value for key, value in receiver.calls[1]["headers"].items()}
    standardwebhooks.Webhook(fresh).verify(receiver.calls[1]["body"], headers)
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        standardwebhooks.Webhook(old).verify(receiver.calls[1]["body"], headers)


def test_the_schedule_is_the_published_one_with_jitter():
    """5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h, each ±20 %, then it is over."""
    now = clock.now()
    spread = {random.Random(seed).random() for seed in range(9)}
    for attempt, seconds in enumerate((5, 300, 1800, 7200, 18000, 36000, 36000), 1):
        for seed in range(len(spread)):
            at = schedule.next_attempt(
                attempts=attempt, asked=None, created_at=now, now=now, chance=random.Random(seed)
            )
            assert 0.8 * seconds <= (at - now).total_seconds() <= 1.2 * seconds
    assert schedule.next_attempt(attempts=8, asked=None, created_at=now, now=now) is None
    assert schedule.next_attempt(attempts=99, asked=7, created_at=now, now=now) == now + timedelta(seconds=7)
    assert schedule.next_attempt(attempts=1, asked=7, created_at=now - timedelta(days=4), now=now) is None


def test_a_failed_attempt_is_tried_again_and_in_the_end_kept_as_failed(transactional_db, receiver):
    """Eight attempts; then it waits for a replay, which keeps the message's id."""
    receiver.answer = lambda call: (500, {}, b"oops")
    subscribe(receiver)
    emit()
    for attempt in range(1, 9):
        engine.run_all()
        delivery = Delivery.objects.get()
        assert delivery.attempts == attempt
        due_now()
    assert (delivery.state, len(receiver.calls)) == ("failed", 8)
    receiver.answer = lambda call: (204, {}, b"")
    assert holding.replay([delivery.id]).deliveries == 1
    engine.run_all()
    delivery.refresh_from_db()
    assert delivery.state == "delivered"
    assert len({call["headers"]["webhook-id"] for call in receiver.calls}) == 1
    assert holding.replay([delivery.id]).deliveries == 0


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {"Retry-After": "120"}, 120),
        (503, {"Retry-After": "90"}, 90),
        (429, {"RateLimit": '"p";r=0;t=45'}, 45),
        (429, {}, 60),
        (429, {"RateLimit": "nonsense"}, 60),
    ],
)
def test_a_pause_that_was_asked_for_is_obeyed_by_all(transactional_db, receiver, status, headers, seconds):
    """The destination gets no call of ours before the time is over; the attempt does not count."""
    receiver.answer = lambda call: (status, headers, b"")
    subscription, _ = subscribe(receiver)
    emit()
    engine.run_all()
    delivery = Delivery.objects.get()
    assert delivery.attempts == 0
    assert abs((delivery.next_at - clock.now()).total_seconds() - seconds) < 5
    emit()
    engine.run_all()
    assert len(receiver.calls) == 1
    blocked = Health.objects.get(pk=subscription.connection_id)
    assert blocked.blocked_why == "asked"


def test_410_ends_the_subscription(transactional_db, receiver):
    """And everything that waits for it."""
    receiver.answer = lambda call: (410, {}, b"")
    subscription, _ = subscribe(receiver)
    for _ in range(40):
        emit()
    engine.run_all()
    subscription.refresh_from_db()
    assert subscription.state == "gone"
    assert set(Delivery.objects.values_list("state", flat=True)) == {"failed"}
    emit()
    assert Delivery.objects.filter(state="pending").count() in {0, 1}  # listeners are remembered for a second


def test_a_dead_credential_costs_at_most_two_calls(transactional_db, receiver):
    """All further deliveries are held at once, and go on after the release."""
    receiver.answer = lambda call: (401, {}, b"")
    connection, _ = calls_out(receiver, 50)
    engine.run_all()
    assert 1 <= len(receiver.calls) <= 2
    engine.run_all(seconds=1)
    assert len(receiver.calls) <= 2
    assert Hold.objects.get(connection=connection).reason == "credential"
    assert set(Delivery.objects.values_list("state", flat=True)) == {"held"}
    assert holding.held(connection.id) == {"deliveries.held": 50}
    receiver.answer = lambda call: (200, {}, b"")
    assert holding.release(connection.id).deliveries == 50
    engine.run_all()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


def calls_out(receiver, count):
    """A connection with a low concurrency, as for an API with a credential, and calls that wait for it."""
    subscription, _ = subscribe(receiver)
    connections.change(subscription.connection_id, {"concurrency": 2, "rate": 0}, actor="user:test")
    connection = Connection.objects.get(pk=subscription.connection_id)
    made = [
        actions.owe(connection, Call(operation="event.send", json={"n": number}, key=f"k{number}"))
        for number in range(count)
    ]
    return connection, made


def test_a_hanging_destination_slows_no_other(transactional_db, receiver):
    """Fifteen receivers get everything while one never answers."""
    let_go = threading.Event()

    def answer(call):
        if call["path"] == "/hang":
            let_go.wait(60)
        return 200, {}, b"{}"

    receiver.answer = answer
    hanging, _ = actions.subscribe(
        name="hang", url=f"{receiver.url}/hang", events=["order.*"], actor="user:test"
    )
    for number in range(15):
        actions.subscribe(
            name=str(number), url=f"{receiver.url}/{number}", events=["order.*"], actor="user:test"
        )
    for _ in range(20):
        emit()
    running, started = engine.Engine(), time.monotonic()
    others = Delivery.objects.exclude(subscription=hanging)
    while others.filter(state="delivered").count() < 300 and time.monotonic() - started < 60:
        running.turn()
    assert others.filter(state="delivered").count() == 300
    assert Delivery.objects.filter(subscription=hanging, state="delivered").count() == 0
    slow = [call for call in receiver.calls if call["path"] == "/hang"]
    assert len(slow) <= 8 * (1 + (time.monotonic() - started) // 15)  # a call is given up after 15 s
    let_go.set()
    while running.lanes.on_way:
        running.turn()


def test_the_rate_of_a_connection_is_kept(transactional_db, receiver):
    """Starting times are handed out at the rate, one after the other, whoever asks; none is given twice."""
    connection, _ = calls_out(receiver, 3)
    paced = connections.change(connection.id, {"rate": 20.0}, actor="user:test")
    moments = [*gates.reserve(paced, 5), *gates.reserve(paced, 1), *gates.reserve(paced, 4)]
    gaps = {(later - earlier).total_seconds() for earlier, later in itertools.pairwise(moments)}
    assert min(gaps) >= 1 / 20
    assert moments[-1] - moments[0] >= timedelta(seconds=9 / 20)
    engine.run_all()
    assert len(receiver.calls) == 3
    assert min(row.started_at for row in ExchangeRow.objects.all()) >= moments[-1]


def test_the_breaker_opens_and_lets_others_pass(transactional_db, receiver):
    """After five failures of the way, calls stop for a while."""
    receiver.answer = lambda call: (502, {}, b"")
    connection, _ = calls_out(receiver, 30)
    engine.run_all()
    health = Health.objects.get(pk=connection.id)
    assert health.blocked_why == "breaker"
    assert health.blocked_until > clock.now()
    assert len(receiver.calls) <= 4 + 8 + 1  # those that were on their way or next in line when it opened


def test_the_clinic_may_hold_an_operation_or_set_one_record_aside(transactional_db, receiver, hooks):
    """Its verdict counts, not the default."""
    verdicts = [
        Verdict("quarantine", reason="this one"),
        Verdict("hold", reason="inc", holds="operation", incident="inc_1"),
    ]
    seen = []

    def verdict(row, call):
        seen.append((row.status, call.operation))
        return verdicts.pop(0)

    hooks(on_failed_exchange=verdict)
    receiver.answer = lambda call: (422, {}, b"")
    connection, _ = calls_out(receiver, 1)
    engine.run_all()
    assert Delivery.objects.get().state == "failed"
    calls_out_of = actions.owe(connection, Call(operation="event.send", json={}, key="x"))
    engine.run_all()
    calls_out_of.refresh_from_db()
    assert calls_out_of.state == "held"
    hold = Hold.objects.get()
    assert (hold.operation, hold.incident) == ("event.send", "inc_1")
    assert seen == [(422, "event.send")] * 2


def test_edits_of_the_connection_change_what_leaves(transactional_db, receiver, hooks):
    """The doctor's actions are handed over without what we note beside them, for the right operation only."""
    given = []

    def edit(request, edits):
        given.append(edits)
        return request

    hooks(edit_request=edit)
    connection, _ = calls_out(receiver, 1)
    edits = [
        {"kind": "set-header", "name": "A", "value": "b", "operation": "event.*", "incident": "inc_1"},
        {"kind": "set-header", "name": "C", "value": "d", "operation": "other.*"},
    ]
    connections.add_edits(connection.id, edits, actor="system")
    engine.run_all()
    assert given == [[{"kind": "set-header", "name": "A", "value": "b"}]]


def test_a_delivery_of_a_dead_worker_is_sent_by_another(transactional_db, receiver):
    """When its lease has run out, and only then."""
    connection, [delivery] = calls_out(receiver, 1)
    now = clock.now()
    soon = now + timedelta(minutes=1)
    with transaction.atomic():
        [leased] = claiming.claim(connection.id, worker="dead", count=9, now=now, until=soon)
    assert leased.id == delivery.id
    assert lost.take_up(clock.now()) == 0
    assert lost.take_up(soon + timedelta(seconds=1)) == 1
    due_now()
    engine.run_all()
    delivery.refresh_from_db()
    assert (delivery.state, len(receiver.calls)) == ("delivered", 1)


def test_a_private_address_is_refused(transactional_db, receiver, monkeypatch):
    """Nothing is sent; it fails for good and says why."""
    _, [delivery] = calls_out(receiver, 1)
    monkeypatch.setenv("ENISHI_ALLOW_NETWORKS", "")
    engine.run_all()
    delivery.refresh_from_db()
    assert (delivery.state, receiver.calls) == ("failed", [])
    assert Subscription.objects.get().state == "active"


def test_pausing_holds_deliveries_and_resuming_sends_them(transactional_db, receiver):
    """None is lost."""
    connection, _ = calls_out(receiver, 3)
    connections.pause(connection.id, actor="user:test")
    engine.run_all(seconds=1)
    assert receiver.calls == []
    connections.activate(connection.id, actor="user:test")
    assert holding.release(connection.id).deliveries == 3
    engine.run_all()
    assert sorted(json.loads(call["body"])["n"] for call in receiver.calls) == [0, 1, 2]
