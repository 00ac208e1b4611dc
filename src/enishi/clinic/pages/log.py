"""The log of an incident in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from enishi.clinic.models import Act
from enishi.clinic.pages import people
from enishi.ui.text import language, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from enishi.clinic.models import Incident
    from enishi.ui.parts import StateName

SHAPES: dict[str, StateName] = {
    "named": "broken", "reopened": "broken", "remedy": "auto", "no-help": "idle", "verified": "good",
    "still-failing": "broken", "asks": "person", "needs-person": "person", "proven": "good",
    "released": "auto", "closed": "good", "dismissed": "idle", "undone": "idle", "note": "idle",
}  # fmt: skip

COUNTED = frozenset({"released", "closed"})


@dataclass(frozen=True, slots=True)
class Done:
    """One entry: what, by whom, and the exchange that shows it."""

    at: datetime
    shape: StateName
    what: str
    by: str
    detail: str
    href: str
    exchange: str


def log(incident: Incident) -> list[Done]:
    """Everything that happened, oldest first."""
    acts = list(Act.objects.filter(incident=incident).order_by("id"))
    names = people.names(act.actor for act in acts)
    told = incident.diagnosis.get(language(), {})
    return [_done(act, names[act.actor], told) for act in acts]


def _done(act: Act, by: str, told: Mapping[str, Any]) -> Done:
    exchange = str(act.data.get("exchange") or "")
    values = _values(act, told)
    kind = f"{act.kind}-none" if act.kind in COUNTED and not values["count"] else act.kind
    return Done(
        act.at,
        SHAPES.get(act.kind, "idle"),
        say(f"clinic.act.{kind}", **values),
        by,
        str(act.data.get("why") or act.data.get("text") or ""),
        reverse("hub:exchange", args=[exchange]) if exchange else "",
        exchange,
    )


def _values(act: Act, told: Mapping[str, Any]) -> dict[str, Any]:
    """What the sentence of this kind of act may name; texts take what they need."""
    titles = {remedy["slug"]: remedy["title"] for remedy in told.get("remedies", ())}
    names = {cause["slug"]: cause["name"] for cause in told.get("causes", ())}
    remedy, cause = str(act.data.get("remedy", "")), str(act.data.get("cause", ""))
    counts = [value for key, value in act.data.items() if key in ("inbox", "deliveries", "pulls")]
    return {
        "remedy": titles.get(remedy, remedy),
        "cause": names.get(cause, cause),
        "percent": round(float(act.data.get("confidence") or 0) * 100),
        "count": sum(counts),
    }
