"""EnishiError as a problem document (RFC 9457)."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec
from django.conf import settings
from django.http import HttpResponse

from enishi.platform import context, language
from enishi.platform.refusals import refuse

if TYPE_CHECKING:
    from django.http import HttpRequest

    from enishi.kernel.errors import EnishiError, FieldError

MEDIA_TYPE = "application/problem+json"
RESERVED = frozenset(
    {"type", "title", "status", "detail", "instance", "code", "errors", "request_id", "help"}
)


def document(error: EnishiError, *, request_id: str) -> dict[str, Any]:
    """The members of the problem document, in the order in which a person reads them."""
    page = f"{settings.PUBLIC_URL}/errors/{error.code}"
    found: dict[str, Any] = {
        "type": page,
        "code": error.code,
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
    }
    if error.errors:
        found["errors"] = [_field(reason) for reason in error.errors]
    found |= {name: value for name, value in error.data.items() if name not in RESERVED}
    return found | {"request_id": request_id, "help": page}


def response(request: HttpRequest, error: EnishiError) -> HttpResponse:
    """The answer to send for `error`."""
    body = document(error, request_id=context.request_id(request))
    answer = HttpResponse(encode(body), status=error.status, content_type=MEDIA_TYPE, headers=error.headers)
    answer["Content-Language"] = language.current()
    answer["Cache-Control"] = "no-store"
    return answer


def encode(body: dict[str, Any]) -> bytes:
    return msgspec.json.encode(body, enc_hook=str)


def _field(reason: FieldError) -> dict[str, Any]:
    return {
        name: value
        for name, value in asdict(reason).items()
        if value is not None or (name == "received" and reason.code == "SCH11")
    }


def for_status(request: HttpRequest, status: int, *, allowed: str = "") -> EnishiError:
    """The error for an answer that carries nothing but its status."""
    path = request.path[:200]
    if status == HTTPStatus.NOT_FOUND:
        return refuse("END03", 404, path=path, reference="/api/v1/docs")
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return refuse(
            "END04", 405, headers={"Allow": allowed}, path=path, method=request.method, allowed=allowed
        )
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return refuse("FMT11", 413, limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return refuse("SRV01", status, request_id=context.request_id(request))
    return refuse("http", status, number=status, reason=HTTPStatus(status).phrase)
