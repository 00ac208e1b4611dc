"""The design system's own page, the stylesheet and the reader's choice of theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from enishi.kernel.strings import LANGUAGES
from enishi.platform.accounts.models import User
from enishi.ui import samples, styles
from enishi.ui.templatetags.ui import stylesheet_url

if TYPE_CHECKING:
    from django.http import HttpRequest

THEMES = ("light", "dark")
THEME_COOKIE = "enishi_theme"
YEAR = 365 * 24 * 3600


@login_not_required
@require_safe
def style(request: HttpRequest, name: str) -> HttpResponse:
    """The stylesheet; an older name leads to the present one."""
    del request
    sheet = styles.build() if settings.DEBUG else styles.stylesheet()
    if name != sheet.name:
        return redirect(stylesheet_url())
    headers = {"Cache-Control": f"public, max-age={YEAR}, immutable"}
    return HttpResponse(sheet.css, content_type="text/css; charset=utf-8", headers=headers)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language in this browser and, for a signed-in person, with the account."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and chosen in LANGUAGES:
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    response: HttpResponse = set_language(request)
    return response


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark for a year; anything else follows the reader's system again."""
    response = HttpResponseRedirect(_return_to(request))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


@login_not_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every component in all its states."""
    return render(request, "ui/catalogue.html", samples.everything())


def _return_to(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else "/"
