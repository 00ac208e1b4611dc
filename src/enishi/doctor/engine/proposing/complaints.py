"""What an answer says about single fields, however the vendor shapes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

_PLACES = (
    "pointer",
    "field",
    "path",
    "param",
    "parameter",
    "property",
    "attribute",
    "name",
    "loc",
    "source",
    "key",
)
_WORDS = ("message", "detail", "msg", "description", "reason", "error", "why", "title")
_CODES = ("code", "type", "rule", "keyword", "error_code", "errorCode")
_DEEPEST = 6
_KINDS = (
    ("integer", re.compile(r"\b(?:an? )?(?:integer|int|whole number)\b|整数", re.IGNORECASE)),
    ("number", re.compile(r"\b(?:an? )?(?:number|numeric|float|decimal)\b|数値|数字", re.IGNORECASE)),
    ("boolean", re.compile(r"\b(?:an? )?(?:boolean|bool|true or false)\b|真偽", re.IGNORECASE)),
    ("string", re.compile(r"\b(?:an? )?(?:string|text)\b|文字列", re.IGNORECASE)),
    ("array", re.compile(r"\b(?:an? )?(?:array|list)\b|配列", re.IGNORECASE)),
)
_WANTED = re.compile(
    r"(?:must be|should be|has to be|expected|expects|is not|not a valid|invalid|need(?:s|ed)? to be)\s+(?:of type |type |an? |the )?"
    r"(?P<kind>[a-z ]{3,20})",
    re.IGNORECASE,
)
_CHOICES = re.compile(
    r"(?:one of|allowed values?(?: are)?|valid values?(?: are)?|いずれか)[:\s]*\[?(?P<all>[^\].]{2,300})",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"missing|required|must not be (?:blank|empty)|can(?:'t|not) be blank|必須|入力してください",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"unknown|unrecogni[sz]ed|unexpected|not (?:a field|allowed|permitted|defined|expected)|no such|does not exist|additional propert|"
    r"存在しません|不明な項目",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One field that was refused.

    Attributes:
        pointer: JSON pointer into the request's body.
        text: everything that the answer says about it.
    """

    pointer: str
    text: str
    expected: str = ""

    @property
    def name(self) -> str:
        return self.pointer.rsplit("/", 1)[-1]

    @property
    def missing(self) -> bool:
        return _MISSING.search(self.text) is not None

    @property
    def unknown(self) -> bool:
        return _UNKNOWN.search(self.text) is not None

    @property
    def kind(self) -> str:
        """The type that is wanted: integer, number, boolean, string, array; "" when not said."""
        wanted = self.expected or next((found["kind"] for found in _WANTED.finditer(self.text)), "")
        return next((kind for kind, pattern in _KINDS if pattern.search(wanted)), "")

    @property
    def choices(self) -> list[str]:
        """The values that are allowed, where the answer lists them."""
        found = _CHOICES.search(f"{self.expected}. {self.text}")
        if not found:
            return []
        parts = re.split(r"\s*(?:,|、|\||/| or | と )\s*", found["all"].strip(" .()"))
        return [part.strip(" '\"`「」") for part in parts if part.strip(" '\"`「」")][:50]


def complaints(evidence: Evidence) -> list[Complaint]:
    """Every field that the answer names, once."""
    found: dict[str, Complaint] = {}
    for one in _walk(evidence.got_json, 0):
        pointer = _placed(one.pointer, evidence.sent_json)
        found.setdefault(pointer, Complaint(pointer, one.text, one.expected))
    return list(found.values())


def _walk(data: Any, depth: int) -> Iterator[Complaint]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for item in data[:50]:
            yield from _walk(item, depth + 1)
    elif isinstance(data, dict):
        place = next((data[key] for key in _PLACES if data.get(key)), None)
        words = " ".join(str(data[key]) for key in (*_CODES, *_WORDS) if isinstance(data.get(key), str | int))
        if place is not None and words:
            yield Complaint(_pointer(place), words, str(data.get("expected") or ""))
        for key, value in data.items():
            if key in (
                "errors",
                "fields",
                "field_errors",
                "messages",
                "details",
                "invalid_params",
                "invalid-params",
            ):
                yield from _listed(value)
            yield from _walk(value, depth + 1)


def _listed(value: Any) -> Iterator[Complaint]:
    """``{"errors": {"name": ["is required"]}}``, as Rails, Laravel and Django say it."""
    if isinstance(value, dict):
        for name, said in value.items():
            texts = said if isinstance(said, list) else [said]
            if texts and all(isinstance(text, str) for text in texts):
                yield Complaint(_pointer(name), " ".join(texts))


def _pointer(place: Any) -> str:
    if isinstance(place, dict):
        place = place.get("pointer") or place.get("parameter") or ""
    if isinstance(place, list):
        steps = [str(step) for step in place if step not in ("body", "data")]
    else:
        text = str(place).removeprefix("#")
        if text.startswith("/"):
            return text
        steps = re.split(r"[.\[\]]+", text.removeprefix("body.").removeprefix("$."))
    return "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in steps if step)


def _placed(pointer: str, sent: Any) -> str:
    """The pointer as it is in the body that was sent: vendors often leave out an outer level."""
    if not isinstance(sent, dict):
        return pointer
    first = pointer.split("/")[1:2]
    if not first or first[0] in sent:
        return pointer
    if len(sent) == 1 and isinstance(next(iter(sent.values())), dict):
        return f"/{next(iter(sent))}{pointer}"
    return pointer
