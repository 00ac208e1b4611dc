"""Lossless casts of one value; ValueError when the value cannot be told without guessing."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_SIGNS = str.maketrans({"ー": "-", "−": "-", "‐": "-", "–": "-", "—": "-", "〜": "~", "\u3000": " "})
_YMD = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def cast(value: Any, to: str) -> Any:
    """The value as `to`: integer, number, string, boolean, array, object, json-string, date, date-time or ascii.

    A value that already is of that kind is returned as it is, so that casting twice is casting once.
    """
    caster = _CASTS.get(to)
    if caster is None:
        raise ValueError(f"cannot cast to {to!r}")
    return caster(value)


def _decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or value is None:
        raise ValueError("not a number")
    text = unicodedata.normalize("NFKC", str(value)).translate(_SIGNS).strip().strip("¥円$€ ")
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not _PLAIN.fullmatch(text) or len(text) > 40:  # noqa: PLR2004
        raise ValueError(f"not a number that can be told without guessing: {value!r}")
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(str(error)) from error


def _integer(value: Any) -> int:
    number = _decimal(value)
    if number != number.to_integral_value():
        raise ValueError(f"{value!r} has a fraction")
    return int(number)


def _number(value: Any) -> int | float:
    number = _decimal(value)
    as_float = float(number)
    if number == number.to_integral_value():
        return int(number)
    if Decimal(repr(as_float)) != number:
        raise ValueError(f"{value!r} loses digits as a number")
    return as_float


def _string(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return json.dumps(value)
    raise ValueError("only a scalar can become text")


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text in ("true", "1", "yes"):
        return True
    if text in ("false", "0", "no"):
        return False
    raise ValueError(f"neither true nor false: {value!r}")


def _array(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    parsed = _parsed(value)
    return parsed if isinstance(parsed, list) else [value]


def _object(value: Any) -> dict[str, Any]:
    found = _parsed(value)
    if isinstance(found, dict):
        return found
    raise ValueError("not an object")


def _parsed(value: Any) -> Any:
    if not isinstance(value, str) or value.lstrip()[:1] not in ("{", "["):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _json_string(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _date(value: Any) -> str:
    found = _YMD.fullmatch(unicodedata.normalize("NFKC", str(value)).strip())
    if not found:
        raise ValueError(f"not a date that can be told without guessing: {value!r}")
    return date(*map(int, found.groups())).isoformat()


def _date_time(value: Any) -> str:
    text = unicodedata.normalize("NFKC", str(value)).strip().replace("/", "-").replace("Z", "+00:00")
    text = re.sub(r"(?<=\d{2}:\d{2}[+-]\d{2})(?=\d{2}$)|(?<=:\d{2}[+-]\d{2})(?=\d{2}$)", ":", text)
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("the zone is not known")
    return at.isoformat().replace("+00:00", "Z")


def _ascii(value: Any) -> str:
    """Full-width letters, digits and signs as ASCII; other characters stay."""
    if not isinstance(value, str):
        raise ValueError("not text")  # noqa: TRY004
    return "".join(_ascii_of(c) for c in value.translate(_SIGNS) if c)


def _ascii_of(character: str) -> str:
    narrow = unicodedata.normalize("NFKC", character)
    return narrow if narrow.isascii() else character


_CASTS: dict[str, Callable[[Any], Any]] = {
    "integer": _integer,
    "number": _number,
    "string": _string,
    "boolean": _boolean,
    "array": _array,
    "object": _object,
    "json-string": _json_string,
    "date": _date,
    "date-time": _date_time,
    "ascii": _ascii,
}
