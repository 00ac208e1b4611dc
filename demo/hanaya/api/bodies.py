"""Read what a caller sends: JSON that follows its schema, times and pages in the URL."""

from __future__ import annotations

import base64
import binascii
import json
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from demo.hanaya import times
from demo.hanaya.contract.check import Fault, check
from demo.hanaya.contract.schemas import RENAMED, schemas
from demo.hanaya.wire import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from demo.hanaya.records import Customer, Order

    from .call import Call

T = TypeVar("T", bound="Order | Customer")
JSON = ("application/json", "application/problem+json")
LONGEST_PAGE = 100
USUAL_PAGE = 50
DEEPEST = "The body is nested too deeply."
STRUCK_BY = {
    "invalid_type": "number-as-text",
    "missing_field": "required-field-added",
    "unknown_field": "field-renamed",
}


async def body(call: Call) -> dict[str, Any]:
    """The JSON object that was sent; raises Refusal when it is unreadable or breaks its schema."""
    assert call.operation is not None
    if call.request.content_type not in JSON:
        sent = call.request.headers.get("Content-Type", "nothing")
        raise Refusal(
            415,
            "unsupported_media_type",
            f"Send application/json, not {sent}.",
            headers={"Accept-Post": JSON[0]},
        )
    value = _parsed(await call.request.read())
    named = schemas(call.version, call.changes)
    faults = list(check(value, named[call.operation.takes], named))
    if faults:
        raise _invalid(call, faults)
    assert isinstance(value, dict)
    return value


def _parsed(raw: bytes) -> Any:
    try:
        value = json.loads(raw.decode())
        json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair cannot be written again
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        raise Refusal(400, "invalid_encoding", f"The body is not UTF-8 text (position {at}).") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Refusal(400, "invalid_json", f"The body is not JSON: {error.msg} ({where}).") from error
    except RecursionError as error:
        raise Refusal(400, "invalid_json", DEEPEST) from error
    return value


def _invalid(call: Call, faults: list[Fault]) -> Refusal:
    for slug in {STRUCK_BY.get(fault.code, "") for fault in faults} & {
        c.partition(":")[0] for c in call.changes
    }:
        call.shop.desk.strike(slug)
    listed = [
        {
            "field": fault.field,
            "pointer": fault.pointer,
            "code": fault.code,
            "message": _words(call, fault),
            "expected": fault.expected,
            "received": fault.received,
        }
        for fault in faults
    ]
    return Refusal(422, "validation_failed", listed[0]["message"], errors=listed)


def _words(call: Call, fault: Fault) -> str:
    if "field-renamed:announced" in call.changes and fault.code == "unknown_field" and fault.field in RENAMED:
        return f"{fault.field} was renamed to {RENAMED[fault.field]}. The old name is no longer accepted."
    return fault.message


def number(call: Call, name: str, *, usual: int, most: int) -> int:
    given = call.request.query.get(name, str(usual))
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= most:
        raise Refusal(422, "invalid_parameter", f"{name} must be a number from 1 to {most}, not {given!r}.")
    return int(given)


def since(call: Call) -> str:
    """The parameter updated_since as the shop writes times; "" when it is absent."""
    given = call.request.query.get("updated_since", "")
    if not given:
        return ""
    try:
        return times.text(times.parse(given.replace(" ", "+")))
    except (ValueError, OverflowError) as error:
        words = f"updated_since must be a time like 2026-11-23T09:00:00+09:00, not {given!r}."
        raise Refusal(422, "invalid_parameter", words) from error


def page(call: Call, records: dict[str, T], wanted: Callable[[T], bool]) -> dict[str, Any]:
    """One page, oldest change first; the cursor stays good while records change behind it."""
    limit = number(call, "limit", usual=USUAL_PAGE, most=LONGEST_PAGE)
    after = max(_cursor(call), (since(call), ""))
    matching = (
        record for record in records.values() if (record.updated_at, record.id) > after and wanted(record)
    )
    found = list(islice(matching, limit + 1))
    more = len(found) > limit
    shown = found[:limit]
    return {
        "data": [call.show(record) for record in shown],
        "next_cursor": _encode(shown[-1]) if more else None,
        "has_more": more,
    }


def _encode(record: Order | Customer) -> str:
    return base64.urlsafe_b64encode(f"{record.updated_at}|{record.id}".encode()).decode().rstrip("=")


def _cursor(call: Call) -> tuple[str, str]:
    given = call.request.query.get("cursor", "")
    if not given:
        return ("", "")
    try:
        moment, mark, key = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode().partition("|")
    except (binascii.Error, ValueError) as error:
        raise Refusal(400, "invalid_cursor", "This cursor was not made by this API.") from error
    if not mark:
        raise Refusal(400, "invalid_cursor", "This cursor was not made by this API.")
    return (moment, key)
