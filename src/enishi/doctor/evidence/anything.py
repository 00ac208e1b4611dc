"""Text of unknown form: tells which kind it is and reads it."""

from __future__ import annotations

import json
import re
from typing import Any

from enishi.doctor.engine.corpus import exchange_of
from enishi.doctor.evidence.curl import from_curl
from enishi.doctor.evidence.har import from_har
from enishi.doctor.evidence.logs import from_log
from enishi.doctor.evidence.raw import from_http, looks_like_http
from enishi.kernel.exchange import Exchange, Response

_CURL = re.compile(r"(?m)^[ \t]*(?:[$#%>][ \t]+)?curl[ \t]|^curl: \(\d+\)|^[<>] [A-Z]+[ /]")


def from_text(text: str | bytes) -> tuple[Exchange, ...]:
    """The exchanges in a file or a pasted text: HAR, a case, curl, raw HTTP, an answer's body, or a log."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    text = text.lstrip("\ufeff")
    data = _json(text)
    if isinstance(data, dict) and isinstance(data.get("log"), dict):
        return from_har(text)
    if isinstance(data, dict) and ({"request", "response", "exception"} & set(data)):
        return (exchange_of(data),)
    if data is not None:
        return (Exchange(response=Response(_status_in(data), None, text.encode("utf-8", "surrogatepass"))),)
    if _CURL.search(text[:20_000]):
        return (from_curl(text),)
    return (from_http(text) if looks_like_http(text) else from_log(text),)


def _json(text: str) -> Any:
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _status_in(data: Any) -> int | None:
    """Some answers repeat their status in the body (RFC 9457 and many others)."""
    holder = data.get("error") if isinstance(data, dict) and isinstance(data.get("error"), dict) else data
    for name in ("status", "statusCode", "status_code", "code"):
        value = holder.get(name) if isinstance(holder, dict) else None
        if isinstance(value, int) and not isinstance(value, bool) and 400 <= value < 600:  # noqa: PLR2004
            return value
    return None
