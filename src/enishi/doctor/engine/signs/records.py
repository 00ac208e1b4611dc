"""What kind of call it is (read, write, page of a list) and what the answer holds in records."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.signs.answer import refused_in_success
from enishi.doctor.engine.signs.place import router_says_no_such_path
from enishi.doctor.engine.signs.values import sent_values

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

__all__ = [
    "amount_ends_in_zeros",
    "answer_has_records",
    "answer_keeps_old_value",
    "batch_is_mixed",
    "cursor_is_gone",
    "empty_list_with_filter",
    "empty_success_to_read",
    "fewer_than_asked",
    "id_stands_in_path",
    "json_after_noise",
    "mark_of_changes_not_found",
    "new_and_works_later",
    "page_depth_is_large",
    "reads",
    "refusal_names_nothing_else",
    "sends_idempotency_key",
    "sends_revision",
    "unknown_path_on_this_site_only",
    "uses_cursor",
    "write_without_answer",
    "writes",
]

_PAGE_NAMES = frozenset(
    (
        "per_page",
        "perpage",
        "limit",
        "page_size",
        "pagesize",
        "maxresults",
        "max_results",
        "first",
        "top",
        "$top",
        "count",
        "size",
        "rows",
    )
)
_PAGING_NAMES = _PAGE_NAMES | {
    "page",
    "offset",
    "skip",
    "cursor",
    "after",
    "sort",
    "order",
    "fields",
    "page_token",
    "pagetoken",
}
_CURSORS = re.compile(
    r"cursor|page_?token|next_?token|sync_?token|delta_?token|scroll_?id|page_info|continuation|start_?history|skiptoken|search_after|starting_after|locator",
    re.IGNORECASE,
)
_RETRY_KEY = re.compile(
    r"idempoten|retry-key|client-?request-?token|^x-request-id$|clienttoken|request_token|paypal-request-id",
    re.IGNORECASE,
)
_TIMED_OUT = re.compile(
    r"read ?timed? ?out|timed out \(read|read operation timed|sockettimeout|timeout of \d+ ?ms|awaiting headers|bytes received|response timeout|deadline exceeded|headers ?timeout",
    re.IGNORECASE,
)
_ROUND_SIZES = frozenset((10, 20, 25, 30, 50, 100, 200, 250, 500, 1000))
_DEEP, _DEEP_PAGE = 5000, 100
_NO_DECIMALS = re.compile(r'"?currency(?:_?code)?"?\s*[:=]\s*"?(?:jpy|krw|vnd|clp)\b', re.IGNORECASE)
_KNOWN_REFUSAL = re.compile(
    r"rate|limit|throttl|token|auth|permission|scope|duplicate|exist|required|missing|invalid|not[ _]found|expired|quota|cost|declin|unknown|must be|version|"
    r"期限|権限|必須|存在|上限|重複|不正",
    re.IGNORECASE,
)


def reads(evidence: Evidence) -> bool:
    return evidence.method in ("GET", "HEAD", "OPTIONS")


def writes(evidence: Evidence) -> bool:
    return (
        evidence.method in ("POST", "PUT", "PATCH", "DELETE")
        and "graphql" not in evidence.path.lower()
        and "search" not in evidence.path.lower()
    )


def write_without_answer(evidence: Evidence) -> Place | None:
    """A write left us and the time ran out while waiting for the answer."""
    lost = writes(evidence) and not evidence.answered and _TIMED_OUT.search(evidence.exception[:2000])
    return Place("request.line") if lost and evidence.facts.get("all-vendors-fail") is None else None


def sends_idempotency_key(evidence: Evidence) -> Place | None:
    for name, _ in evidence.sent_headers or ():
        if _RETRY_KEY.search(name):
            return Place("request.header", name)
    for pointer, name, _ in sent_values(evidence):
        if _RETRY_KEY.search(name):
            return Place("request.body", pointer)
    return None


def sends_revision(evidence: Evidence) -> Place | None:
    for name in ("if-match", "if-unmodified-since"):
        if evidence.sent_header(name):
            return Place("request.header", name)
    for pointer, name, _ in sent_values(evidence):
        if name.lower().strip("$_") in (
            "revision",
            "etag",
            "synctoken",
            "lock_version",
            "rowversion",
            "row_version",
            "rev",
            "version_number",
            "changekey",
        ):
            return Place("request.body", pointer)
    return None


def uses_cursor(evidence: Evidence) -> Place | None:
    found = next((name for name, _ in evidence.query if _CURSORS.search(name)), None)
    if found is None and re.search(r"delta|changes|scroll|/sync", evidence.path, re.IGNORECASE):
        found = next(
            (name for name, _ in evidence.query if re.search(r"token|since|after", name, re.IGNORECASE)), None
        )
    return Place("request.url", found) if found else None


def page_depth_is_large(evidence: Evidence) -> Place | None:
    for name, value in evidence.query:
        number = int(value) if value.isdigit() and len(value) < 10 else 0  # noqa: PLR2004
        deep = name.lower() in ("offset", "skip", "$skip", "start", "from", "startat") and number >= _DEEP
        if deep or (name.lower() in ("page", "p", "page[number]") and number > _DEEP_PAGE):
            return Place("request.url", name)
    return None


def id_stands_in_path(evidence: Evidence) -> Place | None:
    found = re.search(
        r"/(?:[A-Za-z]{2,6}_)?(?=[A-Za-z\-]*\d)[A-Za-z0-9\-]{1,40}(?:\.json)?(?:/|$)",
        re.sub(r"/(?:api/)?v?\d[\w.\-]*/", "/", evidence.path),
    )
    return Place("request.url", found[0]) if found else None


def _records(data: Any) -> list[Any] | None:
    """The list of records in an answer, wherever it stands near the top."""
    if isinstance(data, list):
        return data
    if isinstance(data, dict):
        lists = [value for value in data.values() if isinstance(value, list)]
        if len(lists) == 1:
            return lists[0]
        inner = data.get("data") or data.get("result") or data.get("response")
        return _records(inner) if isinstance(inner, dict) else None
    return None


def answer_has_records(evidence: Evidence) -> Place | None:
    return Place("response.body") if _records(evidence.got_json) else None


def empty_list_with_filter(evidence: Evidence) -> Place | None:
    filters = [name for name, _ in evidence.query if name.lower() not in _PAGING_NAMES]
    empty = evidence.status == 200 and _records(evidence.got_json) == [] and reads(evidence)  # noqa: PLR2004
    return Place("response.body") if empty and filters else None


def empty_success_to_read(evidence: Evidence) -> Place | None:
    """A GET is answered 200 with nothing at all in the body."""
    response = evidence.exchange.response
    nothing = response is not None and response.body is not None and not response.body.strip()
    return Place("response.body") if nothing and evidence.status == 200 and reads(evidence) else None  # noqa: PLR2004


def fewer_than_asked(evidence: Evidence) -> Place | None:
    """Fewer, but a round number of records came than the page size asked for."""
    records = _records(evidence.got_json)
    if evidence.status != 200 or not records or len(records) not in _ROUND_SIZES:  # noqa: PLR2004
        return None
    for name, value in evidence.query:
        if name.lower() in _PAGE_NAMES and value.isdigit() and len(value) < 10 and int(value) > len(records):  # noqa: PLR2004
            return Place("request.url", name)
    return None


def _mark_of(item: Any) -> bool | None:
    """Whether an item of a batch answer succeeded; None when it does not say."""
    if not isinstance(item, dict):
        return None
    inner = (
        next(iter(item.values())) if len(item) == 1 and isinstance(next(iter(item.values())), dict) else item
    )
    for name in ("success", "ok", "isSuccess"):
        if isinstance(inner.get(name), bool):
            return bool(inner[name])
    status = inner.get("status", inner.get("statusCode", inner.get("code")))
    if isinstance(status, int) and 100 <= status < 600:  # noqa: PLR2004
        return status < 400  # noqa: PLR2004
    return None


def batch_is_mixed(evidence: Evidence) -> Place | None:
    """A list of results holds both successes and failures."""
    data = evidence.got_json
    lists = (
        [data]
        if isinstance(data, list)
        else [value for value in data.values() if isinstance(value, list)]
        if isinstance(data, dict)
        else []
    )
    for items in lists:
        marks = {_mark_of(item) for item in items[:200]}
        if {True, False} <= marks:
            return Place("response.body")
    return None


def answer_keeps_old_value(evidence: Evidence) -> Place | None:
    """A 2xx answer to a write shows another simple value in a field that we sent."""
    if not writes(evidence) or evidence.status is None or not 200 <= evidence.status < 300:  # noqa: PLR2004
        return None
    if (
        not isinstance(evidence.got_json, dict)
        or not isinstance(evidence.sent_json, dict)
        or refused_in_success(evidence)
    ):
        return None
    for name, value in evidence.sent_json.items():
        kept = evidence.got_json.get(name)
        if (
            isinstance(value, str | int)
            and isinstance(kept, str | int)
            and str(kept).strip().lower() != str(value).strip().lower()
            and value not in ("", None)
        ):
            return (
                Place("response.body", f"/{name}")
                if not re.search(r"date|time|_at$|phone|url|status|id$", name, re.IGNORECASE)
                else None
            )
    return None


def refusal_names_nothing_else(evidence: Evidence) -> Place | None:
    place = refused_in_success(evidence)
    return place if place and not _KNOWN_REFUSAL.search(evidence.got_text[:4000]) else None


def amount_ends_in_zeros(evidence: Evidence) -> Place | None:
    """A whole amount ending in 00 goes with a currency that has no decimal places."""
    if not _NO_DECIMALS.search(evidence.sent_text[:4000]):
        return None
    for pointer, name, value in sent_values(evidence):
        if "amount" in name.lower() and re.fullmatch(r"[1-9]\d{1,11}00", str(value)):
            return Place("request.body", pointer)
    return None


def _json_before_noise(text: str) -> Place | None:
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return Place("response.body", "", end, len(text)) if text[end:].strip() else None


def json_after_noise(evidence: Evidence) -> Place | None:
    """The answer is not JSON as a whole, but JSON begins on a later line or after a few foreign characters."""
    text = evidence.got_text.strip()
    if not text or evidence.got_json is not None or text[:5].lower() == "<?xml":
        return None
    if evidence.got_kind == "xml" and text[-1:] not in "}]":
        return None
    if text[:1] in "{[":
        return _json_before_noise(text)
    found = re.search(r'(?:^|[\s>;])([{\[]["{\[\]}])', text[:6000])
    if not found:
        return None
    try:
        json.JSONDecoder().raw_decode(text[found.start(1) :])
    except (ValueError, RecursionError):
        return None
    return Place("response.body", "", 0, found.start(1))


def unknown_path_on_this_site_only(evidence: Evidence) -> Place | None:
    """The path is unknown here, while the same call works at other sites."""
    return router_says_no_such_path(evidence) if evidence.facts.get("other-accounts-work") else None


def cursor_is_gone(evidence: Evidence) -> Place | None:
    return uses_cursor(evidence) if evidence.status == 410 else None  # noqa: PLR2004


_MARK_OF_CHANGES = re.compile(
    r"history_?id|sync_?token|delta_?(?:token|link)|change_?token|since_?token", re.IGNORECASE
)


def mark_of_changes_not_found(evidence: Evidence) -> Place | None:
    """A call that asks for what changed since a stored mark is answered with 404: the mark is too old."""
    if evidence.status != 404:  # noqa: PLR2004
        return None
    named = next((name for name, _ in evidence.query if _MARK_OF_CHANGES.search(name)), None)
    return Place("request.url", named) if named else None


def new_and_works_later(evidence: Evidence) -> Place | None:
    """The operator says that it was made shortly before, and that the same call works later."""
    return evidence.facts.get("just-created") if evidence.facts.get("waiting-helps") else None
