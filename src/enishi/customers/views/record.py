"""One customer: who, how to reach them, what they are worth, and everything that happened."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from enishi.customers import extensions, records, timeline
from enishi.platform.accounts.models import Role
from enishi.platform.api import cursors
from enishi.ui import sources
from enishi.ui.pages import may, page, role_needed
from enishi.ui.parts import Crumb, Fact, Tab
from enishi.ui.text import say, word

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from enishi.customers.records import Record

LIMIT = 30
CHANNELS = ("email", "sms")


@require_safe
@role_needed()
def show(request: HttpRequest, customer_id: str) -> HttpResponseBase:
    """The record with its timeline; the id of a merged record leads to the one that stayed."""
    record = records.read(customer_id)
    here = reverse("customers:show", args=[record.id])
    if record.id != customer_id:
        return HttpResponsePermanentRedirect(here)
    kind = request.GET.get("kind", "all")
    kind = kind if kind in timeline.KINDS else "all"
    listing = f"pages.timeline {record.id} {kind}"
    after = cursors.decode(request.GET.get("after"), listing)
    days, end = timeline.days(record.id, kind=kind, after=after, limit=LIMIT)
    query = {"kind": kind, "after": cursors.encode(end, listing)} if end else {}
    context = {
        "here": "customers",
        "record": record,
        "crumbs": [Crumb(say("ui.nav.customers"), reverse("customers:list")), Crumb(record.name)],
        "figures": extensions.figures_of(record.id),
        "consents": {channel: record.agreed(channel) for channel in CHANNELS},
        "origins": origins(record),
        "tabs": [
            Tab(word("customers.timeline", key), f"{here}?kind={key}", current=key == kind)
            for key in timeline.KINDS
        ],
        "days": days,
        "older": f"{here}?{urlencode(query)}" if query else "",
        "may_edit": may(request, Role.OPERATOR),
    }
    return page(request, "customers/show.html", context, fragment="customers/_log.html")


def origins(record: Record) -> list[Fact]:
    """What other systems call this customer."""
    return [Fact(sources.name(source), value) for source, value in record.external_ids.items()]
