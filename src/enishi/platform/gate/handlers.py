"""Two ways through Django: all of it for people, the short one for programs.

A call that shows an API key has no session, no messages and no page, so it need not pay for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FOR_PROGRAMS = [
    "enishi.platform.api.middleware.RequestFrame",
    "enishi.platform.headers.SecurityHeaders",
    "django.middleware.locale.LocaleMiddleware",
    "enishi.platform.api.middleware.ApiFrame",
]
PREFIX = "/api/"


class ShortHandler(WSGIHandler):
    """Django's handler with a middleware list of its own."""

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        whole = settings.MIDDLEWARE
        settings.MIDDLEWARE = FOR_PROGRAMS
        try:
            super().load_middleware(is_async)
        finally:
            settings.MIDDLEWARE = whole


def by_caller(whole: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """A WSGI application that sends programs the short way and everyone else through `whole`."""
    short = ShortHandler()

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        program = "HTTP_AUTHORIZATION" in environ and environ["PATH_INFO"].startswith(PREFIX)
        return short(environ, start_response) if program else whole(environ, start_response)

    return application
