"""Rows written together at the end of a transaction."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from enishi.platform import audit, gathering, outbox, races
from enishi.platform.audit.models import Entry
from enishi.platform.outbox.models import Event

pytestmark = pytest.mark.django_db


def act(number: int) -> None:
    outbox.emit("thing.done", subject=f"thing_{number}", data={})
    audit.record(audit.SYSTEM, "thing.do", f"thing_{number}")


def subjects() -> list[str]:
    events = list(Event.objects.order_by("seq").values_list("subject", flat=True))
    assert events == list(Entry.objects.order_by("id").values_list("subject", flat=True))
    return events


def test_one_statement_for_each_kind() -> None:
    """However many were added, in the order in which they were."""
    with transaction.atomic(), CaptureQueriesContext(connection) as seen, gathering.gathered():
        for number in range(5):
            act(number)
        assert len(gathering.waiting(Event)) == 5
    assert len(seen) == 2
    assert subjects() == [f"thing_{number}" for number in range(5)]


def test_what_is_rolled_back_leaves_no_row() -> None:
    """An inner block that raises takes its rows with it; the others stand."""

    def fail() -> None:
        act(2)
        raise ValueError("refused")

    with transaction.atomic(), gathering.gathered():
        act(1)
        with pytest.raises(ValueError, match="refused"):
            races.settled(fail)
        races.settled(lambda: act(3))
    assert subjects() == ["thing_1", "thing_3"]


def test_an_error_in_the_outermost_block_writes_nothing() -> None:
    """Rows share the fate of the transaction, and the next block starts empty."""

    def fail() -> None:
        with transaction.atomic(), gathering.gathered():
            act(1)
            raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        fail()
    with transaction.atomic(), gathering.gathered():
        act(2)
    assert subjects() == ["thing_2"]
