"""The list of customers with its filter, a sentence of real form fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.html import format_html
from django.views.decorators.http import require_safe

from enishi.customers import extensions, queries
from enishi.kernel import clock
from enishi.platform.api import cursors
from enishi.ui import sources
from enishi.ui.fields import choice
from enishi.ui.pages import page, role_needed
from enishi.ui.parts import Pager
from enishi.ui.templatetags.ui import t
from enishi.ui.text import say

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from enishi.customers.extensions import Summary

LIMIT = 50
SORTS = ("newest", "name")
ADDED = ("", "7", "30", "365")
COLUMNS = (
    "c.id, c.name, c.family_kana, c.given_kana, c.company,"
    " (SELECT e.address FROM customers_email e WHERE e.customer_id = c.id AND e.position = 0),"
    " (SELECT p.number FROM customers_phone p WHERE p.customer_id = c.id AND p.position = 0)"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One customer as listed."""

    id: str
    name: str
    kana: str
    company: str
    email: str
    phone: str
    orders: Summary | None


@require_safe
@role_needed()
def show(request: HttpRequest) -> HttpResponse:
    chosen, asked = read(request)
    listing = f"pages.customers {urlencode(asked)}"
    after = cursors.decode(request.GET.get("after"), listing)
    found, end = queries.page(chosen, after=after, limit=LIMIT, columns=COLUMNS)
    rows = _rows(found)
    first = f"?{urlencode(asked)}"
    following = f"{first}&after={cursors.encode(end, listing)}" if end else ""
    shown = say("customers.list.shown", count=len(rows))
    context = {
        "here": "customers",
        "rows": rows,
        "sentence": sentence(asked),
        "filtered": any(asked.get(key) for key in ("q", "source", "added")),
        "pager": Pager(shown, first if after else "", following),
    }
    return page(request, "customers/list.html", context, fragment="customers/_list.html")


def read(request: HttpRequest) -> tuple[queries.Filter, dict[str, str]]:
    """The filter that the address asks for, and what of it is worth keeping in links."""
    given = request.GET
    asked = {
        "q": given.get("q", "").strip()[:100],
        "source": given.get("source", "")[:40],
        "added": given.get("added", "") if given.get("added") in ADDED else "",
        "sort": given.get("sort", "") if given.get("sort") in SORTS else SORTS[0],
    }
    since = clock.now() - timedelta(days=int(asked["added"])) if asked["added"] else None
    chosen = queries.Filter(search=asked["q"], source=asked["source"], added_since=since, sort=asked["sort"])
    return chosen, {key: value for key, value in asked.items() if value}


def sentence(asked: dict[str, str]) -> SafeString:
    """The filter as a sentence in which each choice is a form field."""
    known = sources.names()
    if asked.get("source"):
        known.setdefault(asked["source"], asked["source"])
    origins = [("", say("customers.filter.any_source")), *sorted(known.items(), key=lambda pair: pair[1])]
    added = [(days, say(f"customers.filter.added_{days or 'any'}")) for days in ADDED]
    sorts = [(sort, say(f"customers.filter.sort_{sort}")) for sort in SORTS]
    search = format_html(
        '<input id="filter-q" name="q" type="search" value="{}" placeholder="{}" aria-label="{}" autocomplete="off">',
        asked.get("q", ""),
        say("customers.filter.search_hint"),
        say("customers.filter.search"),
    )
    return t(
        "customers.filter.sentence",
        source=choice("source", say("customers.filter.source"), origins, asked.get("source", "")),
        added=choice("added", say("customers.filter.added"), added, asked.get("added", "")),
        search=search,
        sort=choice("sort", say("customers.filter.sort"), sorts, asked.get("sort", "")),
    )


def _rows(found: list[tuple[str, ...]]) -> list[Row]:
    worth = extensions.summaries_of([row[0] for row in found])
    return [
        Row(id_, name, f"{family} {given}".strip(), company, email or "", phone or "", worth.get(id_))
        for id_, name, family, given, company, email, phone in found
    ]
