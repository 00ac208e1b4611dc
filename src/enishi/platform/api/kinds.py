"""Pydantic's kinds of errors, with our code, reason and expectation for each."""

from __future__ import annotations

import re
from typing import Any

from enishi.kernel.strings import t

NUMBERS = frozenset(
    {"int_type", "int_parsing", "int_from_float", "float_type", "float_parsing", "decimal_parsing"}
)

# kind: (code, reason, expectation, name of the limit among the error's values)
KINDS: dict[str, tuple[str, str, str, str]] = {
    "missing": ("SCH01", "missing", "", ""),
    "extra_forbidden": ("SCH02", "unknown", "", ""),
    "string_type": ("SCH04", "type", "string", ""),
    "int_type": ("SCH04", "type", "integer", ""),
    "int_parsing": ("SCH05", "number", "integer", ""),
    "int_from_float": ("SCH05", "number", "integer", ""),
    "int_parsing_size": ("SCH09", "large", "integer", ""),
    "float_type": ("SCH04", "type", "number", ""),
    "float_parsing": ("SCH05", "number", "number", ""),
    "decimal_type": ("SCH04", "type", "number", ""),
    "decimal_parsing": ("SCH05", "number", "number", ""),
    "finite_number": ("SCH09", "number", "number", ""),
    "bool_type": ("SCH04", "type", "boolean", ""),
    "bool_parsing": ("SCH04", "type", "boolean", ""),
    "list_type": ("SCH04", "type", "list", ""),
    "dict_type": ("SCH04", "type", "object", ""),
    "mapping_type": ("SCH04", "type", "object", ""),
    "model_type": ("SCH04", "type", "object", ""),
    "model_attributes_type": ("SCH04", "type", "object", ""),
    "date_type": ("SCH04", "type", "date", ""),
    "date_parsing": ("SCH06", "date", "date", ""),
    "date_from_datetime_parsing": ("SCH06", "date", "date", ""),
    "date_from_datetime_inexact": ("SCH06", "date", "date", ""),
    "datetime_type": ("SCH04", "type", "datetime", ""),
    "datetime_parsing": ("SCH06", "date", "datetime", ""),
    "datetime_from_date_parsing": ("SCH06", "date", "datetime", ""),
    "timezone_aware": ("SCH06", "zone", "datetime", ""),
    "enum": ("SCH08", "choice", "choice", "expected"),
    "literal_error": ("SCH08", "choice", "choice", "expected"),
    "string_too_short": ("SCH09", "short", "min_length", "min_length"),
    "string_too_long": ("SCH10", "long", "max_length", "max_length"),
    "too_short": ("SCH09", "short", "min_length", "min_length"),
    "too_long": ("SCH10", "long", "max_length", "max_length"),
    "string_pattern_mismatch": ("SCH09", "pattern", "pattern", "pattern"),
    "greater_than_equal": ("SCH09", "small", "at_least", "ge"),
    "greater_than": ("SCH09", "small", "more_than", "gt"),
    "less_than_equal": ("SCH09", "large", "at_most", "le"),
    "less_than": ("SCH09", "large", "less_than", "lt"),
}
PLACEHOLDERS = {"choice": "choices", "pattern": "pattern"}


def words(error: dict[str, Any], lang: str) -> tuple[str, str, str | None]:
    """Code, reason and expectation of one of pydantic's errors, in `lang`."""
    kind: str = error["type"]
    if kind not in KINDS:
        message = str(error.get("msg", kind)).removeprefix("Value error, ")
        return "SCH09", t("platform.why.value", lang, message=message), None
    code, why, expected, limit = KINDS[kind]
    if error.get("input") is None and why == "type":
        code, why = "SCH11", "null"
    if not expected:
        return code, t(f"platform.why.{why}", lang), None
    value = str(error.get("ctx", {}).get(limit, "")).replace("'", "").replace(" or ", ", ")
    values = {PLACEHOLDERS.get(expected, "limit"): value} if limit else {}
    return code, t(f"platform.why.{why}", lang), t(f"platform.expected.{expected}", lang, **values)


def choices(error: dict[str, Any]) -> list[str]:
    """The allowed values of an enumeration that was not met."""
    if error["type"] not in {"enum", "literal_error"}:
        return []
    return re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
