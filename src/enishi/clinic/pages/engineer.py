"""An incident for engineers: every exchange in full with its timing, and the log of what was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from enishi.clinic.models import Act
from enishi.hub.exchanges import recording
from enishi.hub.exchanges.models import ExchangeRow
from enishi.ui import calls
from enishi.ui.text import say, word

if TYPE_CHECKING:
    from datetime import datetime

    from enishi.clinic.models import Incident
    from enishi.ui.parts import Call

SHOWN = 10
MILLI = 1000


@dataclass(frozen=True, slots=True)
class Seen:
    """One exchange in full."""

    id: str
    at: datetime
    call: Call
    timings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Done:
    """One entry of the log."""

    at: datetime
    what: str
    by: str
    detail: str


def exchanges(incident: Incident) -> list[Seen]:
    """The first failure, the proof and the latest exchanges of the incident, newest first."""
    own = ExchangeRow.objects.filter(incident=incident.id).order_by("-id")[:SHOWN]
    named = [
        name for name in (incident.first_exchange, incident.last_exchange, incident.proof_exchange) if name
    ]
    rows = {row.id: row for row in [*own, *ExchangeRow.objects.filter(pk__in=named)]}
    return [_seen(rows[name], i) for i, name in enumerate(sorted(rows, reverse=True))]


def log(incident: Incident) -> list[Done]:
    """Everything that happened, oldest first."""
    return [_done(act) for act in Act.objects.filter(incident=incident).order_by("id")]


def _seen(row: ExchangeRow, number: int) -> Seen:
    exchange = recording.to_exchange(row)
    notes = tuple(note for note in (row.operation, _milliseconds(exchange.elapsed)) if note)
    call, _ = calls.figure(exchange, group=f"x{number}", notes=notes, full=True)
    timings = tuple((phase, _milliseconds(seconds)) for phase, seconds in exchange.timings)
    return Seen(row.id, row.started_at, call, timings)


def _milliseconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * MILLI:,.0f} ms"


def _done(act: Act) -> Done:
    kind, _, who = act.actor.partition(":")
    by = who or word("clinic.actor", kind)
    detail = ", ".join(f"{key}={value}" for key, value in act.data.items() if value not in ("", None, [], {}))
    return Done(act.at, say(f"clinic.act.{act.kind}"), by, detail)
