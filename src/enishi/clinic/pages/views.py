"""One incident: the story for everyone, the exchanges for engineers, the log for whoever comes later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.views.decorators.http import require_safe

from enishi.clinic import actions
from enishi.clinic.pages import exchanges, story
from enishi.clinic.pages.log import log
from enishi.platform.accounts.models import Role
from enishi.ui.pages import may, page, role_needed, wants_fragment
from enishi.ui.parts import Crumb, Tab
from enishi.ui.text import say

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from enishi.clinic.models import Incident

VIEWS = ("story", "engineer", "exchanges", "log")


@require_safe
@role_needed()
def show(request: HttpRequest, incident_id: str) -> HttpResponse:
    """The page in the asked view. An open page asks again with what it has seen and gets only what is new."""
    incident = actions.found(incident_id)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else VIEWS[0]
    told = story.tell(incident)
    here = reverse("clinic:incident", args=[incident.id])
    context = {
        "here": "incidents",
        "story": told,
        "view": view,
        "template": f"clinic/_{view}.html",
        "address": f"{here}?view={view}&seen={told.version}",
        "crumbs": [Crumb(say("ui.nav.incidents"), reverse("clinic:incidents")), Crumb(incident.label)],
        "tabs": [
            Tab(say(f"clinic.view.{name}"), here if name == VIEWS[0] else f"{here}?view={name}", name == view)
            for name in VIEWS
        ],
        "may_decide": may(request, Role.OPERATOR),
        **_more(incident, view),
    }
    if wants_fragment(request) and request.GET.get("seen") == told.version:
        return _unchanged(request, context)
    return page(request, "clinic/incident.html", context, fragment="clinic/_incident.html")


def _more(incident: Incident, view: str) -> dict[str, Any]:
    """What only one view needs."""
    if view == "engineer":
        call = incident.call
        return {"telling": exchanges.telling(incident), "call": call}
    if view == "exchanges":
        return {"listed": exchanges.listed(incident)}
    return {"acts": log(incident)} if view == "log" else {}


def _unchanged(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Only the figures, so that nobody's form or place on the page is disturbed."""
    response = page(request, "clinic/_figures.html", {**context, "apart": True})
    response["HX-Reswap"] = "none"
    return response
