"""Adding, editing and putting away customers. Every change can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from enishi.customers import actions, records
from enishi.customers.forms import FORMS, NewForm, form_of
from enishi.kernel.errors import EnishiError
from enishi.platform.accounts.models import Role
from enishi.platform.api.auth import actor
from enishi.platform.refusals import stale
from enishi.ui.pages import page, posted, role_needed, toast, wants_fragment
from enishi.ui.parts import Crumb
from enishi.ui.text import say

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from enishi.customers.forms import SectionForm

SALT = "customers.undo"
UNDO_SECONDS = 30 * 24 * 3600
MOST = 500


@require_http_methods(["GET", "HEAD", "POST"])
@role_needed(Role.OPERATOR)
def new(request: HttpRequest) -> HttpResponseBase:
    """Add a customer."""
    form = NewForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create(form.fields_given(), actor=actor(request))
        except EnishiError as refused:
            form.refuse(refused)
        else:
            toast(
                request,
                say("customers.added", name=made.name),
                undo=f"{reverse('customers:remove')}?ids={made.id}",
            )
            return redirect("customers:show", made.id)
    crumbs = [Crumb(say("ui.nav.customers"), reverse("customers:list")), Crumb(say("customers.new"))]
    context = {"here": "customers", "form": form, "crumbs": crumbs}
    return page(request, "customers/new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@role_needed(Role.OPERATOR)
def edit(request: HttpRequest, customer_id: str, section: str) -> HttpResponseBase:
    """One section of a record as a form: in its place with JavaScript, on a page of its own without."""
    if section not in FORMS:
        raise Http404
    record = records.read(customer_id)
    form = form_of(section, record, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, record, form)
        except EnishiError as refused:
            form.refuse(refused)
    crumbs = [Crumb(say("ui.nav.customers"), reverse("customers:list")),
              Crumb(record.name, reverse("customers:show", args=[record.id])), Crumb(say(f"customers.section.{section}"))]  # fmt: skip
    context = {"here": "customers", "record": record, "form": form, "section": section, "crumbs": crumbs}
    status = 422 if form.is_bound else 200
    return page(request, "customers/edit.html", context, fragment="customers/_edit.html", status=status)


@require_POST
@role_needed(Role.OPERATOR)
def undo(request: HttpRequest, customer_id: str, before: str) -> HttpResponseBase:
    """Take an edit back, unless someone has changed the record since."""
    try:
        kept = signing.loads(before, salt=SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature:
        raise Http404 from None

    def check(version: int) -> None:
        if version != kept["version"]:
            raise stale(current=f'"{version}"')

    actions.update(customer_id, kept["fields"], actor=actor(request), check=check)
    toast(request, say("customers.undone"))
    return redirect("customers:show", customer_id)


@require_POST
@role_needed(Role.OPERATOR)
def remove(request: HttpRequest) -> HttpResponseBase:
    """Put customers away; the toast brings them back as they were."""
    chosen = _chosen(request)
    for customer_id in chosen:
        actions.delete(customer_id, actor=actor(request))
    if chosen:
        back = f"{reverse('customers:restore')}?ids={','.join(chosen)}"
        toast(request, say("customers.removed", count=len(chosen)), undo=back)
    return redirect("customers:list")


@require_POST
@role_needed(Role.OPERATOR)
def restore(request: HttpRequest) -> HttpResponseBase:
    """Bring back what was put away."""
    chosen = _chosen(request)
    for customer_id in chosen:
        actions.restore(customer_id, actor=actor(request))
    toast(request, say("customers.restored", count=len(chosen)))
    return redirect("customers:show", chosen[0]) if len(chosen) == 1 else redirect("customers:list")


def _chosen(request: HttpRequest) -> list[str]:
    named = request.POST.getlist("id") or request.GET.get("ids", "").split(",")
    return [name for name in named if name][:MOST]


def _save(request: HttpRequest, record: records.Record, form: SectionForm) -> HttpResponse:
    """Write what differs, and offer the way back to how it was."""
    fields: dict[str, Any] = dict(form.fields_given())
    done = actions.update(record.id, fields, actor=actor(request))  # type: ignore[arg-type]
    target = reverse("customers:show", args=[record.id])
    if done.outcome == "updated":
        toast(request, say("customers.saved"), undo=_way_back(record, form, done.customer.version))
    if wants_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)


def _way_back(record: records.Record, form: SectionForm, version: int) -> str:
    kept = {"fields": form.before(record), "version": version}
    token = signing.dumps(kept, salt=SALT, compress=True)
    return reverse("customers:undo", args=[record.id, token])
