"""The exchanges of an incident: all of them as a list, the telling ones in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from enishi.hub.exchanges import recording
from enishi.hub.exchanges.models import ExchangeRow
from enishi.ui import calls
from enishi.ui.parts import State
from enishi.ui.text import say, word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from enishi.clinic.models import Incident
    from enishi.ui.parts import Call

LISTED = 100
MILLI = 1000
COLUMNS = (
    "id", "direction", "operation", "ok", "method", "url", "status", "failure_kind",
    "failure_phase", "started_at", "elapsed", "incident",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """One exchange in the list; `part` says which role it has in the story."""

    href: str
    id: str
    at: datetime
    title: str
    state: State
    took: str
    part: str


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a call; `share` is its part of the whole in percent, for a meter."""

    name: str
    time: str
    share: int


@dataclass(frozen=True, slots=True)
class Seen:
    """One exchange in full."""

    id: str
    href: str
    at: datetime
    part: str
    call: Call
    phases: tuple[Phase, ...]


def listed(incident: Incident) -> list[Listed]:
    """The exchanges from the first failure to the end, newest first; ids sort by time, so an index finds them."""
    rows = ExchangeRow.objects.filter(connection_id=incident.connection_id, id__gte=incident.first_exchange)
    end = incident.proof_exchange or incident.last_exchange
    if not incident.open and end:
        rows = rows.filter(id__lte=max(end, incident.last_exchange))
    own = rows.filter(Q(incident=incident.id) | Q(operation=incident.operation))
    return [_listed(row, incident) for row in own.order_by("-id").only(*COLUMNS)[:LISTED]]


def telling(incident: Incident) -> list[Seen]:
    """The first failure, the latest one and the proof, each in full."""
    named = (incident.proof_exchange, incident.last_exchange, incident.first_exchange)
    rows = ExchangeRow.objects.in_bulk([name for name in dict.fromkeys(named) if name])
    ordered = [rows[name] for name in dict.fromkeys(named) if name in rows]
    return [_seen(row, _part(row.id, incident), group=f"x{i}") for i, row in enumerate(ordered)]


def milliseconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * MILLI:,.0f} ms"


def _listed(row: ExchangeRow, incident: Incident) -> Listed:
    path = row.url.partition("://")[2].partition("/")[2] if "://" in row.url else row.url.lstrip("/")
    title = f"{row.method} /{path}".strip()
    return Listed(
        reverse("hub:exchange", args=[row.id]),
        row.id,
        row.started_at,
        title,
        _state(row),
        milliseconds(row.elapsed),
        _part(row.id, incident),
    )


def _part(exchange_id: str, incident: Incident) -> str:
    parts = (
        ("proof", incident.proof_exchange),
        ("first", incident.first_exchange),
        ("last", incident.last_exchange),
    )
    return next((say(f"clinic.exchange.{part}") for part, name in parts if name == exchange_id), "")


def _state(row: ExchangeRow) -> State:
    if row.status is None:
        return State(
            "broken", word("clinic.phase", row.failure_phase) if row.failure_phase else say("ui.call.failure")
        )
    return State("good" if row.ok else "broken", str(row.status))


def _seen(row: ExchangeRow, part: str, *, group: str) -> Seen:
    exchange = recording.to_exchange(row)
    notes = tuple(note for note in (row.operation, milliseconds(exchange.elapsed)) if note)
    call, _ = calls.figure(exchange, group=group, notes=notes, full=True)
    return Seen(
        row.id,
        reverse("hub:exchange", args=[row.id]),
        row.started_at,
        part,
        call,
        _phases(exchange.timings),
    )


def _phases(timings: Sequence[tuple[str, float]]) -> tuple[Phase, ...]:
    whole = sum(seconds for _, seconds in timings) or 1.0
    return tuple(
        Phase(word("clinic.phase", phase), f"{seconds * MILLI:,.1f} ms", round(seconds / whole * 100))
        for phase, seconds in timings
    )
