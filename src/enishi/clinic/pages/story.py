"""An incident as a story in five parts: what happened, why, what to do, the proof, so that it stays away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enishi.clinic import showing
from enishi.clinic.models import Act, Check, Incident, State
from enishi.clinic.pages import words
from enishi.clinic.pages.remedies import Remedies, remedies_of
from enishi.hub.connections import holding
from enishi.hub.connections.models import Connection
from enishi.hub.exchanges import recording
from enishi.hub.exchanges.models import ExchangeRow
from enishi.ui import calls
from enishi.ui.parts import Progress, Sum
from enishi.ui.text import language, say

if TYPE_CHECKING:
    from enishi.clinic.showing import Shown
    from enishi.ui.parts import Call
    from enishi.ui.parts import State as Shape

UNDER_WAY = (State.TREATING, State.WAITING, State.REPLAYING)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the five, with how far it is."""

    number: str
    anchor: str
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Story:
    """Everything the incident's page shows."""

    incident: Incident
    connection: Connection | None
    connection_name: str
    title: str
    state: Shape
    sentences: tuple[str, ...]
    asked: str
    answered: str
    sums: tuple[Sum, ...]
    shown: Shown | None
    remedies: Remedies
    proof: Call | None
    replay: Progress | None
    counts: tuple[tuple[str, int], ...]
    check: Check | None
    parts: tuple[Part, ...]
    lasted: str
    live: bool


def tell(incident: Incident) -> Story:
    """The story as it stands now."""
    connection = Connection.objects.filter(pk=incident.connection_id).first()
    name = connection.name if connection else say("clinic.story.gone")
    rows = {row.id: row for row in ExchangeRow.objects.filter(pk__in=_exchanges(incident))}
    told = incident.diagnosis.get(language())
    row = rows.get(incident.last_exchange) or rows.get(incident.first_exchange)
    shown = showing.show_kept(told, recording.to_exchange(row)) if told and row else None
    held = sum(_waiting(incident).values())
    acts = list(Act.objects.filter(incident=incident).order_by("id"))
    cause = told["causes"][0]["name"] if told and told["causes"] else incident.cause
    return Story(
        incident=incident,
        connection=connection,
        connection_name=name,
        title=words.title(incident, name, cause),
        state=words.state(incident),
        sentences=(words.happened(incident, name, connection), words.nothing_lost(incident, held)),
        asked=words.asked(incident),
        answered=words.answered(row, name) if row else "",
        sums=_sums(incident, held),
        shown=shown,
        remedies=remedies_of(incident, told or {}, row, acts),
        proof=_proof(rows.get(incident.proof_exchange)),
        replay=_replay(incident, held),
        counts=_counts(incident),
        check=Check.objects.filter(incident=incident).first(),
        parts=_parts(incident),
        lasted=words.lasted(incident),
        live=incident.state in UNDER_WAY,
    )


def _exchanges(incident: Incident) -> list[str]:
    named = (incident.first_exchange, incident.last_exchange, incident.proof_exchange)
    return [exchange for exchange in named if exchange]


def _waiting(incident: Incident) -> dict[str, int]:
    if not incident.open:
        return {}
    counted = holding.held(incident.connection_id)
    return {kind: count for kind, count in counted.items() if not kind.endswith((".failed", ".quarantined"))}


def _sums(incident: Incident, held: int) -> tuple[Sum, ...]:
    replayed = sum(count for kind, count in incident.replayed.items() if kind != "set_aside")
    kept = held if incident.open else max(replayed, incident.held_peak)
    label = "clinic.sum.held" if incident.open else "clinic.sum.was_held"
    return (
        Sum(say(label), f"{kept:,}", unit=say("clinic.sum.items")),
        Sum(say("clinic.sum.lost"), "0", unit=say("clinic.sum.items")),
        Sum(say("clinic.sum.failures"), f"{incident.failures:,}", unit=say("clinic.sum.calls")),
        Sum(say("clinic.sum.lasted"), words.lasted(incident)),
    )


def _proof(row: ExchangeRow | None) -> Call | None:
    if row is None:
        return None
    notes = (words.when(row.started_at), say("clinic.story.same_call"))
    return calls.figure(recording.to_exchange(row), group="p", notes=notes)[0]


def _replay(incident: Incident, held: int) -> Progress | None:
    """How far what was held is taken in."""
    total = sum(count for kind, count in incident.replayed.items() if kind != "set_aside")
    if not total:
        return None
    left = min(held, total) if incident.state == State.REPLAYING else 0
    text = say("clinic.replay.text", done=total - left, total=total)
    state = "good" if not left else None
    return Progress(say("clinic.replay.label"), total - left, total, text, state=state)  # type: ignore[arg-type]


def _counts(incident: Incident) -> tuple[tuple[str, int], ...]:
    """What was let go, by kind, and what was set aside."""
    kinds: dict[str, Any] = incident.replayed
    return tuple((say(f"clinic.count.{kind}"), count) for kind, count in kinds.items() if count)


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
