"""From the kernel's Exchange to its redacted, capped row, and back for the doctor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from enishi.hub.exchanges.models import ExchangeRow
from enishi.kernel import clock
from enishi.kernel.exchange import Exchange, Failure, Headers, Request, Response
from enishi.platform.crypto import redaction

CAP = 20_000
LOOK_AT = 2 * CAP
"""Bytes that redaction sees: a secret that begins inside the cap still has its end within reach."""


def row(
    exchange: Exchange,
    *,
    ok: bool,
    connection_id: str = "",
    operation: str = "",
    reference: str = "",
    call: dict[str, Any] | None = None,
    known: Iterable[str] = (),
) -> ExchangeRow:
    """The unsaved row of one exchange; `known` are secret values to mask wherever they stand."""
    secrets = tuple(known)
    request, response, failure = exchange.request, exchange.response, exchange.failure
    made = ExchangeRow(
        connection_id=connection_id,
        direction=exchange.direction,
        operation=operation[:100],
        reference=reference[:60],
        ok=ok,
        method=(request.method or "")[:20],
        url=redaction.text(request.url or "", secrets)[:4000],
        request_headers=_headers(request.headers, secrets),
        request_body=body(request.body, secrets),
        request_size=len(request.body or b""),
        started_at=exchange.started_at or clock.now(),
        elapsed=exchange.elapsed,
        timings=[list(pair) for pair in exchange.timings],
        call=call or {},
    )
    if response:
        made.status = response.status
        made.response_headers = _headers(response.headers, secrets)
        made.response_body = body(response.body, secrets)
        made.response_size = len(response.body or b"")
    if failure:
        made.failure_kind, made.failure_phase = failure.kind[:100], failure.phase[:20]
        made.failure_message = redaction.text(failure.message, secrets)[:2000]
        made.sent = failure.sent
    return made


def to_exchange(stored: ExchangeRow) -> Exchange:
    """The stored exchange as the doctor reads it; bodies are redacted and may be cut."""
    failed = stored.failure_kind or stored.failure_phase
    return Exchange(
        request=Request(
            stored.method, stored.url, _pairs(stored.request_headers), bytes(stored.request_body)
        ),
        response=None
        if stored.status is None
        else Response(stored.status, _pairs(stored.response_headers), bytes(stored.response_body)),
        failure=Failure(stored.failure_kind, stored.failure_message, stored.failure_phase, stored.sent)
        if failed
        else None,
        direction=stored.direction,
        started_at=stored.started_at,
        elapsed=stored.elapsed,
        timings=tuple((str(name), float(seconds)) for name, seconds in stored.timings),
    )


def body(raw: bytes | None, known: tuple[str, ...]) -> bytes:
    """A body with secrets masked, cut at the cap; bytes that are not UTF-8 stay as they are."""
    if not raw:
        return b""
    text = raw[:LOOK_AT].decode("utf-8", "surrogateescape")
    return (
        redaction.text(text, known).encode("utf-8", "surrogateescape").replace(b"\x00", b"\xef\xbf\xbd")[:CAP]
    )


def _headers(pairs: Headers | None, known: tuple[str, ...]) -> list[list[str]]:
    return [[name, value] for name, value in redaction.headers(pairs or (), known)]


def _pairs(stored: list[list[str]]) -> Headers:
    return tuple((str(name), str(value)) for name, value in stored)
