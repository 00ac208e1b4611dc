"""One field for everything: customers, orders, incidents, causes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from enishi.clinic import showing
from enishi.clinic.explain import causes
from enishi.clinic.models import Incident
from enishi.customers import queries as customers
from enishi.customers.views import listing
from enishi.orders import queries as orders
from enishi.orders import views as order_pages
from enishi.ui import sources
from enishi.ui.pages import page, role_needed
from enishi.ui.text import say

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST = 10
INCIDENT = re.compile(r"(?:inc-?)?0*(\d{1,9})", re.IGNORECASE)
RECORDS = {
    "cus": "customers:show",
    "ord": "orders:show",
    "con": "hub:connection",
    "exc": "hub:exchange",
    "inc": "clinic:incident",
}


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind; `more` leads to the whole list."""

    title: str
    hits: list[tuple[str, str, str]]
    more: str = ""


@require_safe
@role_needed()
def show(request: HttpRequest) -> HttpResponse:
    """Go to what an id or code names; else show what matches, the people first."""
    wanted = request.GET.get("q", "").strip()[:100]
    target = _exactly(wanted)
    if target:
        return redirect(target)
    groups = (
        [group for group in (_customers(wanted), _orders(wanted), _incidents(wanted)) if group.hits]
        if wanted
        else []
    )
    return page(request, "project/search.html", {"groups": groups, "wanted": wanted})


def _exactly(wanted: str) -> str:
    """The page of the one thing that has this id or code; "" when it names none."""
    prefix = wanted.partition("_")[0]
    if prefix in RECORDS and len(wanted) > len(prefix) + 20:
        return reverse(RECORDS[prefix], args=[wanted])
    slug = causes.slug_of(wanted) if wanted else None
    return showing.page_of(slug) if slug else ""


def _customers(wanted: str) -> Group:
    found, end = customers.page(
        customers.Filter(search=wanted), after=None, limit=MOST, columns=listing.COLUMNS
    )
    rows = [
        (reverse("customers:show", args=[row[0]]), row[1], f"{row[2]} {row[3]}".strip() or row[5] or "")
        for row in found
    ]
    return Group(say("ui.nav.customers"), rows, f"{reverse('customers:list')}?q={wanted}" if end else "")


def _orders(wanted: str) -> Group:
    known = sources.names()
    found, _ = orders.page(orders.Filter(number=wanted), after=None, limit=MOST, columns=order_pages.COLUMNS)
    rows = [order_pages.row(values, known) for values in found]
    return Group(
        say("ui.nav.orders"),
        [(reverse("orders:show", args=[row.id]), row.title, row.customer) for row in rows],
    )


def _incidents(wanted: str) -> Group:
    number = INCIDENT.fullmatch(wanted)
    found = Incident.objects.filter(number=int(number[1])).only("id", "number", "cause") if number else ()
    return Group(
        say("ui.nav.incidents"),
        [(reverse("clinic:incident", args=[one.id]), one.label, one.cause) for one in found],
    )
