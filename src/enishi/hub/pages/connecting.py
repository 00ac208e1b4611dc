"""Connect something: choose, paste, see each step green or why not, take in the first data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enishi.hub.connections import actions, tokens
from enishi.hub.connections.preflight import preflight
from enishi.hub.connections.queries import answered
from enishi.hub.pages.forms import ConnectorForm
from enishi.hub.sdk.client import Client
from enishi.hub.sdk.registry import folders, manifest, manifests_all
from enishi.hub.sync import pulling
from enishi.kernel.errors import EnishiError
from enishi.platform.accounts.models import Role
from enishi.platform.api.auth import actor
from enishi.ui import prose
from enishi.ui.pages import page, posted, role_needed, toast
from enishi.ui.parts import Crumb, Step
from enishi.ui.text import language, say

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from enishi.hub.connections.models import Connection


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that can be connected."""

    slug: str
    name: str
    about: str


@require_safe
@role_needed(Role.INTEGRATOR)
def choose(request: HttpRequest) -> HttpResponse:
    lang = language()
    kinds = [Kind(one.slug, one.name.in_(lang), one.about.in_(lang)) for one in manifests_all()]
    context = {"here": "connections", "kinds": kinds, "crumbs": _crumbs(Crumb(say("hub.connect.title")))}
    return page(request, "hub/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_needed(Role.INTEGRATOR)
def enter(request: HttpRequest, connector: str) -> HttpResponse:
    """The connector's form beside its guide; stored when the manifest accepts it."""
    if connector not in folders():
        raise Http404
    described = manifest(connector)
    form = ConnectorForm(described, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create(
                name=form.cleaned_data["name"],
                connector=connector,
                settings=form.settings(),
                secrets=form.secrets(),
                actor=actor(request),
            )
        except EnishiError as refused:
            form.refuse(refused)
        else:
            return redirect("hub:check", made.id)
    name = described.name.in_(language())
    context = {
        "here": "connections",
        "form": form,
        "title": say("hub.connect.to", name=name),
        "guide": guide(connector),
        "connector": connector,
        "crumbs": _crumbs(Crumb(say("hub.connect.title"), reverse("hub:connect")), Crumb(name)),
    }
    return page(request, "hub/enter.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@role_needed(Role.INTEGRATOR)
def check(request: HttpRequest, connection_id: str) -> HttpResponse:
    """Run the preflight when asked (at once where there is JavaScript) and show its steps."""
    connection = actions.found(connection_id)
    steps = _steps(connection) if request.method == "POST" else []
    context = {
        "here": "connections",
        "connection": connection,
        "steps": steps,
        "ran": request.method == "POST",
        "fine": bool(steps) and all(step.state != "found" for step in steps),
        "fetches": bool(manifest(connection.connector).resources),
        "crumbs": _crumbs(
            Crumb(connection.name, reverse("hub:connection", args=[connection.id])),
            Crumb(say("hub.check.title")),
        ),
    }
    return page(request, "hub/check.html", context, fragment="hub/_steps.html")


@require_POST
@role_needed(Role.INTEGRATOR)
def begin(request: HttpRequest, connection_id: str) -> HttpResponse:
    """Subscribe to what happens there and take in what is there already."""
    connection = actions.found(connection_id)
    described = manifest(connection.connector)
    if described.webhooks_in:
        client = Client(connection, trial=True)
        answered(lambda: client.connector.subscribe(client))
    for resource in described.resources:
        pulling.start(connection, resource.name)
    toast(request, say("hub.check.begun"))
    return redirect("hub:connection", connection_id)


def guide(connector: str) -> SafeString | str:
    """The connector's own instructions."""
    path = folders()[connector] / f"setup.{language()}.md"
    return prose.rendered(path.read_text("utf-8").partition("\n")[2]) if path.exists() else ""


def _steps(connection: Connection) -> list[Step]:
    """Each step with what was found; the first that is red ends the list."""
    lang = language()
    try:
        tokens.begin(connection)
    except tokens.RefreshFailed as failed:
        if (
            failed.exchange.failure is None
        ):  # it was reached and refused; else the steps below say where it ends
            return [Step(say("hub.check.sign_in"), say("hub.check.no_token", why=failed.error), "found")]
    return [
        Step(step.label.in_(lang), step.found.in_(lang), "clear" if step.ok else "found")
        for step in preflight(connection)
    ]


def _crumbs(*rest: Crumb) -> list[Crumb]:
    return [Crumb(say("ui.nav.connections"), reverse("hub:connections")), *rest]
