"""The list of incidents: who needs you comes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.views.decorators.http import require_safe

from enishi.clinic import queries
from enishi.clinic.models import Incident, State
from enishi.clinic.pages import words
from enishi.hub.connections.models import Connection
from enishi.platform.api import cursors
from enishi.ui.fields import choice
from enishi.ui.pages import page, role_needed
from enishi.ui.parts import Empty, Pager
from enishi.ui.templatetags.ui import t
from enishi.ui.text import say

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from enishi.ui.parts import State as Shape

LIMIT = 50
STATES = ("", "open", "asks", "over")


@dataclass(frozen=True, slots=True)
class Row:
    """One incident as listed. `loud` is for those that ask something of somebody."""

    href: str
    label: str
    title: str
    code: str
    cause: str
    state: Shape
    loud: bool
    opened_at: datetime
    lasted: str
    held: int


@require_safe
@role_needed()
def listing(request: HttpRequest) -> HttpResponse:
    asked = _read(request)
    name = f"pages.incidents {urlencode(asked)}"
    after = cursors.decode(request.GET.get("after"), name)
    chosen = queries.Filter(connection_id=asked.get("connection", ""), state=asked.get("state", ""))
    found, end = queries.by_need(chosen, after=after, limit=LIMIT)
    known = {row.pk: row for row in Connection.objects.only("id", "name", "connector").order_by("name")}
    first = f"{reverse('clinic:incidents')}?{urlencode(asked)}".rstrip("?")
    following = f"?{urlencode({**asked, 'after': cursors.encode(end, name)})}" if end else ""
    context = {
        "here": "incidents",
        "rows": [_row(one, known.get(one.connection_id)) for one in found],
        "lead": _lead(found) if not asked and not after else "",
        "sentence": _sentence(asked, known) if known else "",
        "filtered": bool(asked),
        "address": first,
        "live": not after,
        "empty": _empty(asked),
        "pager": Pager(say("clinic.list.shown", count=len(found)), first if after else "", following),
    }
    return page(request, "clinic/incidents.html", context, fragment="clinic/_incidents.html")


def _read(request: HttpRequest) -> dict[str, str]:
    """The filter that the address asks for."""
    state = request.GET.get("state", "")
    asked = {
        "state": state if state in STATES else "",
        "connection": request.GET.get("connection", "")[:40],
    }
    return {key: value for key, value in asked.items() if value}


def _sentence(asked: dict[str, str], known: dict[str, Connection]) -> SafeString:
    states = [(state, say(f"clinic.filter.{state or 'all'}")) for state in STATES]
    origins = [("", say("clinic.filter.any")), *((row.pk, row.name) for row in known.values())]
    return t(
        "clinic.filter.sentence",
        connection=choice(
            "connection", say("clinic.filter.connection"), origins, asked.get("connection", "")
        ),
        state=choice("state", say("clinic.list.state"), states, asked.get("state", "")),
    )


def _lead(found: list[Incident]) -> str:
    asking = sum(1 for one in found if one.state in queries.ASKS)
    healing = sum(1 for one in found if one.open) - asking
    if asking:
        return say("clinic.list.asks", count=asking)
    return say("clinic.list.healing", count=healing) if healing else say("clinic.list.calm")


def _empty(asked: dict[str, str]) -> Empty:
    if asked:
        return Empty(
            say("clinic.list.none_found"),
            say("clinic.list.none_found_body"),
            reverse("clinic:incidents"),
            say("clinic.filter.clear"),
        )
    return Empty(
        say("clinic.list.none"),
        say("clinic.list.none_body"),
        reverse("clinic:explain"),
        say("clinic.list.explain"),
    )


def _row(incident: Incident, connection: Connection | None) -> Row:
    name = connection.name if connection else say("clinic.story.gone")
    held = getattr(incident, "held_now", 0) if incident.open else 0
    return Row(
        reverse("clinic:incident", args=[incident.id]),
        incident.label,
        words.title(incident, name, connection),
        incident.code,
        words.cause(incident.cause),
        words.state(incident),
        incident.state in (State.ASKING, State.PERSON),
        incident.opened_at,
        words.lasted(incident),
        held,
    )
