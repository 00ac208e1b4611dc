"""What was done about an incident, what waits for approval with its preview, what a person does elsewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enishi.doctor.engine.action import Action
from enishi.ui.parts import Change, Remedy, State
from enishi.ui.text import say, word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from enishi.clinic.models import Act, Incident
    from enishi.clinic.pages.previewing import Previewer

CHOOSES = {"set-field": "value", "map-enum": "to", "rename-field": "to"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a person may change before approving."""

    pointer: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A remedy that waits for approval."""

    slug: str
    title: str
    steps: tuple[str, ...]
    changes: tuple[Change, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Remedies:
    """Done and undone, on offer, and for people; `in_force` can be taken back."""

    done: tuple[Remedy, ...] = ()
    offers: tuple[Offer, ...] = ()
    people: tuple[Remedy, ...] = ()
    planned: tuple[Remedy, ...] = ()
    in_force: tuple[tuple[str, str], ...] = ()


def remedies_of(
    incident: Incident, told: Mapping[str, Any], previewer: Previewer, acts: Sequence[Act]
) -> Remedies:
    """Everything that part three of the story shows."""
    known = {remedy["slug"]: remedy for remedy in told.get("remedies", ())}
    open_ones = [r for slug, r in known.items() if slug not in incident.tried] if incident.open else []
    applied = [one["remedy"] for one in incident.applied]
    return Remedies(
        done=tuple(_done(act, known, acts) for act in acts if act.kind == "remedy"),
        offers=tuple(_offer(r, previewer) for r in open_ones if r["level"] == "ask" and r["actions"]),
        people=tuple(_plain(r, "person") for r in open_ones if r["level"] == "person" or not r["actions"]),
        planned=tuple(
            _plain(r, "auto")
            for r in open_ones
            if r["level"] == "safe" and r["actions"] and r["slug"] not in applied
        ),
        in_force=tuple(
            (one["remedy"], _title(one["remedy"], known)) for one in incident.applied if one["changes"]
        ),
    )


def _done(act: Act, known: Mapping[str, Any], acts: Sequence[Act]) -> Remedy:
    """One remedy as it was carried out, and whether it helped."""
    slug = act.data["remedy"]
    failed = next(
        (a for a in acts if a.id > act.id and a.kind == "no-help" and a.data.get("remedy") == slug), None
    )
    remedy = known.get(slug, {})
    body = "" if failed is None else say("clinic.remedy.no_help")
    if failed is not None and failed.data.get("undone"):
        body = say("clinic.remedy.no_help_undone")
    by = "by_itself" if act.actor == "system" else "approved"
    helped = State("good", say(f"clinic.remedy.{by}"))
    state = State("idle", say("clinic.remedy.without_effect")) if failed else helped
    steps = tuple(remedy.get("steps", ())) if not failed else ()
    return Remedy(state, _title(slug, known), body, steps, at=act.at)


def _title(slug: str, known: Mapping[str, Any]) -> str:
    return str(known[slug]["title"]) if slug in known else slug


def _plain(remedy: Mapping[str, Any], kind: str) -> Remedy:
    level = {"person": "person", "auto": "safe"}[kind]
    name: Any = kind
    return Remedy(State(name, say(f"clinic.level.{level}")), remedy["title"], steps=tuple(remedy["steps"]))


def _offer(remedy: Mapping[str, Any], previewer: Previewer) -> Offer:
    actions = [Action.from_dict(one) for one in remedy["actions"]]
    told = [action for action in actions if action.kind != "retry-once"]  # every approval is proven by that
    return Offer(
        remedy["slug"],
        remedy["title"],
        tuple(remedy["steps"]),
        previewer.changes(actions) or tuple(_described(action) for action in told),
        tuple(_choice(action) for action in actions if action.kind in CHOOSES),
    )


def _described(action: Action) -> Change:
    """An act that changes no request, in words."""
    values = ", ".join(f"{value}" for _, value in action.params)
    return Change("+", " ".join(part for part in (word("clinic.action", action.kind), values) if part))


def _choice(action: Action) -> Choice:
    pointer = str(action["pointer"])
    field = pointer.strip("/").replace("/", " › ")
    value = action[CHOOSES[action.kind]]
    written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return Choice(pointer, say(f"clinic.offer.{action.kind}", field=field), written)
