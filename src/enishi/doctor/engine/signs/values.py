"""What the values of the request look like, compared with what the answer complains about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from enishi.doctor.engine.clue import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enishi.doctor.engine.evidence import Evidence

__all__ = [
    "decimal_amount_refused",
    "decimals_in_currency_without",
    "good_answer_then_reader_failed",
    "id_sent_is_malformed",
    "named_field_is_absent",
    "named_field_is_sent",
    "named_value_is_empty",
    "named_value_is_text_of_other_type",
    "number_with_separators",
    "sends_local_midnight",
    "sends_long_text_or_list",
    "sends_system_fields",
]

_MAX_VALUES = 400
_MAX_DEPTH = 10
_LONG_TEXT, _LONG_LIST = 1000, 100
_NO_DECIMALS = re.compile(r"\b(?:JPY|KRW|VND|CLP|ISK|PYG|XAF|XOF|XPF|RWF|UGX)\b|(?<![A-Za-z])¥|円")
_DECIMALS = re.compile(r"\d{1,12}[.,]\d{1,3}")
_QUOTED_DECIMAL = re.compile(
    r"['\"`]\d{1,12}[.,]\d{1,4}['\"`][^.]{0,80}(?:amount|price|total|fee|金額|価格)|(?:amount|price|total|fee|金額|価格)[^.]{0,60}['\"`(]\d{1,12}[.,]\d{1,4}['\"`)]",
    re.IGNORECASE,
)
_SEPARATED = re.compile(
    r"[¥$€£￥]?\s?-?\d{1,3}(?:[,' ]\d{3})+(?:\.\d+)?\s?円?|[¥$€£￥]\s?\d[\d.,]*|\d[\d.,]* ?円|-?\d(?:\.\d+)?[eE]\+?\d{1,3}"
)
_SYSTEM_FIELDS = frozenset(
    ("createdat", "created", "createddate", "createdby", "updatedat", "updated", "modified", "modifiedat", "lastmodified", "lastmodifieddate",
     "systemmodstamp", "creationdate", "createdtime", "dateadded", "url", "selflink", "etag", "revision")
)  # fmt: skip
_OTHER_TYPE = re.compile(
    r"-?\d{1,18}(?:\.\d{1,18})?|true|false|True|False|\[.{0,2000}\]|\{.{0,2000}\}", re.DOTALL
)
_ID_NAME = re.compile(r"(?:^|_|[a-z])id$|^id$|^gid$|^uuid$|(?:Id|ID)$", re.IGNORECASE)
_BROKEN_ID = re.compile(r"\s.*|.*\s|https?://.*|undefined|null|None|NaN|\[object.*|\{.*|<.*|0|-1|", re.DOTALL)
_READER = re.compile(
    r"unmarshal|marshal|unrecogni[sz]ed|jackson|databind|gson|serde|deseriali[sz]|decod|pars(?:e|ing|er)|json|xml|convert|cast|coerc|schema|validat|mapping|keyerror|key ?error|typeerror|attributeerror|"
    r"undefined|nonetype|null ?pointer|nosuchelement|index|subscript|iterable|valueerror|unexpected|expect|not a function|has no attribute|format|enum|converter",
    re.IGNORECASE,
)
_MIDNIGHT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ](?:00:00(?::00(?:\.0+)?)?[+-](?!00:?00)\d{2}:?\d{2}|(?:15|16|14|23|22|05|04|08|07):00(?::00(?:\.0+)?)?Z)"
)


def sent_values(evidence: Evidence) -> Iterator[tuple[str, str, Any]]:
    """Pointer, name and value of everything sent as JSON or form."""
    stack: list[tuple[str, str, Any, int]] = [("", "", evidence.sent_json, 0)]
    count = 0
    while stack and count < _MAX_VALUES:
        pointer, name, value, depth = stack.pop()
        count += 1
        if pointer:
            yield pointer, name, value
        if isinstance(value, dict) and depth < _MAX_DEPTH:
            stack.extend(
                (f"{pointer}/{key}", str(key), item, depth + 1)
                for key, item in list(value.items())[:100][::-1]
            )
        elif isinstance(value, list) and depth < _MAX_DEPTH:
            stack.extend(
                (f"{pointer}/{index}", name, item, depth + 1) for index, item in enumerate(value[:50])
            )
    for name, value in list(evidence.sent_form.items())[:100]:
        yield f"/{name}", name, value


def _short(name: str) -> str:
    """`record.顧客名.value`, `Customer[email]` and `/data/emailAddress` brought to the last telling name, without separators."""
    parts = [
        part
        for part in re.split(r"[./\[\]]+", name)
        if part and not part.isdigit() and part not in ("value", "body", "fields")
    ]
    return re.sub(r"[_\-\s]", "", parts[-1]).lower() if parts else ""


def _named(evidence: Evidence) -> tuple[str, Any] | None:
    """Pointer and value of the first sent field that the answer complains about."""
    wanted = {_short(name) for name in evidence.fields} - {""}
    if not wanted:
        return None
    found = None
    for pointer, name, value in sent_values(evidence):
        if re.sub(r"[_\-\s]", "", name).lower() in wanted:
            if not isinstance(value, dict | list):
                return pointer, value
            found = found or (pointer, value)
    if found is not None and isinstance(found[1], dict) and "value" in found[1]:
        return f"{found[0]}/value", found[1]["value"]
    return found


def named_field_is_sent(evidence: Evidence) -> Place | None:
    """A field that the answer complains about is in the body, or in the query."""
    found = _named(evidence)
    if found is not None:
        return Place("request.body", found[0])
    wanted = {_short(name) for name in evidence.fields} - {""}
    name = next((name for name, _ in evidence.query if _short(name) in wanted), None)
    return Place("request.url", name) if name else None


def named_field_is_absent(evidence: Evidence) -> bool:
    """The body is known, the answer names a field, and that name is nowhere in the body or query."""
    known = isinstance(evidence.sent_json, dict | list) or bool(evidence.sent_form)
    return known and bool(evidence.fields) and named_field_is_sent(evidence) is None


def named_value_is_empty(evidence: Evidence) -> Place | None:
    found = _named(evidence)
    return Place("request.body", found[0]) if found is not None and found[1] in (None, "", [], {}) else None


def named_value_is_text_of_other_type(evidence: Evidence) -> Place | None:
    """The value complained about is text that looks like a number, truth value, list or object."""
    found = _named(evidence)
    if found is None or not isinstance(evidence.sent_json, dict | list):
        return None
    return (
        Place("request.body", found[0])
        if isinstance(found[1], str) and _OTHER_TYPE.fullmatch(found[1].strip())
        else None
    )


def decimals_in_currency_without(evidence: Evidence) -> Place | None:
    """An amount with decimal places goes with a currency that has none; or the answer quotes such an amount."""
    if not (
        _NO_DECIMALS.search(evidence.sent_text[:8000])
        or _NO_DECIMALS.search(f"{evidence.got_text[:4000]} {evidence.context}")
    ):
        return None
    for pointer, name, value in sent_values(evidence):
        money = re.search(r"amount|price|total|value|fee|cost|sum|金額|価格|単価|合計", name, re.IGNORECASE)
        if (
            money
            and isinstance(value, str | float)
            and not isinstance(value, bool)
            and _DECIMALS.fullmatch(str(value))
        ):
            return Place("request.body", pointer)
    return None


def decimal_amount_refused(evidence: Evidence) -> Place | None:
    """The answer quotes an amount with decimal places as the one that is wrong."""
    found = _QUOTED_DECIMAL.search(evidence.got_text[:4000]) or _QUOTED_DECIMAL.search(
        evidence.exception[:2000]
    )
    return Place("response.body", found[0]) if found else None


def number_with_separators(evidence: Evidence) -> Place | None:
    for pointer, _, value in sent_values(evidence):
        if isinstance(value, str) and len(value) < 40 and _SEPARATED.fullmatch(value.strip()):  # noqa: PLR2004
            return Place("request.body", pointer)
    return None


def sends_system_fields(evidence: Evidence) -> Place | None:
    """The body of a write carries fields that systems keep themselves."""
    if evidence.method not in ("POST", "PUT", "PATCH"):
        return None
    for pointer, name, _ in sent_values(evidence):
        if re.sub(r"[_\-\s]", "", name).lower() in _SYSTEM_FIELDS and name.lower() != "url":
            return Place("request.body", pointer)
    return None


def sends_long_text_or_list(evidence: Evidence) -> Place | None:
    for pointer, _, value in sent_values(evidence):
        if (isinstance(value, str) and len(value) > _LONG_TEXT) or (
            isinstance(value, list) and len(value) > _LONG_LIST
        ):
            return Place("request.body", pointer)
    return None


def id_sent_is_malformed(evidence: Evidence) -> Place | None:
    """A field or parameter that is called an id holds blanks, an address, nothing, or a word such as undefined."""
    for pointer, name, value in sent_values(evidence):
        if (
            _ID_NAME.search(name)
            and isinstance(value, str | int)
            and not isinstance(value, bool)
            and _BROKEN_ID.fullmatch(str(value))
        ):
            return Place("request.body", pointer)
    for name, text in evidence.query:
        if _ID_NAME.search(name) and _BROKEN_ID.fullmatch(text):
            return Place("request.url", name)
    return None


def good_answer_then_reader_failed(evidence: Evidence) -> Place | None:
    """The answer is a success and the exception comes from a reader on our side."""
    if evidence.status is None or not 200 <= evidence.status < 300 or not evidence.exception:  # noqa: PLR2004
        return None
    return Place("exception") if _READER.search(evidence.exception[:4000]) else None


def sends_local_midnight(evidence: Evidence) -> Place | None:
    found = _MIDNIGHT.search(evidence.sent_text[:8000])
    return Place("request.body", "", found.start(), found.end()) if found else None
