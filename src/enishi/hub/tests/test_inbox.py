"""From the inbox to the CRM: once, in order, and one bad payload never in the way of others."""

import json
import time
from datetime import timedelta

import pytest
from django.db import OperationalError

from enishi.hub.connections import actions, holding
from enishi.hub.exchanges.models import ExchangeRow
from enishi.hub.inbox import applying, claiming, pumping
from enishi.hub.inbox.models import InboxItem
from enishi.hub.sdk import Later
from enishi.hub.sdk import commands as sdk_commands
from enishi.hub.tests.conftest import order
from enishi.kernel import clock
from enishi.platform import gathering
from enishi.platform.outbox.models import Event


def put(connection, body, *, key=None, ordering="", event="order.created"):
    now = clock.now()
    return InboxItem.objects.create(
        connection_id=connection.id,
        key=key or f"k{InboxItem.objects.count()}",
        ordering=ordering,
        event=event,
        headers=[["webhook-id", "msg_1"]],
        body=body,
        received_at=now,
        run_at=now,
    )


def states():
    return list(InboxItem.objects.order_by("id").values_list("state", flat=True))


def test_a_payload_becomes_commands_and_an_exchange(webhook, crm):
    """Applied with its source; the call in is recorded."""
    put(webhook, order("1"))
    assert pumping.run_all() == 1
    [(command, source)] = crm
    assert (command.number, command.total, command.customer.emails) == ("1", 1200, ("c1@example.jp",))
    assert source.connection_id == webhook.id
    row = ExchangeRow.objects.get(pk=source.exchange_id)
    assert (row.direction, row.ok, row.operation) == ("in", True, "order.created")
    assert states() == ["done"]


def test_an_unknown_event_is_kept_and_skipped(webhook, crm):
    """Nothing to apply is no failure."""
    put(webhook, json.dumps({"type": "stock.counted", "data": {}}).encode(), event="stock.counted")
    pumping.run_all()
    assert (crm, states()) == ([], ["skipped"])


@pytest.mark.parametrize(
    "body", [b"", b"not json", b"[" * 100_000, b'{"type":"order.created","data":{"total":"x"}}']
)
def test_one_malformed_payload_is_set_aside_while_others_go_on(webhook, crm, body):
    """Quarantined with its reason, told as an event; the neighbours are applied."""
    put(webhook, order("1"))
    bad = put(webhook, body, ordering="customer:c1")
    put(webhook, order("2"), ordering="customer:c1")
    pumping.run_all()
    assert states() == ["done", "quarantined", "done"]
    bad.refresh_from_db()
    assert bad.reason
    told = Event.objects.get(kind="inbox.quarantined")
    assert told.data["item"] == bad.id


def test_a_fault_of_the_mapping_is_tried_again_then_set_aside(webhook, crm):
    """Other items of the batch keep their effect."""
    put(webhook, order("poison"))
    put(webhook, order("2"))
    pumping.run_all()
    assert states() == ["waiting", "done"]
    InboxItem.objects.filter(state="waiting").update(attempts=7, run_at=clock.now())
    pumping.run_all()
    assert states() == ["quarantined", "done"]
    assert "breaks the mapping" in InboxItem.objects.order_by("id")[0].reason


def test_a_row_that_cannot_be_written_stops_only_its_own_item(webhook, crm):
    """Events and audit entries of a batch are written together; one that is refused is found out."""
    now = clock.now()
    taken = {"id": "evt_taken", "kind": "thing.done", "occurred_at": now, "created_at": now}
    Event.objects.create(**taken)

    def apply(commands, source):
        if commands[0].number == "1":
            gathering.add(Event(**taken))
        crm.append(source)

    sdk_commands.set_applier(apply)
    put(webhook, order("1"))
    put(webhook, order("2"))
    pumping.run_all()
    assert states() == ["waiting", "done"]
    assert "IntegrityError" in InboxItem.objects.order_by("id")[0].reason
    assert ExchangeRow.objects.count() == 2


def test_items_of_one_order_wait_for_the_older_one(webhook, crm):
    """A retry of the first holds back the second of its key, not those of other keys."""
    first = put(webhook, order("1"), ordering="customer:a")
    put(webhook, order("2"), ordering="customer:a")
    put(webhook, order("3"), ordering="customer:b")
    InboxItem.objects.filter(pk=first.pk).update(run_at=clock.now() + timedelta(hours=1))
    pumping.run_all()
    assert [command.number for command, _ in crm] == ["3"]
    InboxItem.objects.filter(pk=first.pk).update(run_at=clock.now())
    pumping.run_all()
    assert [command.number for command, _ in crm] == ["3", "1", "2"]


def test_what_fails_holds_back_its_own_order_within_a_batch(webhook, crm):
    """The second of the same order, claimed together with it, is given back untouched."""
    put(webhook, order("poison"), ordering="customer:a")
    put(webhook, order("2"), ordering="customer:a")
    put(webhook, order("3"), ordering="customer:b")
    pumping.Pump().turn(wait=True)
    assert [command.number for command, _ in crm] == ["3"]
    assert list(InboxItem.objects.order_by("id").values_list("state", "attempts")) == [
        ("waiting", 1),
        ("waiting", 0),
        ("done", 1),
    ]


def test_many_items_of_one_order_go_in_one_batch(webhook, crm):
    """In the order in which they came."""
    for number in range(50):
        put(webhook, order(str(number)), ordering="customer:a")
    pumping.Pump().turn(wait=True)
    assert [command.number for command, _ in crm] == [str(number) for number in range(50)]


def test_a_lost_lease_leaves_no_second_effect(webhook, crm, monkeypatch):
    """The worker whose lease passed to another rolls its work back."""
    item = put(webhook, order("1"))

    def overtaken(commands, source):
        crm.append(commands)
        InboxItem.objects.filter(pk=item.pk).update(leased_by="someone-else")
        Event.objects.create(
            id="evt_x", kind="x", subject="", occurred_at=clock.now(), created_at=clock.now(), dispatched=True
        )

    sdk_commands.set_applier(overtaken)
    pump = pumping.Pump()
    pump.turn(wait=True)
    assert not Event.objects.filter(id="evt_x").exists()
    assert states() == ["waiting"]


def test_a_leased_item_is_left_to_its_worker_until_the_lease_ends(webhook, crm):
    """A dead worker's item is taken up by another, once."""
    put(webhook, order("1"))
    now = clock.now()
    assert claiming.claim(worker="dead", count=10, now=now, until=now + timedelta(minutes=1))
    assert pumping.run_all() == 0
    InboxItem.objects.update(leased_until=now - timedelta(seconds=1))
    assert pumping.run_all() == 1
    assert len(crm) == 1


def test_a_database_fault_counts_no_attempt(webhook, crm):
    """The item is tried again, however often."""

    def unwell(commands, source):
        raise OperationalError("deadlock detected")

    sdk_commands.set_applier(unwell)
    put(webhook, order("1"))
    pumping.run_all()
    item = InboxItem.objects.get()
    assert (item.state, item.attempts, item.reason) == ("waiting", 0, "database")


@pytest.mark.parametrize(("hours", "state"), [(71, "waiting"), (73, "quarantined")])
def test_what_keeps_asking_for_later_is_set_aside_after_three_days(webhook, crm, hours, state):
    """A refund whose order never comes does not wait for ever; until then no attempt is counted."""

    def not_yet(commands, source):
        raise Later(15, "its order has not arrived")

    sdk_commands.set_applier(not_yet)
    item = put(webhook, order("1"))
    InboxItem.objects.filter(pk=item.pk).update(received_at=clock.now() - timedelta(hours=hours))
    pumping.run_all()
    item.refresh_from_db()
    assert (item.state, item.attempts) == (state, 0 if state == "waiting" else 1)


def test_a_paused_connection_holds_and_releases_in_order(webhook, crm):
    """Nothing is lost, nothing overtakes."""
    actions.pause(webhook.id, actor="user:test")
    for number in range(5):
        put(webhook, order(str(number)), ordering="customer:a")
    pumping.run_all()
    assert (crm, set(states())) == ([], {"held"})
    assert holding.held(webhook.id) == {"inbox.held": 5}
    actions.activate(webhook.id, actor="user:test")
    assert holding.release(webhook.id).inbox == 5
    pumping.run_all()
    assert [command.number for command, _ in crm] == ["0", "1", "2", "3", "4"]


def test_a_hold_of_one_event_lets_others_pass(webhook, crm):
    """Held by kind."""
    holding.hold(webhook.id, lane="in", operation="order.created")
    put(webhook, order("1"))
    put(webhook, order("2").replace(b"order.created", b"order.updated"), event="order.updated")
    pumping.run_all()
    assert [command.number for command, _ in crm] == ["2"]
    holding.release(webhook.id)
    pumping.run_all()
    assert [command.number for command, _ in crm] == ["2", "1"]


def test_what_a_release_missed_is_freed_by_the_sweep(webhook, crm):
    """An item marked as held at the moment of the release goes on all the same."""
    item = put(webhook, order("1"))
    InboxItem.objects.filter(pk=item.pk).update(state="held", reason="connection")
    pumping.free_held({})
    pumping.run_all()
    assert len(crm) == 1


def test_a_quarantined_item_can_be_replayed(webhook, crm):
    """By id, with a count; done items are left alone."""
    item = put(webhook, b"not json")
    done = put(webhook, order("1"))
    pumping.run_all()
    InboxItem.objects.filter(pk=item.pk).update(body=order("2"))
    assert holding.replay([f"in_{item.pk}", f"in_{done.pk}", "in_abc"]).inbox == 1
    pumping.run_all()
    assert [command.number for command, _ in crm] == ["1", "2"]


def test_claiming_costs_the_same_for_one_item_and_for_many(webhook, crm, django_assert_max_num_queries):
    """No query for each item beyond those that apply and end it."""
    for number in range(20):
        put(webhook, order(str(number)))
    with django_assert_max_num_queries(8 + 20 * 5):
        pumping.Pump().turn(wait=True)
    assert len(crm) == 20


def test_a_long_batch_keeps_its_leases(webhook, crm, monkeypatch):
    """Renewed while it runs, so that nobody else takes it up; a killed worker's are free soon after."""
    monkeypatch.setattr(pumping, "LEASE", timedelta(seconds=0.4))
    monkeypatch.setattr(pumping, "BEAT", 0.1)
    taken = []

    def reading(item, of):
        time.sleep(1)
        now = clock.now()
        taken.extend(claiming.claim(worker="other", count=9, now=now, until=now))
        return real(item, of)

    real = applying.read
    monkeypatch.setattr(applying, "read", reading)
    put(webhook, order("1"))
    pumping.Pump().turn(wait=True)
    assert (taken, len(crm)) == ([], 1)
