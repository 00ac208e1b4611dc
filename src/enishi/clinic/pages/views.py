"""The pages of incidents: the list, the story, the engineer's view, the log, and what a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from enishi.clinic import actions, queries
from enishi.clinic.models import OPEN, State
from enishi.clinic.pages import engineer, story, words
from enishi.doctor.engine.pages import page as written
from enishi.platform.accounts.models import Role
from enishi.platform.api import cursors
from enishi.platform.api.auth import actor
from enishi.ui.pages import may, page, role_needed, toast
from enishi.ui.parts import Crumb, Pager, Tab
from enishi.ui.text import language, say

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from enishi.clinic.models import Incident
    from enishi.ui.parts import State as Shape

LIMIT = 50
VIEWS = ("story", "engineer", "log")


@dataclass(frozen=True, slots=True)
class Row:
    """One incident as listed."""

    href: str
    label: str
    connection: str
    code: str
    cause: str
    state: Shape
    opened_at: datetime
    lasted: str
    held: int
    failures: int


@require_safe
@role_needed()
def listing(request: HttpRequest) -> HttpResponse:
    """What is open, the loudest first; below it what is over, newest first."""
    opened, _ = queries.page(queries.Filter(state="open"), after=None, limit=LIMIT)
    after = cursors.decode(request.GET.get("after"), "pages.incidents")
    over, end = queries.page(queries.Filter(state=State.RESOLVED), after=after, limit=LIMIT)
    names = queries.connection_names([*opened, *over])
    opened.sort(key=lambda one: words.LOUDNESS.index(State(one.state)))
    here = reverse("clinic:incidents")
    following = f"{here}?after={cursors.encode(end, 'pages.incidents')}" if end else ""
    context = {
        "here": "incidents",
        "open": [_row(one, names) for one in opened],
        "over": [_row(one, names) for one in over],
        "lead": _lead(opened),
        "pager": Pager(say("clinic.list.shown", count=len(over)), here if after else "", following),
    }
    return page(request, "clinic/incidents.html", context, fragment="clinic/_incidents.html")


@require_safe
@role_needed()
def show(request: HttpRequest, incident_id: str) -> HttpResponse:
    """One incident, told to an operator, to an engineer, or as its log."""
    incident = actions.found(incident_id)
    view = request.GET.get("view", VIEWS[0])
    view = view if view in VIEWS else VIEWS[0]
    told = story.tell(incident)
    here = reverse("clinic:incident", args=[incident.id])
    context = {
        "here": "incidents",
        "story": told,
        "view": view,
        "address": f"{here}?view={view}",
        "crumbs": [Crumb(say("ui.nav.incidents"), reverse("clinic:incidents")), Crumb(incident.label)],
        "tabs": [
            Tab(say(f"clinic.view.{name}"), f"{here}?view={name}", current=name == view) for name in VIEWS
        ],
        "may_decide": may(request, Role.OPERATOR),
        "exchanges": engineer.exchanges(incident) if view == "engineer" else (),
        "acts": engineer.log(incident) if view == "log" else (),
    }
    return page(request, "clinic/incident.html", context, fragment=f"clinic/_{view}.html")


@require_POST
@role_needed(Role.OPERATOR)
def approve(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Carry out a remedy with the values that the person left or chose, and say whether it works."""
    values = {name[6:]: value for name, value in request.POST.items() if name.startswith("value:")}
    remedy = request.POST.get("remedy", "")
    done = actions.approve(incident_id, remedy, actor=actor(request), values=values)
    toast(request, say("clinic.approved.works" if done else "clinic.approved.no_help"))
    return redirect("clinic:incident", incident_id)


@require_POST
@role_needed(Role.OPERATOR)
def verify(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Try the failing call now."""
    actions.verify(incident_id, actor=actor(request))
    toast(request, say("clinic.tried"))
    return redirect("clinic:incident", incident_id)


@require_POST
@role_needed(Role.OPERATOR)
def undo(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Take a remedy back."""
    actions.undo(incident_id, request.POST.get("remedy", ""), actor=actor(request))
    toast(request, say("clinic.undone"))
    return redirect("clinic:incident", incident_id)


@require_POST
@role_needed(Role.OPERATOR)
def dismiss(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Close without proof."""
    actions.dismiss(incident_id, actor=actor(request))
    toast(request, say("clinic.dismissed"))
    return redirect("clinic:incident", incident_id)


def _lead(opened: list[Incident]) -> str:
    asking = sum(1 for one in opened if one.state in (State.ASKING, State.PERSON))
    if asking:
        return say("clinic.list.asks", count=asking)
    return say("clinic.list.healing", count=len(opened)) if opened else say("clinic.list.calm")


def _row(incident: Incident, names: dict[str, str]) -> Row:
    return Row(
        reverse("clinic:incident", args=[incident.id]),
        incident.label,
        names.get(incident.connection_id, say("clinic.story.gone")),
        incident.code,
        written(incident.cause, language()).title or incident.cause,
        words.state(incident),
        incident.opened_at,
        words.lasted(incident),
        getattr(incident, "held_now", 0) if incident.state in OPEN else sum(incident.replayed.values()),
        incident.failures,
    )
