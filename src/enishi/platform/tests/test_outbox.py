"""Events: written with their change or not at all, handed to each consumer once and in order."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from enishi.platform import jobs, outbox
from enishi.platform.outbox import registry
from enishi.platform.outbox.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    monkeypatch.setattr(registry, "_CONSUMERS", [])
    found: list[Any] = []
    outbox.on("order.*")(lambda event: found.append((event.kind, event.data)))
    return found


def tell(*kinds: str) -> None:
    with transaction.atomic():
        for number, kind in enumerate(kinds):
            outbox.emit(kind, subject="ord_1", data={"n": number})


def test_each_event_is_heard_once_in_order(heard: list[Any]) -> None:
    """Consumers hear what matches their pattern, once, in the order of writing."""
    tell("order.created", "customer.created", "order.paid")
    assert outbox.dispatch_all() == 3
    assert outbox.dispatch_all() == 0
    assert heard == [("order.created", {"n": 0}), ("order.paid", {"n": 2})]


def test_event_needs_its_transaction(heard: list[Any]) -> None:
    """Outside a transaction an event could outlive its change: refused."""
    with pytest.raises(RuntimeError, match="inside the transaction"):
        outbox.emit("order.created", subject="ord_1", data={})


def test_rolled_back_change_tells_nothing(heard: list[Any]) -> None:
    """No change, no event."""

    def change() -> None:
        with transaction.atomic():
            outbox.emit("order.created", subject="ord_1", data={})
            raise LookupError

    with pytest.raises(LookupError):
        change()
    assert not Event.objects.exists()


def test_faulty_consumer_holds_only_its_event(heard: list[Any]) -> None:
    """An event whose consumer fails is put off as a job; the others are heard at once, it is heard later."""
    ill = [True]

    @outbox.on("order.paid")
    def fail(_event: Event) -> None:
        if ill[0]:
            raise ValueError("ill")

    tell("order.created", "order.paid", "order.updated")
    outbox.dispatch_all()
    assert [kind for kind, _ in heard].count("order.updated") == 1
    assert not Event.objects.filter(dispatched=False).exists()
    ill[0] = False
    jobs.run_due()
    assert [kind for kind, _ in heard][-1] == "order.paid"
    assert not Event.objects.filter(dispatched=False).exists()
