"""The list of orders, which follows what arrives, and the page of one order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from enishi.customers.models import Customer
from enishi.kernel import clock
from enishi.orders import queries, records
from enishi.orders.models import Status
from enishi.platform.api import cursors
from enishi.ui import sources
from enishi.ui.fields import choice
from enishi.ui.pages import page, role_needed
from enishi.ui.parts import Crumb, Pager, State, StateName
from enishi.ui.templatetags.ui import t
from enishi.ui.text import say, word

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

LIMIT = 50
PLACED = ("", "1", "7", "30", "365")
COLUMNS = "o.id, o.number, o.external_id, o.status, o.currency, o.total, o.placed_at, o.source, c.id, c.name"
STATES: dict[str, StateName] = {
    Status.PENDING: "waiting",
    Status.PAID: "good",
    Status.FULFILLED: "good",
    Status.COMPLETED: "good",
    Status.CANCELLED: "idle",
    Status.REFUNDED: "idle",
    Status.FAILED: "broken",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One order as listed."""

    id: str
    title: str
    state: State
    currency: str
    total: int
    placed_at: datetime
    source: str
    customer_id: str
    customer: str


@require_safe
@role_needed()
def listing(request: HttpRequest) -> HttpResponse:
    chosen, asked = read(request)
    name = f"pages.orders {urlencode(asked)}"
    after = cursors.decode(request.GET.get("after"), name)
    found, end = queries.page(chosen, after=after, limit=LIMIT, columns=COLUMNS)
    known = sources.names()
    rows = [row(values, known) for values in found]
    first = f"?{urlencode(asked)}"
    following = f"{first}&after={cursors.encode(end, name)}" if end else ""
    context = {
        "here": "orders",
        "rows": rows,
        "sentence": sentence(asked, known),
        "filtered": bool(asked),
        "live": not after,
        "address": f"{reverse('orders:list')}{first}",
        "pager": Pager(say("orders.list.shown", count=len(rows)), first if after else "", following),
    }
    return page(request, "orders/list.html", context, fragment="orders/_list.html")


@require_safe
@role_needed()
def show(request: HttpRequest, order_id: str) -> HttpResponse:
    order = records.read(order_id)
    buyer = Customer.objects.filter(pk=order.customer_id).values_list("id", "name").first()
    context = {
        "here": "orders",
        "order": order,
        "state": state(order.status),
        "title": say("orders.one", number=order.title),
        "crumbs": [Crumb(say("ui.nav.orders"), reverse("orders:list")), Crumb(order.title)],
        "buyer": buyer,
        "source": sources.name(order.source),
        "history": [(change, state(change.after)) for change in reversed(order.history)],
    }
    return page(request, "orders/show.html", context)


def state(status: str) -> State:
    """The state of an order in one word with its shape."""
    return State(STATES.get(status, "idle"), word("orders.status", status))


def read(request: HttpRequest) -> tuple[queries.Filter, dict[str, str]]:
    """The filter that the address asks for, and what of it is worth keeping in links."""
    given = request.GET
    asked = {
        "status": given.get("status", "") if given.get("status") in Status.values else "",
        "source": given.get("source", "")[:40],
        "placed": given.get("placed", "") if given.get("placed") in PLACED else "",
        "number": given.get("number", "").strip()[:60],
    }
    since = clock.now() - timedelta(days=int(asked["placed"])) if asked["placed"] else None
    chosen = queries.Filter(
        status=asked["status"], source=asked["source"], number=asked["number"], placed_from=since
    )
    return chosen, {key: value for key, value in asked.items() if value}


def sentence(asked: dict[str, str], known: dict[str, str]) -> SafeString:
    """The filter as a sentence in which each choice is a form field."""
    if asked.get("source"):
        known = {asked["source"]: asked["source"], **known}
    origins = [("", say("orders.filter.any_source")), *sorted(known.items(), key=lambda pair: pair[1])]
    statuses = [
        ("", say("orders.filter.any_status")),
        *((s, word("orders.status", s)) for s in Status.values),
    ]
    placed = [(days, say(f"orders.filter.placed_{days or 'any'}")) for days in PLACED]
    number = format_html(
        '<input name="number" value="{}" placeholder="{}" aria-label="{}" autocomplete="off">',
        asked.get("number", ""),
        say("orders.filter.number_hint"),
        say("orders.filter.number"),
    )
    return t(
        "orders.filter.sentence",
        source=choice("source", say("orders.filter.source"), origins, asked.get("source", "")),
        placed=choice("placed", say("orders.filter.placed"), placed, asked.get("placed", "")),
        status=choice("status", say("orders.filter.status"), statuses, asked.get("status", "")),
        number=number,
    )


def row(values: tuple[Any, ...], known: dict[str, str]) -> Row:
    """One order from the `COLUMNS` of a list."""
    id_, number, external, status, currency, total, placed_at, source, customer_id, customer = values
    title = number or external or id_
    origin = known.get(source, source)
    at = queries.moment(placed_at)
    return Row(id_, title, state(status), currency, total, at, origin, customer_id or "", customer or "")
