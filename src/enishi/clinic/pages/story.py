"""An incident as a story in five parts: what happened, why, what to do, the proof, so that it stays away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse

from enishi.clinic import showing
from enishi.clinic.models import Act, Check, Incident, State
from enishi.clinic.pages import history, people, words
from enishi.clinic.pages.previewing import Previewer
from enishi.clinic.pages.remedies import Remedies, remedies_of
from enishi.hub.connections import holding
from enishi.hub.connections.models import Connection
from enishi.hub.exchanges import recording
from enishi.hub.exchanges.models import ExchangeRow
from enishi.ui import calls
from enishi.ui.parts import Progress, Sum
from enishi.ui.parts import State as Shape
from enishi.ui.text import language, say

if TYPE_CHECKING:
    from datetime import datetime

    from enishi.clinic.showing import Shown
    from enishi.ui.parts import Call, Chart, Moment


PROOF_LINES = 6


@dataclass(frozen=True, slots=True)
class Part:
    """One of the five, with how far it is."""

    number: str
    anchor: str
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Count:
    """So many of one kind were held, and what became of them."""

    label: str
    value: str
    state: Shape


@dataclass(frozen=True, slots=True)
class Note:
    """What a person left for the next one."""

    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """Everything the incident's page shows."""

    incident: Incident
    connection: Connection | None
    connection_name: str
    title: str
    state: Shape
    sentences: tuple[str, ...]
    done: str
    asked: str
    answered: str
    sums: tuple[Sum, ...]
    chart: Chart | None
    changed: tuple[Moment, ...]
    shown: Shown | None
    remedies: Remedies
    proof: Call | None
    replay: Progress | None
    counts: tuple[Count, ...]
    check: Check | None
    parts: tuple[Part, ...]
    lasted: str
    version: str
    notes: tuple[Note, ...]


def tell(incident: Incident) -> Story:
    """The story as it stands now."""
    connection = Connection.objects.filter(pk=incident.connection_id).first()
    name = connection.name if connection else say("clinic.story.gone")
    rows = {row.id: row for row in ExchangeRow.objects.filter(pk__in=_exchanges(incident))}
    told = incident.diagnosis.get(language())
    row = rows.get(incident.last_exchange) or rows.get(incident.first_exchange)
    shown = showing.show_kept(told, recording.to_exchange(row)) if told and row else None
    if shown and row:
        shown = replace(shown, call=_linked(shown.call, row))
    held = sum(_waiting(incident).values())
    acts = list(Act.objects.filter(incident=incident).order_by("id"))
    remedies = remedies_of(incident, told or {}, Previewer(incident, connection, row), acts)
    return Story(
        incident=incident,
        connection=connection,
        connection_name=name,
        title=words.title(incident, name, connection),
        state=words.state(incident),
        sentences=(words.happened(incident, name, connection), words.nothing_lost(incident, held)),
        done=words.done(incident, told or {}),
        asked=words.asked(incident),
        answered=words.answered(row, name) if row else "",
        sums=_sums(incident, held, remedies, acts),
        chart=history.chart(incident),
        changed=tuple(history.changed(incident)),
        shown=shown,
        remedies=remedies,
        proof=_proof(rows.get(incident.proof_exchange)),
        replay=_replay(incident, held),
        counts=_counts(incident),
        check=Check.objects.filter(incident=incident).first(),
        parts=_parts(incident),
        lasted=words.lasted(incident),
        version=f"{incident.state}.{acts[-1].id if acts else 0}.{incident.last_exchange[-6:]}",
        notes=_notes(acts),
    )


def _notes(acts: list[Act]) -> tuple[Note, ...]:
    written = [act for act in acts if act.kind == "note"]
    names = people.names(act.actor for act in written)
    return tuple(Note(act.at, names[act.actor], str(act.data.get("text", ""))) for act in written)


def _exchanges(incident: Incident) -> list[str]:
    named = (incident.first_exchange, incident.last_exchange, incident.proof_exchange)
    return [exchange for exchange in named if exchange]


def _waiting(incident: Incident) -> dict[str, int]:
    if not incident.open:
        return {}
    counted = holding.held(incident.connection_id)
    return {kind: count for kind, count in counted.items() if not kind.endswith((".failed", ".quarantined"))}


def _sums(incident: Incident, held: int, remedies: Remedies, acts: list[Act]) -> tuple[Sum, ...]:
    """Four figures: held, lost, who or what was hit, what is asked."""
    replayed = sum(count for kind, count in incident.replayed.items() if kind != "set_aside")
    kept = held if incident.open else max(replayed, incident.held_peak)
    label = "clinic.sum.held" if incident.open else "clinic.sum.was_held"
    delayed = history.touched(incident, acts)
    third = (
        Sum(say("clinic.sum.touched"), f"{delayed:,}", unit=say("clinic.sum.people"))
        if delayed
        else Sum(say("clinic.sum.failures"), f"{incident.failures:,}", unit=say("clinic.sum.calls"))
    )
    return (
        Sum(say(label), f"{kept:,}", unit=say("clinic.sum.items")),
        Sum(say("clinic.sum.lost"), "0", unit=say("clinic.sum.items")),
        third,
        Sum(say("clinic.sum.asked"), _asked(incident, remedies)),
    )


def _asked(incident: Incident, remedies: Remedies) -> str:
    if incident.state == State.ASKING and remedies.offers:
        return say("clinic.sum.approval")
    if incident.state in (State.ASKING, State.PERSON):
        return say("clinic.sum.steps")
    return say("clinic.sum.nothing")


def _proof(row: ExchangeRow | None) -> Call | None:
    if row is None:
        return None
    notes = (words.when(row.started_at), say("clinic.story.same_call"))
    call = calls.figure(recording.to_exchange(row), group="p", notes=notes, lines=PROOF_LINES)[0]
    return _linked(call, row)


def _linked(call: Call, row: ExchangeRow) -> Call:
    return replace(call, href=reverse("hub:exchange", args=[row.id]), href_text=row.id[:12])


def _replay(incident: Incident, held: int) -> Progress | None:
    """How far what was held is taken in."""
    total = sum(count for kind, count in incident.replayed.items() if kind != "set_aside")
    if not total:
        return None
    left = min(held, total) if incident.state == State.REPLAYING else 0
    text = say("clinic.replay.text", done=total - left, total=total)
    state = "good" if not left else None
    return Progress(say("clinic.replay.label"), total - left, total, text, state=state)  # type: ignore[arg-type]


def _counts(incident: Incident) -> tuple[Count, ...]:
    """What was held, by kind, with what became of it; and what was set aside."""
    under_way = incident.state == State.REPLAYING
    done = (
        Shape("waiting", say("clinic.proof.under_way"))
        if under_way
        else Shape("good", say("clinic.proof.done"))
    )
    look = Shape("idle", say("clinic.proof.look"))
    return tuple(
        Count(say(f"clinic.count.{kind}"), f"{count:,}", look if kind == "set_aside" else done)
        for kind, count in incident.replayed.items()
        if count
    )


def _parts(incident: Incident) -> tuple[Part, ...]:
    numbers = say("clinic.part.numbers").split()
    names = ("happened", "why", "todo", "proof", "away")
    closed = incident.state in (State.RESOLVED, State.DISMISSED)
    waits = words.SHAPES[incident.state]
    states = ("good", "good", "good" if closed or incident.proof_exchange else waits,
              "good" if closed else "idle", "good" if closed else "idle")  # fmt: skip
    return tuple(
        Part(number, f"part-{name}", say(f"clinic.part.{name}"), state)
        for number, name, state in zip(numbers, names, states, strict=True)
    )
