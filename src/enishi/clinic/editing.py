"""A connection's standing edits, applied to every request that leaves and every answer that comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from enishi.doctor.engine.acting.apply import apply_all
from enishi.doctor.engine.action import Action
from enishi.kernel.exchange import Exchange, Headers, Request, header


def actions(edits: Sequence[Mapping[str, Any]]) -> list[Action]:
    """The doctor's actions of stored edits; one of a later version that is unknown here is left out."""
    found = []
    for edit in edits:
        try:
            found.append(Action.from_dict(edit))
        except ValueError:
            continue
    return found


def edit_request(request: Request, edits: Sequence[Mapping[str, Any]]) -> Request:
    return apply_all(request, actions(edits))


def decode_response(exchange: Exchange, edits: Sequence[Mapping[str, Any]]) -> Exchange:
    """The answer in UTF-8, where an edit names the encoding that it really has. Bytes that do not fit stay."""
    response = exchange.response
    for action in actions(edits):
        if action.kind != "decode-response" or response is None or not response.body:
            continue
        try:
            response.body.decode("utf-8")
        except UnicodeDecodeError:
            response = replace(
                response,
                body=_decoded(response.body, str(action["charset"])),
                headers=_labelled(response.headers),
            )
    return exchange if response is exchange.response else replace(exchange, response=response)


def _decoded(body: bytes, charset: str) -> bytes:
    try:
        return body.decode(charset).encode()
    except (UnicodeDecodeError, LookupError):
        return body


def _labelled(headers: Headers | None) -> Headers:
    media = (header(headers, "Content-Type") or "application/json").partition(";")[0]
    kept = tuple((name, value) for name, value in headers or () if name.lower() != "content-type")
    return (*kept, ("Content-Type", f"{media}; charset=utf-8"))
