"""A person's own settings: name, language, password and second step."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from allauth.mfa.utils import is_mfa_enabled
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from enishi.platform import audit
from enishi.platform.accounts.models import User
from enishi.platform.api.auth import actor
from enishi.ui.pages import page, role_needed, toast
from enishi.ui.settings.tabs import tabs
from enishi.ui.text import say, word

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NAME_LENGTH = 200


@require_safe
@role_needed()
def show(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    context = {
        "here": "settings",
        "tabs": tabs(request, "home"),
        "role": word("ui.role", user.role),
        "role_means": word("ui.role_means", user.role),
        "second_step": bool(is_mfa_enabled(user)),
    }
    return page(request, "ui/settings/me.html", context)


@require_POST
@role_needed()
def rename(request: HttpRequest) -> HttpResponse:
    """Change the name under which others see this person."""
    user = cast("User", request.user)
    name = request.POST.get("name", "").strip()[:NAME_LENGTH]
    if name and name != user.name:
        audit.record(actor(request), "user.rename", user.email, {"name": [user.name, name]})
        User.objects.filter(pk=user.pk).update(name=name)
        toast(request, say("ui.settings.renamed", name=name))
    return redirect("settings:home")
