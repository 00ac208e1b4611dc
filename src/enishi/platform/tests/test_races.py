"""Two writers that make the same record at the same moment."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from enishi.platform import audit, races
from enishi.platform.audit.models import Entry

pytestmark = pytest.mark.django_db


def test_the_slower_one_finds_what_the_faster_one_made() -> None:
    """What stopped at a unique constraint is rolled back and runs once more, in the same transaction."""
    tries = []

    def work() -> str:
        audit.record(audit.SYSTEM, "test.try", f"try_{len(tries)}")
        tries.append(1)
        if len(tries) == 1:
            raise IntegrityError("made by another a moment ago")
        return "found"

    with transaction.atomic():
        assert races.settled(work) == "found"
    assert list(Entry.objects.values_list("subject", flat=True)) == ["try_1"]


def test_what_is_no_race_is_told() -> None:
    """A constraint that stops the second try too is the caller's to know."""

    def work() -> None:
        raise IntegrityError("always")

    with pytest.raises(IntegrityError):
        races.settled(work)
