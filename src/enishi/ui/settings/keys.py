"""API keys: who holds which, make one (shown once), end one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from enishi.kernel import clock
from enishi.platform.accounts import keys, scopes
from enishi.platform.accounts.models import ApiKey, Role
from enishi.platform.api.auth import actor
from enishi.ui.pages import page, posted, role_needed, toast
from enishi.ui.parts import State
from enishi.ui.settings.tabs import tabs
from enishi.ui.text import say

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from enishi.platform.accounts.models import User

LIVES = ("90", "365", "30", "0")  # days; 0 has no end
SHOWN = 200
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key as listed."""

    id: str
    name: str
    start: str
    scopes: str
    owner: str
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None
    state: State
    alive: bool


class KeyForm(forms.Form):
    """A new key; nobody can grant more than their own role allows."""

    name = forms.CharField(max_length=200)
    scopes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    lives = forms.ChoiceField(initial=LIVES[0])

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        granted = sorted(scopes.of_role(user))
        self.fields["name"].label = say("ui.settings.keys.name")
        self.fields["name"].help_text = say("ui.settings.keys.name_help")
        self.fields["scopes"].label = say("ui.settings.keys.scopes")
        cast("Any", self.fields["scopes"]).choices = [(scope, scope) for scope in granted]
        self.fields["lives"].label = say("ui.settings.keys.lives")
        cast("Any", self.fields["lives"]).choices = [
            (days, say(f"ui.settings.keys.lives_{days}")) for days in LIVES
        ]

    def expires_at(self) -> datetime | None:
        days = int(self.cleaned_data["lives"])
        return clock.now() + timedelta(days=days) if days else None


@require_http_methods(["GET", "HEAD", "POST"])
@role_needed(Role.INTEGRATOR)
def listing(request: HttpRequest) -> HttpResponse:
    """The keys with the form for a new one; after making one, the only sight of its text."""
    user = cast("User", request.user)
    form = KeyForm(posted(request), user=user)
    made, text = None, ""
    if request.method == "POST" and form.is_valid():
        made, text = keys.create(
            name=form.cleaned_data["name"],
            granted=form.cleaned_data["scopes"],
            actor=actor(request),
            expires_at=form.expires_at(),
            owner=user,
        )
        form = KeyForm(user=user)
    context = {
        "here": "settings",
        "tabs": tabs(request, "keys"),
        "form": form,
        "made": made,
        "text": text,
        "rows": rows(),
    }
    response = page(request, "ui/settings/keys.html", context)
    if text:
        response["Cache-Control"] = "no-store"
    return response


@require_POST
@role_needed(Role.INTEGRATOR)
def revoke(request: HttpRequest, key_id: str) -> HttpResponse:
    """End a key at once."""
    key = keys.revoke(key_id, actor=actor(request))
    toast(request, say("ui.settings.keys.revoked", name=key.name))
    return redirect("settings:keys")


def rows() -> list[KeyRow]:
    """Living keys first, then the ended ones, newest first."""
    found = ApiKey.objects.select_related("created_by").order_by("-created_at")[:SHOWN]
    return sorted((_row(key) for key in found), key=lambda row: not row.alive)


def _row(key: ApiKey) -> KeyRow:
    owner = key.created_by
    alive = key.revoked_at is None and (key.expires_at is None or key.expires_at > clock.now())
    return KeyRow(
        key.id,
        key.name,
        key.start,
        " ".join(key.scopes),
        (owner.name or owner.email) if owner else "",
        key.created_at,
        key.last_used_at,
        key.expires_at,
        _state(key),
        alive,
    )


def _state(key: ApiKey) -> State:
    now = clock.now()
    if key.revoked_at:
        return State("idle", say("ui.settings.keys.state.revoked"))
    if key.expires_at and key.expires_at <= now:
        return State("idle", say("ui.settings.keys.state.expired"))
    if key.expires_at and key.expires_at <= now + SOON:
        return State("waiting", say("ui.settings.keys.state.soon"))
    return State("good", say("ui.settings.keys.state.good"))
