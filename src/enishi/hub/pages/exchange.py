"""The page of one exchange: everything that was sent and came back, with its timing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.views.decorators.http import require_safe

from enishi.hub.connections.models import Connection
from enishi.hub.exchanges import recording
from enishi.hub.exchanges.models import ExchangeRow
from enishi.platform.refusals import not_found
from enishi.ui import calls
from enishi.ui.pages import page, role_needed
from enishi.ui.parts import Crumb
from enishi.ui.text import say

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@role_needed()
def show(request: HttpRequest, exchange_id: str) -> HttpResponse:
    row = ExchangeRow.objects.filter(pk=exchange_id).first()
    if row is None:
        raise not_found(exchange_id)
    name = Connection.objects.filter(pk=row.connection_id).values_list("name", flat=True).first()
    exchange = recording.to_exchange(row)
    call, _ = calls.figure(exchange, full=True, notes=tuple(note for note in (name, row.operation) if note))
    crumbs = [Crumb(say("ui.nav.connections"), reverse("hub:connections"))]
    if name:
        crumbs.append(Crumb(name, f"{reverse('hub:connection', args=[row.connection_id])}?view=calls"))
    context = {
        "here": "connections",
        "row": row,
        "call": call,
        "timings": [(phase, f"{seconds * 1000:,.0f} ms") for phase, seconds in exchange.timings],
        "crumbs": [*crumbs, Crumb(row.id)],
    }
    return page(request, "hub/exchange.html", context)
