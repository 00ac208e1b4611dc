"""Two writers that make the same record at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction

from enishi.platform import gathering

Done = TypeVar("Done")


def settled(work: Callable[[], Done]) -> Done:
    """Do `work` in a transaction of its own, or in a savepoint of the one that is open.

    When a unique constraint stops it, another writer was a moment faster: what it did is rolled back and it
    runs once more, to find the other's record.

    Args:
        work: looks for a record before making it; has no effect outside the database.

    Raises:
        IntegrityError: the second time too, so this is no race.
    """
    try:
        with transaction.atomic(), gathering.gathered():
            return work()
    except IntegrityError:
        with transaction.atomic(), gathering.gathered():
            return work()
