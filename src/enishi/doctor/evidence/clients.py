"""Responses and exceptions of httpx, requests, aiohttp and urllib3, read by the names of their attributes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from enishi.doctor.evidence.phases import failure_of
from enishi.kernel.exchange import Exchange, Headers, Request, Response

_MAX_BODY = 256_000


def from_response(response: Any, body: bytes | str | None = None) -> Exchange:
    """The exchange of a client's response.

    `body` is needed for clients whose body is read by a coroutine (aiohttp) or only once; it is never read from the
    network here.
    """
    return Exchange(
        request=_request(
            _get(response, "request") or _get(response, "_request") or _get(response, "request_info"),
            response,
        ),
        response=Response(
            _status(response),
            _headers(_get(response, "headers")),
            _bytes(body) if body is not None else _body(response),
        ),
        elapsed=_elapsed(response),
    )


def from_exception(error: BaseException, body: bytes | str | None = None) -> Exchange:
    """The exchange of a client's exception, with the response when the exception carries one."""
    response = _get(error, "response")
    kind = type(error).__name__
    message = _words(error)
    if response is not None and _status(response) is not None:
        found = from_response(response, body)
        return Exchange(found.request, found.response, failure_of(kind, message), elapsed=found.elapsed)
    status = _number(_get(error, "status") or _get(error, "status_code") or _get(error, "code"))
    answered = Response(status, _headers(_get(error, "headers")), _bytes(body)) if status else None
    request = _get(error, "request") or _get(error, "request_info")
    return Exchange(_request(request, error), answered, failure_of(kind, message))


def _words(error: BaseException) -> str:
    """The text of the exception and of those that led to it."""
    found: list[str] = []
    current: BaseException | None = error
    while current is not None and len(found) < 6:  # noqa: PLR2004
        with suppress(Exception):
            found.append(f"{type(current).__name__}: {current}"[:2000])
        current = current.__cause__ or current.__context__
    return " <- ".join(dict.fromkeys(found))


def _request(request: Any, holder: Any) -> Request:
    if request is None:
        return Request(url=_string(_get(holder, "url")), method=_string(_get(holder, "method")))
    body = _get(request, "content") if not callable(_get(request, "content")) else None
    if body is None:
        body = _get(request, "body")
    return Request(
        method=_string(_get(request, "method")),
        url=_string(_get(request, "url")) or _string(_get(holder, "url")),
        headers=_headers(_get(request, "headers")),
        body=_bytes(body),
    )


def _get(holder: Any, name: str) -> Any:
    """An attribute, or None when it is missing or refuses (httpx raises on an absent request or unread body)."""
    try:
        return getattr(holder, name, None)
    except Exception:  # noqa: BLE001  # foreign objects may raise anything
        return None


def _status(response: Any) -> int | None:
    return _number(_get(response, "status_code")) or _number(_get(response, "status"))


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 100 <= value < 1000 else None  # noqa: PLR2004


def _string(value: Any) -> str | None:
    try:
        return str(value) if value is not None else None
    except Exception:  # noqa: BLE001
        return None


def _headers(value: Any) -> Headers | None:
    pairs: Any = None
    multi = _get(value, "multi_items")
    with suppress(Exception):
        pairs = (
            multi()
            if callable(multi)
            else value.items()
            if isinstance(value, Mapping) or hasattr(value, "items")
            else value
        )
    if pairs is None:
        return None
    with suppress(Exception):
        return tuple((_header_text(name), _header_text(item)) for name, item in list(pairs)[:200])
    return None


def _header_text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _body(response: Any) -> bytes | None:
    for name in ("_content", "_body", "content", "data", "text"):
        value = _get(response, name)
        if isinstance(value, bytes | bytearray | str):
            return _bytes(value)
    return None


def _bytes(value: Any) -> bytes | None:
    if isinstance(value, bytes | bytearray):
        return bytes(value[:_MAX_BODY])
    return value[:_MAX_BODY].encode("utf-8", "surrogatepass") if isinstance(value, str) else None


def _elapsed(response: Any) -> float | None:
    value = _get(response, "elapsed")
    return value.total_seconds() if isinstance(value, timedelta) else None
