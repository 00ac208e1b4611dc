"""The list of connections: those that need somebody first; a healthy one says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.views.decorators.http import require_safe

from enishi.hub.connections.models import Connection, Token
from enishi.hub.pages import extensions, health, states
from enishi.hub.sdk.registry import folders, manifest
from enishi.platform.accounts.models import Role
from enishi.ui.pages import may, page, role_needed
from enishi.ui.text import language, say

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from enishi.hub.pages.extensions import Notice
    from enishi.hub.pages.health import Rate, Waiting
    from enishi.ui.parts import State

MOST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One connection as listed."""

    href: str
    name: str
    kind: str
    state: State
    notice: Notice | None
    last_at: datetime | None
    rate: Rate | None
    expires_at: datetime | None
    waiting: Waiting


@require_safe
@role_needed()
def show(request: HttpRequest) -> HttpResponse:
    rows = listed()
    asking = sum(row.state.name == "person" for row in rows)
    held = sum(row.waiting.held for row in rows)
    context = {
        "here": "connections",
        "rows": rows,
        "lead": _lead(len(rows), asking, held),
        "may_connect": may(request, Role.INTEGRATOR),
    }
    return page(request, "hub/connections.html", context, fragment="hub/_connections.html")


def listed() -> list[Row]:
    """Every connection, the loudest first."""
    found = list(Connection.objects.select_related("health").order_by("name")[:MOST])
    keys = [one.id for one in found]
    notices, rates = extensions.notices_of(keys), health.rates(keys)
    waits = health.waiting(keys)
    ends = dict(Token.objects.filter(connection_id__in=keys).values_list("connection_id", "expires_at"))
    rows = [
        _row(one, notices.get(one.id), rates.get(one.id), waits.get(one.id), ends.get(one.id))
        for one in found
    ]
    return sorted(rows, key=lambda row: states.LOUDNESS.index(row.state.name))


def kind_of(connector: str) -> str:
    """The name of what it connects to."""
    return manifest(connector).name.in_(language()) if connector in folders() else connector


def _row(
    one: Connection, notice: Notice | None, rate: Rate | None, waits: Waiting | None, ends: datetime | None
) -> Row:
    waits = waits or health.Waiting()
    state = getattr(one, "health", None)
    times = (state.last_success_at, state.last_received_at) if state else ()
    return Row(
        reverse("hub:connection", args=[one.id]),
        one.name,
        kind_of(one.connector),
        states.state(one, state, held=waits.held, notice=notice),
        notice,
        max((at for at in times if at), default=None),
        rate,
        ends,
        waits,
    )


def _lead(count: int, asking: int, held: int) -> str:
    if not count:
        return ""
    first = say("hub.list.asking", count=asking) if asking else say("hub.list.calm", count=count)
    return f"{first}{say('hub.list.held_lead', count=held)}" if held else first
