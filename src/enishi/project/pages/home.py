"""Home: what needs somebody, how the shops do, what just came in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from enishi.clinic import queries as incidents
from enishi.customers.models import Customer
from enishi.hub.pages import listing as connections
from enishi.kernel import clock, ids
from enishi.orders import queries as orders
from enishi.orders import views as order_pages
from enishi.platform.accounts.models import Role
from enishi.ui import format as shown
from enishi.ui import sources
from enishi.ui.pages import may, page, role_needed
from enishi.ui.parts import Chart, Empty, Sum, Tick
from enishi.ui.text import language, say

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

DAYS = 14
LATEST = 8
ASKING = ("asking", "person")


@require_safe
@role_needed()
def show(request: HttpRequest) -> HttpResponse:
    """The day at a glance; it follows what arrives."""
    days = _days()
    counted = orders.per_day(days)
    lines = connections.listed()
    known = sources.names()
    latest, _ = orders.page(orders.Filter(), after=None, limit=LATEST, columns=order_pages.COLUMNS)
    context = {
        "here": "home",
        "asking": _asking(),
        "connections": _connections(lines),
        "sums": _sums(counted),
        "chart": _chart(days, counted),
        "latest": [order_pages.row(values, known) for values in latest],
        "empty": None if lines else _first_step(request),
    }
    return page(request, "project/home.html", context, fragment="project/_home.html")


def _days() -> list[datetime]:
    """Midnights of the last fourteen days and of tomorrow, in the installation's zone."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return [today - timedelta(days=DAYS - 1 - i) for i in range(DAYS + 1)]


def _asking() -> list[dict[str, str]]:
    """Incidents that ask for somebody, with the fault in plain words."""
    from enishi.doctor.engine.pages import page as written

    found, _ = incidents.page(incidents.Filter(state="open"), after=None, limit=50)
    asking = [one for one in found if one.state in ASKING]
    names = incidents.connection_names(asking)
    return [
        {
            "href": reverse("clinic:incident", args=[one.id]),
            "connection": names.get(one.connection_id, ""),
            "cause": written(one.cause, language()).title or one.cause,
            "word": say(f"clinic.state.{one.state}"),
        }
        for one in asking[:5]
    ]


def _connections(lines: list[connections.Row]) -> dict[str, object]:
    """The health of all connections in one line."""
    bad = [row for row in lines if row.state.name in {"person", "broken"}]
    held = sum(row.waiting.held for row in lines)
    text = (
        say("project.home.some_bad", count=len(bad))
        if bad
        else say("project.home.all_good", count=len(lines))
    )
    return {"state": bad[0].state.name if bad else "good", "text": text, "held": held, "count": len(lines)}


def _sums(counted: list[orders.Day]) -> list[Sum]:
    today, week, before = counted[-1], counted[-7:], counted[-14:-7]
    fresh = Customer.objects.filter(
        id__gte=ids.earliest("cus", clock.now() - timedelta(days=7)), deleted_at=None, merged_into=""
    ).count()
    currency = next((day.currency for day in reversed(counted) if day.currency), "JPY")
    return [
        Sum(say("project.home.today"), shown.number(today.count), unit=say("project.home.orders"), note=shown.money(today.total, currency)),
        Sum(say("project.home.week"), shown.number(_count(week)), unit=say("project.home.orders"), note=_trend(_count(week), _count(before))),
        Sum(say("project.home.turnover"), shown.money(sum(day.total for day in week), currency),
            note=_trend(sum(day.total for day in week), sum(day.total for day in before))),
        Sum(say("project.home.fresh"), shown.number(fresh), unit=say("project.home.people")),
    ]  # fmt: skip


def _count(days: list[orders.Day]) -> int:
    return sum(day.count for day in days)


def _trend(now: int, before: int) -> str:
    """Compared with the seven days before."""
    if not before:
        return ""
    change = round(100 * (now - before) / before)
    return say("project.home.trend", change=f"{change:+d}")


def _chart(days: list[datetime], counted: list[orders.Day]) -> Chart | None:
    values = tuple(float(day.count) for day in [*counted, counted[-1]])  # each day has its width
    if not any(values):
        return None
    lang, today = language(), days[-2].date()
    ticks = tuple(Tick(i / DAYS, shown.day(days[i].date(), lang, today)) for i in range(0, DAYS, 4))
    top = max(counted, key=lambda day: day.count)
    most = shown.day(days[counted.index(top)].date(), lang, today)
    return Chart(
        say("project.home.chart"), say("project.home.chart_words", count=top.count, day=most), values, ticks
    )


def _first_step(request: HttpRequest) -> Empty:
    may_connect = may(request, Role.INTEGRATOR)
    href = reverse("hub:connect") if may_connect else ""
    return Empty(say("project.home.empty"), say("project.home.empty_body"), href, say("project.home.connect"))
