"""Reading of bodies whose form is not known: encodings, kinds, strings, codes and field names in them."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_LEAVES = 400
_MAX_DEPTH = 12
_TAG = re.compile(
    r"<(script|style)\b[^<]*(?:<(?!/\1)[^<]*)*</\1>|<!--.{0,500}?-->|<[^<>]{0,400}>",
    re.IGNORECASE | re.DOTALL,
)
_CODE_NAME = re.compile(
    r"^(?:code|codes|error|errors?_?code|errorcode|err_?code|type|error_?type|category|status|statuscode|reason|name|"
    r"faultcode|err|error_?key|exception|__type|sub_?code|error_?subcode|decline_code|error_reason|errorid|"
    r"message_?id|internal_?code|title|detail_?code|policy_?name|responsecode|result_?code|error_?id|symbol)$",
    re.IGNORECASE,
)
_CODE_VALUE = re.compile(r"[A-Za-z0-9_.:\-/#]{2,80}")
_FIELD_NAME = re.compile(
    r"^(?:field|fields|param|params|parameter|property|propertyname|attribute|column|element|pointer|target|key|path|source|loc|name|fieldname)$",
    re.IGNORECASE,
)
_NAMED_FIELD = re.compile(
    r"(?:field|parameter|property|attribute|column|param|argument|key|フィールド|項目|パラメータ)s?:?\s*[`'\"「『(\[]?([A-Za-z_][\w.\-\[\]]{0,60})[`'\"」』)\]]?"
    r"|[`'\"「『]([\w.\-\[\]぀-ヿ一-鿿]{1,60})[`'\"」』] ?(?:is |field|property|parameter|does not|doesn't|must|cannot|can't|not |は|が)",
    re.IGNORECASE,
)
_NOT_A_FIELD = frozenset(
    (
        "is",
        "was",
        "not",
        "does",
        "must",
        "with",
        "name",
        "value",
        "values",
        "of",
        "in",
        "for",
        "the",
        "are",
        "has",
        "validation",
        "level",
        "and",
        "or",
        "to",
        "that",
        "which",
        "error",
        "from",
        "can",
        "cannot",
    )
)


def decode(body: bytes | None, limit: int) -> str:
    """Text of a body; bytes that are not UTF-8 become replacement marks, so that nothing is lost silently."""
    if not body:
        return ""
    head = body[: limit * 4]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "replace")[:limit]
    return head.decode("utf-8", "replace")[:limit]


def kind_of(text: str, *, parsed: Any) -> str:
    """json, xml, html, text or empty: what a body really is, whatever its label says."""
    start = text.lstrip("\ufeff \t\r\n")[:200].lower()
    if not start:
        return "empty"
    if parsed is not None:
        return "json"
    if start.startswith("<"):
        is_html = start.startswith(
            (
                "<!doctype html",
                "<html",
                "<head",
                "<body",
                "<center",
                "<h1",
                "<p>",
                "<br",
                "<b>",
                "<title",
                "<div",
            )
        )
        return "html" if is_html or "<html" in text[:3000].lower() else "xml"
    return "text"


def text_of_markup(text: str) -> str:
    """The words of a page or an XML document, those in CDATA sections as well."""
    return html.unescape(_TAG.sub(" ", text.replace("<![CDATA[", " ").replace("]]>", " ")))


def leaves(data: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Scalars of a JSON value that carry words or codes, with their pointers, at most some hundreds."""
    stack: list[tuple[str, Any, int]] = [(pointer, data, 0)]
    count = 0
    while stack and count < _MAX_LEAVES:
        place, value, depth = stack.pop()
        if isinstance(value, dict) and depth < _MAX_DEPTH:
            stack.extend(
                (f"{place}/{_escape(str(key))}", item, depth + 1)
                for key, item in list(value.items())[:100][::-1]
            )
        elif isinstance(value, list) and depth < _MAX_DEPTH:
            stack.extend(
                (f"{place}/{index}", item, depth + 1) for index, item in reversed(list(enumerate(value[:50])))
            )
        elif isinstance(value, str):
            count += 1
            yield place, value[:2000]
        elif value is not None and not isinstance(value, dict | list):
            count += 1
            yield place, str(value).lower() if isinstance(value, bool) else str(value)


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def codes_in(data: Any) -> Iterator[tuple[str, str]]:
    """Values that look like error codes: short, without spaces, under a name that holds codes."""
    for pointer, value in leaves(data):
        parts = [part for part in pointer.split("/") if part and not part.isdigit()]
        if not parts or (not _CODE_NAME.match(parts[-1]) and not _in_errors(parts)):
            continue
        if _CODE_VALUE.fullmatch(value) and value not in ("true", "false", "error"):
            yield pointer, value


def _in_errors(parts: list[str]) -> bool:
    return parts[0].lower() in ("errors", "error") and len(parts) <= 2  # noqa: PLR2004


def fields_in(data: Any, text: str) -> list[str]:
    """Names of fields that an answer complains about, in order."""
    found: dict[str, None] = {}
    for pointer, value in leaves(data) if data is not None else ():
        name = next((part for part in reversed(pointer.split("/")) if not part.isdigit()), "")
        if _FIELD_NAME.match(name) and 0 < len(value) <= 80:  # noqa: PLR2004
            found[value.rpartition("/")[2] or value] = None
    if isinstance(data, dict) and isinstance(data.get("errors"), dict):
        found.update(dict.fromkeys(str(key) for key in list(data["errors"])[:20]))
    for one, other in _NAMED_FIELD.findall(text):
        name = (one or other).rstrip(".")
        if name and name.lower() not in _NOT_A_FIELD:
            found[name] = None
    return list(found)[:30]
