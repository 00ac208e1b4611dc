"""The one API: rooms add their routers in project.urls, everything they share is here."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any, cast

import msgspec
import structlog
from django.db import DataError
from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import BaseRenderer
from pydantic import BaseModel

from enishi import __version__
from enishi.kernel.errors import EnishiError, FieldError
from enishi.kernel.strings import t
from enishi.platform import context, language
from enishi.platform.api import fields, openapi, problems
from enishi.platform.api.parsing import StrictParser
from enishi.platform.refusals import refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase
    from ninja.errors import ValidationErrorContext
    from ninja.openapi.schema import OpenAPISchema
    from ninja.operation import Operation

log = structlog.get_logger(__name__)


class JsonRenderer(BaseRenderer):
    """JSON by msgspec: times in RFC 3339, no spaces."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        del request, response_status
        return msgspec.json.encode(data, enc_hook=str)


class RefusedError(ValidationError):
    """Ninja's validation error with our reasons."""

    def __init__(self, reasons: tuple[FieldError, ...]) -> None:
        self.reasons = reasons
        super().__init__([{"pointer": reason.pointer, "code": reason.code} for reason in reasons])


class Api(NinjaAPI):
    """NinjaAPI with our parser, reasons per field and a complete OpenAPI document."""

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> RefusedError:
        reasons: list[FieldError] = []
        for found in error_contexts:
            errors = found.pydantic_validation_error.errors(include_url=False)
            model = cast("type[BaseModel]", found.model)
            reasons.extend(fields.reasons(cast("list[dict[str, Any]]", errors), model))
        return RefusedError(tuple(reasons))

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        found = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        openapi.complete(found, self._get_bound_routers())
        return found


def build() -> Api:
    """A fresh API without routes."""
    api = Api(
        title="Enishi",
        version=__version__,
        description=openapi.DESCRIPTION,
        urls_namespace="api",
        docs_url=None,
        parser=StrictParser(),
        renderer=JsonRenderer(),
        openapi_extra={"tags": []},
    )
    api.add_decorator(_frame, mode="view")
    api.add_exception_handler(EnishiError, _on_error)
    api.add_exception_handler(ValidationError, _on_validation)
    api.add_exception_handler(HttpError, _on_http_error)
    api.add_exception_handler(Http404, _on_missing)
    api.add_exception_handler(DataError, _on_data_error)
    api.add_exception_handler(Exception, _on_fault)
    return api


def _frame(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """What every operation refuses before its own work: other formats and unknown query parameters."""
    operation: Operation = inspect.unwrap(run).__self__

    @functools.wraps(run)
    def framed(request: HttpRequest, **path: Any) -> HttpResponseBase:
        try:
            _check_accept(request)
            _check_query(request, operation)
        except (EnishiError, ValidationError) as error:
            return operation.api.on_exception(request, error)
        return run(request, **path)

    return framed


def _check_accept(request: HttpRequest) -> None:
    if not (request.accepts("application/json") or request.accepts(problems.MEDIA_TYPE)):
        raise refuse("FMT04", 406, accept=request.headers.get("Accept", "")[:200])


def _check_query(request: HttpRequest, operation: Operation) -> None:
    known = [
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    ]
    strange = [name for name in request.GET if name not in known]
    if strange:
        raise RefusedError(tuple(_unknown_parameter(name, known) for name in strange))


def _unknown_parameter(name: str, known: list[str]) -> FieldError:
    lang = language.current()
    names = ", ".join(known)
    expected = (
        t("platform.expected.one_of_fields", lang, names=names)
        if known
        else t("platform.expected.nothing", lang)
    )
    why = t("platform.why.parameter", lang)
    return FieldError(f"?{name[:100]}", "SCH02", why, None, expected, fields.near(name, known))


def _on_error(request: HttpRequest, error: Any) -> HttpResponse:
    return problems.response(request, error)


def _on_validation(request: HttpRequest, error: Any) -> HttpResponse:
    reasons: tuple[FieldError, ...] = error.reasons
    first, lang = reasons[0], language.current()
    detail = t(
        "platform.problem.invalid.detail",
        lang,
        count=len(reasons),
        pointer=first.pointer or "/",
        why=first.why,
    )
    title = t(f"platform.problem.{first.code}.title", lang)
    return problems.response(request, EnishiError(first.code, 422, title, detail, reasons))


def _on_http_error(request: HttpRequest, error: Any) -> HttpResponse:
    """Ninja wraps what the parser raises in a 400 of its own: give the cause its due."""
    if isinstance(error.__cause__, EnishiError):
        return problems.response(request, error.__cause__)
    return problems.response(request, problems.for_status(request, error.status_code))


def _on_missing(request: HttpRequest, error: Any) -> HttpResponse:
    del error
    return problems.response(request, problems.for_status(request, 404))


def _on_data_error(request: HttpRequest, error: Any) -> HttpResponse:
    """A value that no rule of ours refused, but the database does: still the caller's to mend."""
    log.warning("api.data_error", path=request.path, error=str(error)[:200])
    return problems.response(request, refuse("SCH09", 422, key="platform.problem.unstorable"))


def unknown_address(request: HttpRequest) -> HttpResponse:
    """Nothing under /api/ answers at this address; a view for the end of the URL table."""
    return problems.response(request, problems.for_status(request, 404))


def _on_fault(request: HttpRequest, error: Any) -> HttpResponse:
    log.error("api.fault", path=request.path, exc_info=error)
    return problems.response(request, refuse("SRV01", 500, request_id=context.request_id(request)))


api = build()
