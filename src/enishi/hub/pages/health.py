"""How connections fare, for lists: recent calls as shares of success, and what is held or set aside."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection as database
from django.db.models import Count

from enishi.hub.delivery.models import Delivery
from enishi.hub.inbox.models import InboxItem
from enishi.kernel import clock, ids

if TYPE_CHECKING:
    from collections.abc import Sequence

LAST = 240  # calls that the small line is made of
POINTS = 24
DAY = timedelta(hours=24)
WAITS = (
    (InboxItem, ("waiting", "held"), ("quarantined",)),
    (Delivery, ("pending", "held", "unknown"), ("failed",)),
)


@dataclass(frozen=True, slots=True)
class Rate:
    """Share of calls that succeeded in the last 24 hours, as one number and as a line; oldest first."""

    percent: float
    calls: int
    line: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What goes on by itself once the connection works, and what needs a look."""

    held: int = 0
    aside: int = 0


def rates(connection_ids: Sequence[str]) -> dict[str, Rate]:
    """The last calls of each connection, one statement for all; along the index, so that long logs cost nothing."""
    if not connection_ids:
        return {}
    marks = ", ".join(["%s"] * len(connection_ids))
    statement = (
        "SELECT connection_id, ok FROM (SELECT connection_id, ok, id, ROW_NUMBER() OVER"  # noqa: S608 - marks only
        f" (PARTITION BY connection_id ORDER BY id DESC) AS place FROM hub_exchangerow WHERE connection_id IN ({marks})"
        " AND id >= %s) AS newest WHERE place <= %s ORDER BY id"
    )
    since = ids.earliest("exc", clock.now() - DAY)
    with database.cursor() as cursor:
        cursor.execute(statement, [*connection_ids, since, LAST])
        rows = cursor.fetchall()
    calls: dict[str, list[bool]] = defaultdict(list)
    for connection_id, ok in rows:
        calls[connection_id].append(bool(ok))
    return {connection_id: rate(made) for connection_id, made in calls.items()}


def rate(made: Sequence[bool]) -> Rate:
    """Calls in order of time as a rate."""
    size = max(1, -(-len(made) // POINTS))
    groups = [made[start : start + size] for start in range(0, len(made), size)]
    line = tuple(sum(group) / len(group) for group in groups)
    return Rate(round(100 * sum(made) / len(made), 1) if made else 0, len(made), line)


def waiting(connection_ids: Sequence[str]) -> dict[str, Waiting]:
    """What waits on each connection."""
    held: dict[str, int] = defaultdict(int)
    aside: dict[str, int] = defaultdict(int)
    for model, states, stuck in WAITS:
        rows = model.objects.filter(connection_id__in=connection_ids, state__in=(*states, *stuck))
        for connection_id, state, count in rows.values_list("connection_id", "state").annotate(Count("pk")):
            (aside if state in stuck else held)[connection_id] += count
    return {key: Waiting(held[key], aside[key]) for key in {*held, *aside}}
