"""What a person decides about an incident; each one answers with the story as it then stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from enishi.clinic import actions
from enishi.clinic.pages.remedies import CHOOSES
from enishi.platform.accounts.models import Role
from enishi.platform.api.auth import actor
from enishi.ui.pages import role_needed, toast
from enishi.ui.text import language, say

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from enishi.clinic.models import Incident

VALUE = "value:"
LONGEST = 2_000


@require_POST
@role_needed(Role.OPERATOR)
def approve(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Carry out a remedy with the values that the person left or chose, and say whether it works."""
    remedy = request.POST.get("remedy", "")
    values = _values(request, actions.found(incident_id), remedy)
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
    """Close without proof, once the person has written which incident they mean."""
    incident = actions.found(incident_id)
    if request.POST.get("label", "").strip().upper() != incident.label:
        toast(request, say("clinic.dismiss_other", label=incident.label))
        return redirect("clinic:incident", incident_id)
    actions.dismiss(incident_id, actor=actor(request))
    toast(request, say("clinic.dismissed"))
    return redirect("clinic:incident", incident_id)


@require_POST
@role_needed(Role.OPERATOR)
def note(request: HttpRequest, incident_id: str) -> HttpResponse:
    """Keep what a person wants the next one to know."""
    text = request.POST.get("text", "").strip()[:LONGEST]
    if text:
        actions.note(incident_id, text, actor=actor(request))
        toast(request, say("clinic.noted"))
    return redirect("clinic:incident", incident_id)


def _values(request: HttpRequest, incident: Incident, slug: str) -> dict[str, Any]:
    """By pointer; of the kind of the suggested value, so that a number stays a number."""
    told = incident.diagnosis.get(language(), {}).get("remedies", ())
    offered = [one for remedy in told if remedy["slug"] == slug for one in remedy["actions"]]
    suggested = {one["pointer"]: one[CHOOSES[one["kind"]]] for one in offered if one["kind"] in CHOOSES}
    given = {name[len(VALUE) :]: text for name, text in request.POST.items() if name.startswith(VALUE)}
    return {pointer: _read(str(text), suggested.get(pointer, "")) for pointer, text in given.items()}


def _read(text: str, suggested: object) -> Any:
    if isinstance(suggested, str):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
