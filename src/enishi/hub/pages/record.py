"""The page of one connection: how it fares, what waits, its settings with their history, its calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enishi.hub.connections import actions, holding
from enishi.hub.connections.accounts import inbox_url
from enishi.hub.connections.models import Connection, ConnectionChange, Token
from enishi.hub.connections.queries import secret_names
from enishi.hub.exchanges import queries as exchanges
from enishi.hub.inbox.models import InboxItem
from enishi.hub.pages import extensions, health, states
from enishi.hub.pages.forms import ConnectorForm
from enishi.hub.pages.listing import kind_of
from enishi.hub.sdk.registry import manifest
from enishi.hub.sync.models import Pull
from enishi.kernel.errors import EnishiError
from enishi.kernel.exchange import Exchange, Request
from enishi.platform.accounts.models import Role
from enishi.platform.api.auth import actor
from enishi.ui import calls
from enishi.ui import format as shown
from enishi.ui.pages import may, page, posted, role_needed, toast
from enishi.ui.parts import Crumb, Fact, Progress, State, Sum, Tab
from enishi.ui.text import language, say, word

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from enishi.hub.exchanges.models import ExchangeRow

VIEWS = ("now", "calls", "settings")
CALLS, CHANGES, ASIDE = 50, 30, 20


@dataclass(frozen=True, slots=True)
class Made:
    """One call in the list of calls."""

    id: str
    at: datetime
    arrow: str
    what: str
    operation: str
    state: State
    elapsed: str


@require_safe
@role_needed()
def show(request: HttpRequest, connection_id: str) -> HttpResponse:
    connection = actions.found(connection_id)
    view = request.GET.get("view", VIEWS[0])
    view = view if view in VIEWS else VIEWS[0]
    here = reverse("hub:connection", args=[connection.id])
    waits = health.waiting([connection.id]).get(connection.id, health.Waiting())
    notice = extensions.notices_of([connection.id]).get(connection.id)
    state, kind = getattr(connection, "health", None), kind_of(connection.connector)
    context: dict[str, Any] = {
        "here": "connections",
        "connection": connection,
        "title": connection.name,
        "lead": kind if kind != connection.name else "",
        "state": states.state(connection, state, held=waits.held, notice=notice),
        "notice": notice,
        "waits": waits,
        "view": view,
        "address": f"{here}?view={view}",
        "crumbs": [Crumb(say("ui.nav.connections"), reverse("hub:connections")), Crumb(connection.name)],
        "tabs": [Tab(say(f"hub.view.{name}"), f"{here}?view={name}", current=name == view) for name in VIEWS],
        "may_change": may(request, Role.INTEGRATOR),
        "may_act": may(request, Role.OPERATOR),
    }
    context |= {"now": _now, "calls": _calls, "settings": _settings}[view](connection, waits)
    return page(request, "hub/connection.html", context, fragment=f"hub/_{view}.html")


@require_http_methods(["GET", "HEAD", "POST"])
@role_needed(Role.INTEGRATOR)
def edit(request: HttpRequest, connection_id: str) -> HttpResponse:
    """Name, settings and new secrets; every change is kept and can be undone."""
    connection = actions.found(connection_id)
    form = ConnectorForm(manifest(connection.connector), posted(request), stored=connection)
    if request.method == "POST" and form.is_valid():
        who = actor(request)
        try:
            values = {"name": form.cleaned_data["name"], "settings": form.settings()}
            actions.change(connection.id, values, actor=who)
            if form.secrets():
                actions.replace_secrets(connection.id, form.secrets(), actor=who)
        except EnishiError as refused:
            form.refuse(refused)
        else:
            toast(request, say("hub.saved"))
            return redirect("hub:check", connection.id)
    crumbs = [Crumb(say("ui.nav.connections"), reverse("hub:connections")),
              Crumb(connection.name, reverse("hub:connection", args=[connection.id])), Crumb(say("hub.edit"))]  # fmt: skip
    context = {"here": "connections", "connection": connection, "form": form, "crumbs": crumbs}
    return page(request, "hub/edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@role_needed(Role.INTEGRATOR)
def pause(request: HttpRequest, connection_id: str) -> HttpResponse:
    """Stop calls for now; what arrives is kept."""
    actions.pause(connection_id, actor=actor(request))
    toast(request, say("hub.paused"), undo=reverse("hub:resume", args=[connection_id]))
    return redirect("hub:connection", connection_id)


@require_POST
@role_needed(Role.INTEGRATOR)
def resume(request: HttpRequest, connection_id: str) -> HttpResponse:
    """Go on, with everything that waited."""
    actions.activate(connection_id, actor=actor(request))
    counts = holding.release(connection_id)
    toast(request, say("hub.resumed", count=counts.total))
    return redirect("hub:connection", connection_id)


@require_POST
@role_needed(Role.INTEGRATOR)
def undo(request: HttpRequest, connection_id: str, change_id: int) -> HttpResponse:
    """Put back what one change replaced."""
    actions.undo(change_id, connection_id=connection_id, actor=actor(request))
    toast(request, say("hub.undone"))
    return redirect(f"{reverse('hub:connection', args=[connection_id])}?view=settings")


@require_POST
@role_needed(Role.OPERATOR)
def replay(request: HttpRequest, connection_id: str) -> HttpResponse:
    """Try again what was set aside."""
    items = InboxItem.objects.filter(connection_id=connection_id, state="quarantined").order_by("id")
    counts = holding.replay([f"in_{pk}" for pk in items.values_list("pk", flat=True)[:1000]])
    toast(request, say("hub.replayed", count=counts.total))
    return redirect("hub:connection", connection_id)


def _now(connection: Connection, waits: health.Waiting) -> dict[str, Any]:
    state = getattr(connection, "health", None)
    rate = health.rates([connection.id]).get(connection.id)
    token = Token.objects.filter(connection=connection).first()
    aside = InboxItem.objects.filter(connection_id=connection.id, state="quarantined").order_by("-id")
    return {
        "sums": _sums(state, rate, waits, token),
        "rate": rate,
        "pulls": [_pull(one) for one in Pull.objects.filter(connection=connection).order_by("-id")[:5]],
        "aside": [(f"in_{one.pk}", one.event, one.reason, one.received_at) for one in aside[:ASIDE]],
        "recent": [_made(row) for row in exchanges.page({"connection_id": connection.id}, limit=8)],
    }


def _sums(state: Any, rate: health.Rate | None, waits: health.Waiting, token: Token | None) -> list[Sum]:
    lang, now = language(), timezone.now()

    def ago(at: datetime | None) -> str:
        return shown.relative(timezone.localtime(at), lang, now) if at else say("hub.never")

    found = [
        Sum(say("hub.sum.sent"), ago(state.last_success_at if state else None)),
        Sum(say("hub.sum.received"), ago(state.last_received_at if state else None)),
        Sum(
            say("hub.sum.rate"),
            f"{rate.percent}%" if rate else "—",
            note=say("hub.sum.calls", count=rate.calls) if rate else "",
        ),
        Sum(say("hub.sum.held"), shown.number(waits.held), unit=say("hub.sum.items")),
    ]
    if token and token.expires_at:
        renews = say("hub.sum.renews") if not token.dead_reason else token.dead_reason
        found.append(Sum(say("hub.sum.token"), ago(token.expires_at), note=renews))
    return found


def _calls(connection: Connection, waits: health.Waiting) -> dict[str, Any]:
    del waits
    return {"recent": [_made(row) for row in exchanges.page({"connection_id": connection.id}, limit=CALLS)]}


def _settings(connection: Connection, waits: health.Waiting) -> dict[str, Any]:
    del waits
    lang = language()
    described = manifest(connection.connector)
    kept = set(secret_names(connection))
    changes = ConnectionChange.objects.filter(connection=connection).order_by("-id")[:CHANGES]
    return {
        "values": [
            Fact(item.label.in_(lang), str(connection.settings.get(item.name, "—")))
            for item in described.settings
        ],
        "secrets": [
            Fact(item.label.in_(lang), say("hub.secret.kept" if item.name in kept else "hub.secret.none"))
            for item in described.secrets
        ],
        "inbox_url": inbox_url(connection.id) if described.webhooks_in else "",
        "edits": [_edit(one) for one in connection.edits],
        "changes": [_change(one) for one in changes],
    }


def _edit(edit: dict[str, Any]) -> Fact:
    """One standing correction of outgoing calls."""
    hidden = {"kind", "operation", "incident", "added_at"}
    values = ", ".join(str(value) for name, value in edit.items() if name not in hidden)
    return Fact(word("hub.edit_kind", edit["kind"]), values, note=edit.get("operation", ""))


def _change(change: ConnectionChange) -> dict[str, Any]:
    kind, _, who = change.actor.partition(":")
    return {
        "id": change.pk,
        "at": change.at,
        "what": word("hub.change", change.action),
        "by": who or word("hub.actor", kind),
        "note": change.note,
        "fields": ", ".join(sorted(change.after)),
        "undoable": change.undone_at is None and change.action not in {"created", "undone"},
        "undone": change.undone_at is not None,
    }


def _pull(pull: Pull) -> Progress:
    total = pull.total or pull.records
    text = (
        say("hub.pull.of", done=pull.records, total=pull.total)
        if pull.total
        else say("hub.pull.so_far", count=pull.records)
    )
    done = pull.state == "done"
    state = "good" if done else "broken" if pull.state == "failed" else None
    label = say("hub.pull.label", what=word("hub.resource", pull.resource))
    note = pull.reason or say(f"hub.pull.{pull.state}")
    return Progress(label, total if done else pull.records, max(total, 1), text, note, state)  # type: ignore[arg-type]


def _made(row: ExchangeRow) -> Made:
    name, text = (
        ("good", str(row.status)) if row.ok else ("broken", str(row.status or say("ui.call.failure")))
    )
    what = calls.title(Exchange(Request(row.method, row.url)))
    elapsed = f"{row.elapsed * 1000:,.0f} ms" if row.elapsed is not None else ""
    state = State(name, text)  # type: ignore[arg-type]
    return Made(
        row.id, row.started_at, "←" if row.direction == "in" else "→", what, row.operation, state, elapsed
    )
