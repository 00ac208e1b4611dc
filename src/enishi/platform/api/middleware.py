"""The frame around every request: its id, its log lines, and problems instead of pages under /api/."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from enishi.platform import context
from enishi.platform.api import limits, problems
from enishi.platform.refusals import refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

PREFIX = "/api/"
FIRST_REFUSAL = 400
log = structlog.get_logger(__name__)


class RequestFrame:
    """Gives each request its id, binds it to the log, and returns it in X-Request-Id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = context.request_id(request)
        with structlog.contextvars.bound_contextvars(request_id=name):
            response = self.get_response(request)
        response["X-Request-Id"] = name
        return response


class ApiFrame:
    """Under /api/, refusals that did not come from an operation become problems too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path.startswith(PREFIX):
            return response
        if response.status_code >= FIRST_REFUSAL and not _is_problem(response):
            allowed = response.get("Allow", "")
            response = problems.response(
                request, problems.for_status(request, response.status_code, allowed=allowed)
            )
        limits.tell(request, response)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Anything that escapes a view under /api/ is our own fault."""
        if not request.path.startswith(PREFIX):
            return None
        log.error("api.fault", path=request.path, exc_info=error)
        return problems.response(request, refuse("SRV01", 500, request_id=context.request_id(request)))


def _is_problem(response: HttpResponseBase) -> bool:
    return response.get("Content-Type", "").startswith(problems.MEDIA_TYPE)
