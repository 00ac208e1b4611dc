"""People and their roles; for the keeper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from enishi.kernel.errors import EnishiError
from enishi.platform.accounts import people
from enishi.platform.accounts.models import Role, User
from enishi.platform.api.auth import actor
from enishi.ui.pages import page, posted, role_needed, toast
from enishi.ui.settings.tabs import tabs
from enishi.ui.text import say, word

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True)
class Person:
    """One person as listed; `entered` once they have chosen a password."""

    id: int
    name: str
    email: str
    role: str
    active: bool
    entered: bool
    me: bool


class InviteForm(forms.Form):
    """A new colleague."""

    name = forms.CharField(max_length=200)
    email = forms.EmailField(max_length=254)
    role = forms.ChoiceField(initial=Role.OPERATOR)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "email", "role"):
            self.fields[name].label = say(f"ui.settings.{name}")
        cast("Any", self.fields["role"]).choices = [(role.value, word("ui.role", role)) for role in Role]


@require_http_methods(["GET", "HEAD", "POST"])
@role_needed(Role.KEEPER)
def listing(request: HttpRequest) -> HttpResponse:
    """Everyone, with the form to invite; after inviting, the link to hand over."""
    form, link, invited = InviteForm(posted(request)), "", None
    if request.method == "POST" and form.is_valid():
        try:
            invited, link = _invite(request, form)
            form = InviteForm()
        except EnishiError as refused:
            form.add_error("email", refused.detail)
    roles = [(role.value, word("ui.role", role), word("ui.role_means", role)) for role in Role]
    context = {
        "here": "settings",
        "tabs": tabs(request, "people"),
        "rows": rows(cast("User", request.user)),
        "roles": roles,
        "form": form,
        "invited": invited,
        "link": link,
    }
    response = page(request, "ui/settings/people.html", context)
    if link:
        response["Cache-Control"] = "no-store"
    return response


@require_POST
@role_needed(Role.KEEPER)
def set_role(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a person another role."""
    role = Role(request.POST.get("role", "")) if request.POST.get("role") in Role.values else None
    user = people.change(user_id, actor=actor(request), role=role)
    toast(
        request, say("ui.settings.people.now", name=user.name or user.email, role=word("ui.role", user.role))
    )
    return redirect("settings:people")


@require_POST
@role_needed(Role.KEEPER)
def set_active(request: HttpRequest, user_id: int) -> HttpResponse:
    """Close or open a person's way in; closing can be taken back at once."""
    active = request.POST.get("active") == "1" or "open" in request.GET
    user = people.change(user_id, actor=actor(request), active=active)
    name = user.name or user.email
    if active:
        toast(request, say("ui.settings.people.opened", name=name))
    else:
        undo = f"{reverse('settings:set_active', args=[user_id])}?open"
        toast(request, say("ui.settings.people.closed", name=name), undo=undo)
    return redirect("settings:people")


def rows(reader: User) -> list[Person]:
    """Those who may sign in first, then by name."""
    found = User.objects.order_by("-is_active", "name", "email")
    return [
        Person(
            u.pk, u.name or u.email, u.email, u.role, u.is_active, u.has_usable_password(), u.pk == reader.pk
        )
        for u in found
    ]


def _invite(request: HttpRequest, form: InviteForm) -> tuple[User, str]:
    wanted = form.cleaned_data
    user, text = people.invite(
        email=wanted["email"], name=wanted["name"], role=Role(wanted["role"]), actor=actor(request)
    )
    return user, settings.PUBLIC_URL + reverse("enter", args=[text])
