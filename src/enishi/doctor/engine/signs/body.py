"""What the request's body looks like."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.reading import leaves

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

__all__ = [
    "content_type_on_get",
    "fields_sent_but_missing",
    "form_sent_as_json",
    "fullwidth_in_values",
    "has_null_or_empty",
    "json_inside_string",
    "json_is_broken",
    "json_sent_without_type",
    "large_body_sent",
    "local_time_sent",
    "no_body_sent",
    "number_as_text",
    "parameters_in_query_of_post",
    "sent_wrapped",
    "type_and_body_disagree",
    "unencoded_in_query",
    "xml_sent_as_json",
]

_FULLWIDTH = re.compile(r"[０-９Ａ-Ｚａ-ｚ－＠．，：／]")
_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:[.,]\d+)?")
_LOCAL_TIME = re.compile(
    r"\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?![\d:.]*(?:Z|[+-]\d{2}:?\d{2}))"
)
_LARGE = 1_000_000


def _body(evidence: Evidence) -> str:
    return evidence.sent_text.strip("\ufeff \t\r\n")


def json_is_broken(evidence: Evidence) -> Place | None:
    """The body begins like JSON (or says it is) and cannot be parsed."""
    text = _body(evidence)
    if not text or evidence.sent_json is not None or text == "null":
        return None
    whole = len(evidence.sent_text) < 16_000 and not re.search(r"\.\.\.|…", text)  # noqa: PLR2004
    looks = text[0] in "{[" and (text[-1:] in "}]" or "json" in evidence.sent_type)
    return Place("request.body") if looks and whole else None


def json_inside_string(evidence: Evidence) -> Place | None:
    """The body, or one value in it, is JSON written into a string."""
    data = evidence.sent_json
    if isinstance(data, str) and _is_json(data):
        return Place("request.body")
    for pointer, value in leaves(data) if isinstance(data, dict | list) else ():
        if len(value) > 2 and value.lstrip()[:1] in "{[" and _is_json(value):  # noqa: PLR2004
            return Place("request.body", pointer)
    return None


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def json_sent_without_type(evidence: Evidence) -> Place | None:
    """JSON was sent, the headers are known, and Content-Type does not say JSON."""
    text = _body(evidence)
    if not text or text[0] not in "{[" or evidence.sent_headers is None:
        return None
    return Place("request.header", "Content-Type") if "json" not in evidence.sent_type else None


def form_sent_as_json(evidence: Evidence) -> Place | None:
    text = _body(evidence)
    form = bool(text) and text[0] not in '{["' and re.match(r"[\w.\-\[\]%]+=", text) is not None
    return Place("request.header", "Content-Type") if form and "json" in evidence.sent_type else None


def xml_sent_as_json(evidence: Evidence) -> Place | None:
    return (
        Place("request.header", "Content-Type")
        if _body(evidence)[:1] == "<" and "json" in evidence.sent_type
        else None
    )


def type_and_body_disagree(evidence: Evidence) -> Place | None:
    text = _body(evidence)
    json_as_form = text[:1] in ("{", "[") and evidence.sent_type in (
        "application/x-www-form-urlencoded",
        "text/plain",
        "multipart/form-data",
    )
    return (
        Place("request.header", "Content-Type")
        if json_as_form
        else form_sent_as_json(evidence) or xml_sent_as_json(evidence)
    )


def content_type_on_get(evidence: Evidence) -> Place | None:
    needless = (
        evidence.method in ("GET", "HEAD", "DELETE")
        and not evidence.exchange.request.body
        and evidence.sent_header("content-type")
    )
    return Place("request.header", "Content-Type") if needless else None


def no_body_sent(evidence: Evidence) -> Place | None:
    body = evidence.exchange.request.body
    return (
        Place("request.body")
        if body is not None and not body.strip() and evidence.method in ("POST", "PUT", "PATCH")
        else None
    )


def fullwidth_in_values(evidence: Evidence) -> Place | None:
    """Full-width digits or signs stand where a code, number or address is expected."""
    for pointer, value in leaves(evidence.sent_json) if evidence.sent_json is not None else ():
        if (
            _FULLWIDTH.search(value)
            and re.fullmatch(r"[０-９Ａ-Ｚａ-ｚ\w－＠．，：／\-−ー@.,:/ 　()（）+＋¥￥円]{1,60}", value)
            and re.search(r"[０-９＠]", value)
        ):
            return Place("request.body", pointer)
    for name, value in evidence.sent_form.items():
        if _FULLWIDTH.search(value):
            return Place("request.body", f"/{name}")
    return None


def number_as_text(evidence: Evidence) -> Place | None:
    for pointer, value in leaves(evidence.sent_json) if isinstance(evidence.sent_json, dict | list) else ():
        if _NUMBER.fullmatch(value) and _is_text(evidence.sent_json, pointer):
            return Place("request.body", pointer)
    return None


def _is_text(data: Any, pointer: str) -> bool:
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        data = data[int(name)] if isinstance(data, list) else data.get(name)
    return isinstance(data, str)


def has_null_or_empty(evidence: Evidence) -> Place | None:
    found = _first_empty(evidence.sent_json, "")
    return Place("request.body", found) if found else None


def _first_empty(data: Any, pointer: str, depth: int = 0) -> str:
    if depth > 6:  # noqa: PLR2004
        return ""
    if isinstance(data, dict):
        pairs: list[tuple[Any, Any]] = list(data.items())[:100]
    elif isinstance(data, list):
        pairs = list(enumerate(data[:20]))
    else:
        return ""
    for name, value in pairs:
        here = f"{pointer}/{name}"
        if value is None or value == "":
            return here
        inside = _first_empty(value, here, depth + 1)
        if inside:
            return inside
    return ""


def local_time_sent(evidence: Evidence) -> Place | None:
    """A time without a zone or an offset is in the request."""
    found = _LOCAL_TIME.search(evidence.sent_text[:8000])
    return Place("request.body", "", found.start(), found.end()) if found else None


def large_body_sent(evidence: Evidence) -> Place | None:
    length = evidence.sent_header("content-length") or ""
    size = (
        int(length) if length.isdigit() and len(length) < 15 else len(evidence.exchange.request.body or b"")  # noqa: PLR2004
    )
    return Place("request.body") if size > _LARGE else None


def parameters_in_query_of_post(evidence: Evidence) -> Place | None:
    posted = (
        evidence.method in ("POST", "PUT", "PATCH") and evidence.query and not evidence.exchange.request.body
    )
    return Place("request.url") if posted else None


def unencoded_in_query(evidence: Evidence) -> Place | None:
    """A raw `+`, space, `#`, bracket or non-ASCII character is in the query (a `+` only inside a time or a number)."""
    query = evidence.raw_query
    raw = re.search(r"\d\+\d|=\+\d| |[^\x00-\x7f]|[{}|\\^`<>\"]", query) or (
        " " in evidence.path and evidence.path
    )
    return Place("request.url") if raw else None


def sent_wrapped(evidence: Evidence) -> Place | None:
    """The body is one object inside a single key."""
    data = evidence.sent_json
    one = isinstance(data, dict) and len(data) == 1 and isinstance(next(iter(data.values())), dict | list)
    return Place("request.body") if one else None


def fields_sent_but_missing(evidence: Evidence) -> Place | None:
    """The answer misses a field (or finds it blank) that is in the body, perhaps deeper or higher."""
    if not isinstance(evidence.sent_json, dict | list):
        return None
    words = evidence.words("said")
    if not any(
        mark in words
        for mark in (
            " required ",
            " missing ",
            " blank ",
            " must be set ",
            " not present ",
            " empty ",
            " null ",
            "必須",
            " invalid request body ",
        )
    ):
        return None
    sent = {pointer.rpartition("/")[2]: (pointer, value) for pointer, value in leaves(evidence.sent_json)}
    for name in evidence.fields:
        short = name.rpartition(".")[2].rpartition("/")[2]
        if short in sent and sent[short][1].strip():
            return Place("request.body", sent[short][0])
    return None
