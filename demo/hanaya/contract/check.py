"""Compare a body with its schema, and say of each fault where it is, what was wanted and what came."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .schemas import Schema

LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Fault:
    pointer: str
    code: str
    message: str
    expected: str = ""
    received: str = ""

    @property
    def field(self) -> str:
        return self.pointer.rsplit("/", 1)[-1]


def check(value: Any, schema: Schema, named: dict[str, Schema], pointer: str = "") -> Iterator[Fault]:
    """Every fault of a value; none when it follows the schema."""
    schema = _resolve(schema, named)
    kinds = schema.get("type")
    allowed = [kinds] if isinstance(kinds, str) else kinds or []
    if allowed and not any(_is(value, kind) for kind in allowed):
        yield _wrong_type(value, allowed, pointer)
    elif isinstance(value, dict):
        yield from _object(value, schema, named, pointer)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from check(item, schema.get("items", {}), named, f"{pointer}/{index}")
    else:
        yield from _simple(value, schema, pointer)


def kind_of(value: Any) -> str:
    for kind in ("null", "boolean", "integer", "number", "string", "array", "object"):
        if _is(value, kind):
            return kind
    return type(value).__name__


def _resolve(schema: Schema, named: dict[str, Schema]) -> Schema:
    return named[schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    types: dict[str, type | tuple[type, ...]] = {
        "object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "null": type(None),
    }  # fmt: skip
    return kind in types and isinstance(value, types[kind])


def _wrong_type(value: Any, allowed: list[str], pointer: str) -> Fault:
    wanted = " or ".join(allowed)
    name = pointer.rsplit("/", 1)[-1] or "body"
    return Fault(
        pointer,
        "invalid_type",
        f"{name} must be {wanted}, not {kind_of(value)} ({_quote(value)}).",
        wanted,
        kind_of(value),
    )


def _object(value: dict[str, Any], schema: Schema, named: dict[str, Schema], pointer: str) -> Iterator[Fault]:
    known = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield _missing(name, _resolve(known.get(name, {}), named), pointer)
    for name, item in value.items():
        at = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
        if name in known:
            yield from check(item, known[name], named, at)
        elif schema.get("additionalProperties") is False:
            yield Fault(
                at, "unknown_field", f"{name} is not a field of this resource.", ", ".join(known), name
            )


def _missing(name: str, schema: Schema, pointer: str) -> Fault:
    choice = schema.get("enum")
    wanted = f"one of {', '.join(choice)}" if choice else str(schema.get("type", "a value"))
    return Fault(f"{pointer}/{name}", "missing_field", f"{name} is required ({wanted}).", wanted, "nothing")


def _simple(value: Any, schema: Schema, pointer: str) -> Iterator[Fault]:
    name = pointer.rsplit("/", 1)[-1] or "body"
    for code, wanted in _violations(value, schema):
        yield Fault(pointer, code, f"{name} must be {wanted}, not {_quote(value)}.", wanted, _quote(value))


def _violations(value: Any, schema: Schema) -> Iterator[tuple[str, str]]:
    if "enum" in schema and value not in schema["enum"]:
        yield "invalid_choice", "one of " + ", ".join(schema["enum"])
    if isinstance(value, str):
        yield from _text_violations(value, schema)
    elif isinstance(value, int):
        if value < schema.get("minimum", value):
            yield "out_of_range", f"at least {schema['minimum']}"
        if value > schema.get("maximum", value):
            yield "out_of_range", f"at most {schema['maximum']}"


def _text_violations(value: str, schema: Schema) -> Iterator[tuple[str, str]]:
    if len(value) > schema.get("maxLength", len(value)):
        yield "too_long", f"at most {schema['maxLength']} characters"
    if len(value) < schema.get("minLength", 0):
        yield "too_short", f"at least {schema['minLength']} characters"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield "invalid_format", f"text like {schema['pattern']}"


def _quote(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…"
