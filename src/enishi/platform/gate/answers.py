"""Answers of the machine lane: bytes and problem documents, without Django's request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import trans_real

from enishi.kernel.errors import EnishiError
from enishi.platform import context
from enishi.platform.api import problems
from enishi.platform.refusals import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from enishi.platform.gate.table import Receive, Scope, Send


def header(scope: Scope, name: bytes) -> str | None:
    """First value of a request header; `name` in lower case."""
    for key, value in scope["headers"]:
        if key == name:
            text: str = value.decode("latin-1")
            return text
    return None


def request_id(scope: Scope) -> str:
    """The id of this request; the same however often it is asked for."""
    found: str | None = scope.get(context.REQUEST_ID)
    if found is None:
        found = scope[context.REQUEST_ID] = context.chosen_id(header(scope, b"x-request-id"))
    return found


async def send_bytes(
    scope: Scope,
    send: Send,
    body: bytes,
    *,
    status: int = 200,
    content_type: str = "application/json",
    headers: Iterable[tuple[str, str]] = (),
) -> None:
    """Send a whole answer with its request id."""
    start = [
        (b"content-type", content_type.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"x-request-id", request_id(scope).encode()),
        (b"x-content-type-options", b"nosniff"),
        *((name.lower().encode(), value.encode("latin-1")) for name, value in headers),
    ]
    await send({"type": "http.response.start", "status": status, "headers": start})
    await send({"type": "http.response.body", "body": body})


async def problem(scope: Scope, send: Send, make: Callable[[], EnishiError] | EnishiError) -> None:
    """Send a problem document; words are made by `make` in the language that the caller accepts."""
    with translation.override(_language(scope)):
        error = make if isinstance(make, EnishiError) else make()
    body = problems.encode(problems.document(error, request_id=request_id(scope)))
    await send_bytes(
        scope,
        send,
        body,
        status=error.status,
        content_type=problems.MEDIA_TYPE,
        headers=[*error.headers.items(), ("Cache-Control", "no-store")],
    )


async def body_within(scope: Scope, receive: Receive, limit: int) -> bytes | None:
    """The request's body; None when the caller went away.

    Raises:
        EnishiError: more than `limit` bytes (413), found by the header or while reading.
    """
    declared = header(scope, b"content-length") or ""
    if declared.isdecimal() and int(declared) > limit:
        raise refuse("FMT11", 413, limit=limit)
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise refuse("FMT11", 413, limit=limit)
        chunks.append(chunk)
        if not message.get("more_body"):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _language(scope: Scope) -> str:
    for code, _ in trans_real.parse_accept_lang_header((header(scope, b"accept-language") or "").lower()):
        if code[:2] in {"ja", "en"}:
            return code[:2]
    from enishi.platform import language

    return language.current()
