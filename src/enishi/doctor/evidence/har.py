"""HTTP Archive files (HAR 1.2) as browsers and proxies save them."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from datetime import datetime
from typing import Any

from enishi.doctor.evidence.phases import failure_of
from enishi.kernel.exchange import Exchange, Headers, Request, Response

_MAX_ENTRIES = 500
_FAILED = 400


def from_har(text: str | bytes, *, every: bool = False) -> tuple[Exchange, ...]:
    """The exchanges of the failing entries (status from 400, none, or an error), or of every one."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError, UnicodeDecodeError):
        return ()
    log = data.get("log") if isinstance(data, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(entries, list):
        return ()
    found = [_exchange(entry) for entry in entries[:_MAX_ENTRIES] if isinstance(entry, dict)]
    return tuple(one for one in found if every or _failing(one))


def _failing(exchange: Exchange) -> bool:
    return (
        exchange.failure is not None
        or exchange.response is None
        or (exchange.response.status or 0) >= _FAILED
    )


def _exchange(entry: dict[str, Any]) -> Exchange:
    request, response = _part(entry, "request"), _part(entry, "response")
    status = response.get("status")
    error = (
        response.get("_error") or entry.get("_error") or response.get("statusText") if not status else None
    )
    return Exchange(
        request=Request(_text(request, "method"), _text(request, "url"), _headers(request), _posted(request)),
        response=Response(status, _headers(response), _body(response))
        if isinstance(status, int) and status > 0
        else None,
        failure=failure_of("", str(error)) if error else None,
        started_at=_time(entry),
        elapsed=entry["time"] / 1000 if isinstance(entry.get("time"), int | float) else None,
    )


def _part(data: dict[str, Any], name: str) -> dict[str, Any]:
    value = data.get(name)
    return value if isinstance(value, dict) else {}


def _text(data: dict[str, Any], name: str) -> str | None:
    value = data.get(name)
    return value if isinstance(value, str) else None


def _headers(data: dict[str, Any]) -> Headers | None:
    value = data.get("headers")
    if not isinstance(value, list):
        return None
    return tuple(
        (str(one.get("name", "")), str(one.get("value", ""))) for one in value[:200] if isinstance(one, dict)
    )


def _posted(request: dict[str, Any]) -> bytes | None:
    text = _part(request, "postData").get("text")
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else None


def _body(response: dict[str, Any]) -> bytes | None:
    content = _part(response, "content")
    text = content.get("text")
    if not isinstance(text, str):
        return None
    if content.get("encoding") == "base64":
        with suppress(ValueError):
            return base64.b64decode(text)
    return text.encode("utf-8", "surrogatepass")


def _time(entry: dict[str, Any]) -> datetime | None:
    with suppress(ValueError, TypeError):
        at = datetime.fromisoformat(str(entry.get("startedDateTime")))
        return at if at.tzinfo else None
    return None
