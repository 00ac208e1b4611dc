"""What the time of an incident looked like: how much waited when, who was delayed, what changed before."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils import timezone

from enishi.clinic.pages import people, words
from enishi.hub.connections.models import ConnectionChange
from enishi.hub.delivery.models import Delivery
from enishi.hub.inbox.models import InboxItem
from enishi.kernel import clock
from enishi.platform.outbox.models import Event
from enishi.ui.parts import Chart, Moment, Tick
from enishi.ui.text import say, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from enishi.clinic.models import Act, Incident

    Spans = list[tuple[datetime, datetime | None]]

POINTS = 96
MOST = 5_000
NOTICED = timedelta(seconds=1)
"""Work that waited less than this was not held, only on its way."""
BEFORE = timedelta(hours=24)
STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 604800)
TICKS = 5
MINUTE = 60


def chart(incident: Incident) -> Chart | None:
    """How much waited to be worked off, from shortly before the beginning to shortly after the end."""
    now = clock.now()
    ended = incident.resolved_at or now
    pad = max((ended - incident.opened_at) / 10, timedelta(seconds=3))
    start, end = incident.opened_at - pad, min(ended + pad, now)
    spans = _waited(incident.connection_id, start, end)
    moments = [start + (end - start) * i / (POINTS - 1) for i in range(POINTS)]
    values = _counts(spans, moments)
    peak = max(values)
    if not peak:
        return None
    # the last moment of the peak: from there on it went down
    at = moments[max(i for i, value in enumerate(values) if value == peak)]
    told = {"count": peak, "at": _clock(at, end - start)}
    since, until = _clock(start, end - start), _clock(end, end - start)
    return Chart(
        say("clinic.graph.caption", **told),
        say("clinic.graph.summary", since=since, until=until, left=values[-1], **told),
        tuple(float(value) for value in values),
        _ticks(start, end),
    )


def touched(incident: Incident, acts: Sequence[Act]) -> int:
    """Customers whose records came, or whose messages left, only after the proof."""
    proof = next((act.at for act in reversed(acts) if act.kind == "proven"), None)
    if proof is None or incident.resolved_at is None:
        return 0
    late = Event.objects.filter(
        origin=incident.connection_id, created_at__range=(proof, incident.resolved_at)
    )
    late = late.filter(occurred_at__lte=proof).exclude(customer_id="")
    sent = Delivery.objects.filter(connection_id=incident.connection_id, subject__startswith="cus_")
    sent = sent.filter(created_at__range=(incident.opened_at, proof), finished_at__gte=proof)
    found = set(late.values_list("customer_id", flat=True).distinct()[:MOST])
    return len(found | set(sent.values_list("subject", flat=True)[:MOST]))


def changed(incident: Incident) -> list[Moment]:
    """What was changed on the connection in the day before, newest first; remedies of this incident are not."""
    rows = ConnectionChange.objects.filter(
        connection_id=incident.connection_id,
        at__range=(incident.opened_at - BEFORE, incident.opened_at),
    ).order_by("-id")[:5]
    names = people.names(row.actor for row in rows)
    return [Moment(row.at, "edit", word("clinic.change", row.action), names[row.actor]) for row in rows]


def _waited(connection_id: str, start: datetime, end: datetime) -> Spans:
    """From when to when each piece of work waited; None is: still."""
    items = InboxItem.objects.filter(connection_id=connection_id, received_at__lte=end)
    deliveries = Delivery.objects.filter(connection_id=connection_id, created_at__lte=end)
    return [
        *_spans(items, "received_at", "done_at", start, unfinished=("waiting", "held")),
        *_spans(
            deliveries,
            "created_at",
            "finished_at",
            start,
            unfinished=("pending", "sending", "held", "unknown"),
        ),
    ]


def _spans(
    rows: QuerySet[InboxItem] | QuerySet[Delivery],
    came: str,
    left: str,
    start: datetime,
    *,
    unfinished: tuple[str, ...],
) -> Spans:
    finished = Q(**{f"{left}__gte": start, f"{left}__gt": F(came) + NOTICED})
    chosen = rows.filter(finished | Q(**{f"{left}__isnull": True, "state__in": unfinished}))
    return list(chosen.values_list(came, left)[:MOST])


def _counts(spans: Spans, moments: Sequence[datetime]) -> list[int]:
    change = [0] * (len(moments) + 1)
    for came, left in spans:
        change[bisect_right(moments, came)] += 1
        if left is not None:
            change[bisect_right(moments, left)] -= 1
    counts, waiting = [], 0
    for step in change[: len(moments)]:
        waiting += step
        counts.append(waiting)
    return counts


def _ticks(start: datetime, end: datetime) -> tuple[Tick, ...]:
    """Round times, at most a handful."""
    length = (end - start).total_seconds()
    step = next((size for size in STEPS if length / size <= TICKS), STEPS[-1])
    first = timezone.localtime(start)
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    passed = (first - midnight).total_seconds()
    at = midnight + timedelta(seconds=(passed // step + 1) * step)
    ticks = []
    while at < end:
        ticks.append(Tick((at - start).total_seconds() / length, _clock(at, end - start)))
        at += timedelta(seconds=step)
    return tuple(ticks)


def _clock(moment: datetime, length: timedelta) -> str:
    local = timezone.localtime(moment)
    if length.total_seconds() < MINUTE * TICKS:
        return f"{local:%H:%M:%S}"
    return f"{local:%H:%M}" if length < BEFORE else words.when(moment)
