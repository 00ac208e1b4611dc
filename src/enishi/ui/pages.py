"""Helpers of every view: page or fragment from one URL, who may see it, what is said afterwards."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from enishi.platform.accounts.models import Role, User

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict

P = ParamSpec("P")
UNDO = "undo:"


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, fragment: str = "", status: int = 200
) -> HttpResponse:
    """The whole page, or only `fragment` of it when htmx asks for this URL.

    A fragment is a template that the page includes, so both show the same with and without JavaScript.
    """
    only = bool(fragment) and wants_fragment(request)
    response = render(request, fragment if only else template, dict(context), status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form sent, an empty one too; None when nothing was sent."""
    return request.POST if request.method == "POST" else None


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part; going back in history needs the whole page."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def role_needed(
    role: Role = Role.VIEWER,
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """Decorator: sign-in first, and 403 for a person whose role does not include `role`."""

    def wrap(
        view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may(request, role):
                raise PermissionDenied(role.value)
            return view(request, *args, **kwargs)

        guard: Any = login_required(guarded)
        return guard  # type: ignore[no-any-return]

    return wrap


def may(request: HttpRequest, role: Role) -> bool:
    """Whether the person who looks may do what `role` may."""
    return isinstance(request.user, User) and request.user.may(role)


def toast(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Say `text` on the next page; `undo` is a URL that takes the act back when posted to."""
    messages.success(request, text, extra_tags=f"{UNDO}{undo}" if undo else "")
