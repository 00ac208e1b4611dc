"""The frame around every page: the reader's own language, and refusals as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.utils import translation

from enishi.kernel.errors import EnishiError
from enishi.platform.accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

API = "/api/"


class PageFrame:
    """The person's own language, and a page for each refusal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        self._speak(request)
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """A refusal by a room becomes a page that says what, why and where to go."""
        if not isinstance(error, EnishiError) or request.path.startswith(API):
            return None
        return render(request, "ui/refused.html", {"error": error}, status=error.status)

    def _speak(self, request: HttpRequest) -> None:
        """A signed-in person's own language, when this browser has chosen none."""
        user = request.user
        if isinstance(user, User) and user.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
