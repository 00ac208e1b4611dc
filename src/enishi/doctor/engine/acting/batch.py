"""Splits one request that carries many records into several that carry fewer, with nothing lost and nothing twice."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from enishi.kernel.exchange import header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enishi.kernel.exchange import Request

_KEYS = ("idempotency-key", "x-idempotency-key", "paypal-request-id")
_FEWEST = 3  # values in a query parameter that count as a list


def split(request: Request, size: int) -> tuple[Request, ...]:
    """The requests that carry the same records, at most `size` each, in the same order.

    Records are the elements of the body (JSON) when it is a list, or of its one list; else those of a query parameter
    with values between commas. A request without such a list, or with one that is short enough, stays as it is. Each
    part has an idempotency key of its own where the request has one, since the parts are different requests.

    Raises:
        ValueError: size is less than 1.
    """
    if size < 1:
        raise ValueError(f"a part needs at least one record, not {size}")
    parts = tuple(_of_body(request, size)) or tuple(_of_query(request, size)) or (request,)
    return tuple(_own_key(part, number) for number, part in enumerate(parts, 1)) if len(parts) > 1 else parts


def _of_body(request: Request, size: int) -> Iterator[Request]:
    try:
        data = json.loads(request.body or b"")
    except (ValueError, RecursionError):
        return
    name = _name_of_list(data)
    records = data if isinstance(data, list) else data[name] if name is not None else []
    if len(records) <= size:
        return
    for start in range(0, len(records), size):
        some = records[start : start + size]
        body: Any = some if name is None else {**data, name: some}
        yield replace(request, body=json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode())


def _name_of_list(data: object) -> str | None:
    """The member that holds the records; None when there is none or more than one list, for then it is not sure."""
    if not isinstance(data, dict):
        return None
    lists = [name for name, value in data.items() if isinstance(value, list) and len(value) > 1]
    return lists[0] if len(lists) == 1 else None


def _of_query(request: Request, size: int) -> Iterator[Request]:
    url = urlsplit(request.url or "")
    pairs = parse_qsl(url.query, keep_blank_values=True)
    lists = [n for n, (_, value) in enumerate(pairs) if value.count(",") >= _FEWEST - 1]
    if len(lists) != 1 or (request.method or "GET").upper() not in ("GET", "HEAD", "DELETE"):
        return
    at = lists[0]
    values = pairs[at][1].split(",")
    if len(values) <= size:
        return
    for start in range(0, len(values), size):
        some = [*pairs[:at], (pairs[at][0], ",".join(values[start : start + size])), *pairs[at + 1 :]]
        yield replace(request, url=urlunsplit(url._replace(query=urlencode(some, safe=","))))


def _own_key(request: Request, number: int) -> Request:
    """A retry of the same part has the same key again: it depends on nothing but the request's key and the number."""
    headers = request.headers
    for name in _KEYS:
        value = header(headers, name)
        if value is not None and headers is not None:
            headers = tuple((key, f"{old}-{number}" if key.lower() == name else old) for key, old in headers)
    return replace(request, headers=headers)
