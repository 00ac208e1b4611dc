"""A customer's timeline: all events about them, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from enishi.platform.outbox.models import Event
from enishi.ui.telling import tell

if TYPE_CHECKING:
    from datetime import date

    from enishi.ui.parts import Moment

KINDS = {"all": "", "orders": "order.", "record": "customer."}


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    moments: list[Moment]


def days(
    customer_id: str, *, kind: str, after: list[Any] | None, limit: int
) -> tuple[list[Day], list[Any] | None]:
    """One page of a timeline by days.

    Args:
        customer_id: whose.
        kind: a key of KINDS.
        after: place at which the page before ended.
        limit: entries.

    Returns:
        The days, and the place at which this page ended (None on the last page).
    """
    found = Event.objects.filter(customer_id=customer_id, kind__startswith=KINDS.get(kind, ""))
    if after is not None:
        at, seq = datetime.fromisoformat(after[0]), after[1]
        found = found.filter(Q(occurred_at__lt=at) | Q(occurred_at=at, seq__lt=seq))
    rows = list(found.order_by("-occurred_at", "-seq")[: limit + 1])
    end = [rows[limit - 1].occurred_at.isoformat(), rows[limit - 1].seq] if len(rows) > limit else None
    told = [tell(event) for event in rows[:limit]]
    return [Day(on, list(group)) for on, group in groupby(told, key=_local_date)], end


def _local_date(moment: Moment) -> date:
    return timezone.localtime(moment.at).date()
