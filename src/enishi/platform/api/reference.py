"""The OpenAPI document as a page that a person reads: no script, no foreign source."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from enishi.kernel import strings
from enishi.platform import language
from enishi.platform.api import openapi

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

Schema = dict[str, Any]
DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Field:
    """One row of a table: a parameter, or a field of a body (`lines[].total`)."""

    name: str
    type: str
    required: bool
    words: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path."""

    anchor: str
    method: str
    path: str
    summary: str
    words: str
    scopes: tuple[str, ...]
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answer: tuple[Field, ...]
    status: str
    refusals: tuple[tuple[str, str, str], ...]
    curl: str


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of one tag."""

    name: str
    operations: tuple[Operation, ...]


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    from enishi.platform.api.site import api

    document: Schema = dict(api.get_openapi_schema())
    context = {"groups": groups(document), "version": document["info"]["version"], "codes": openapi.REFUSALS}
    return render(request, "api/reference.html", context)


def groups(document: Schema) -> list[Group]:
    """The operations by tag, in the order in which rooms were added."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, details in methods.items():
            tag = (details.get("tags") or ["-"])[0]
            found.setdefault(tag, []).append(_operation(document, path, method, details))
    return [Group(_said("groups", name, name), tuple(listed)) for name, listed in found.items()]


def _said(kind: str, name: str, otherwise: str) -> str:
    """The reader's words for an operation or group; the document's own where there are none yet."""
    key = f"{settings.API_REFERENCE_WORDS}.{kind}.{name.lower().replace(' ', '_')}"
    return strings.t(key, language.current()) if strings.exists(key) else otherwise


def _operation(document: Schema, path: str, method: str, details: Schema) -> Operation:
    body = _content(details.get("requestBody", {}))
    status, answer = next((item for item in details["responses"].items() if item[0] < "4"), ("", {}))
    return Operation(
        anchor=details["operationId"],
        method=method.upper(),
        path=path,
        summary=_said("operations", details["operationId"].removeprefix("enishi_"), details["summary"]),
        words=details.get("description", ""),
        scopes=tuple(details.get("x-scopes", ())),
        parameters=tuple(_parameter(document, one) for one in details["parameters"]),
        body=tuple(_fields(document, body)),
        answer=tuple(_fields(document, _content(answer))),
        status=status,
        refusals=tuple(_refusals(details)),
        curl=_curl(document, path, method, body),
    )


def _content(carrier: Schema) -> Schema:
    media: Schema = next(iter(carrier.get("content", {}).values()), {})
    schema: Schema = media.get("schema", {})
    return schema


def _parameter(document: Schema, parameter: Schema) -> Field:
    schema = _resolved(document, parameter["schema"])
    words = parameter.get("description") or schema.get("description", "")
    place = "" if parameter["in"] == "query" else parameter["in"]
    return Field(parameter["name"], _type(document, schema), parameter.get("required", False), words, place)


def _fields(document: Schema, schema: Schema, prefix: str = "", depth: int = 0) -> Iterator[Field]:
    """Every field inside `schema`, nested ones after the one that holds them."""
    schema = _resolved(document, schema)
    if schema.get("type") == "array":
        yield from _fields(document, schema.get("items", {}), f"{prefix}[]", depth)
        return
    required = schema.get("required", [])
    for name, part in schema.get("properties", {}).items():
        whole = f"{prefix}.{name}" if prefix else name
        inner = _resolved(document, part)
        words = part.get("description") or inner.get("description", "")
        yield Field(whole, _type(document, inner), name in required, words)
        if depth < DEEPEST:
            yield from _fields(document, inner, whole, depth + 1)


def _resolved(document: Schema, schema: Schema) -> Schema:
    """`schema` without its reference, and without "or null"."""
    for key in ("anyOf", "oneOf", "allOf"):
        real = [part for part in schema.get(key, ()) if part.get("type") != "null"]
        if len(real) == 1:
            kept = {name: value for name, value in schema.items() if name != key}
            return _resolved(document, real[0]) | kept
    if "$ref" not in schema:
        return schema
    target: Schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return _resolved(document, target)


def _type(document: Schema, schema: Schema) -> str:
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"{_type(document, _resolved(document, schema.get('items', {})))}[]"
    bounds = [f"{sign} {schema[name]}" for name, sign in BOUNDS.items() if name in schema]
    return " ".join([str(schema.get("format") or schema.get("type", "any")), *bounds])


BOUNDS = {"minimum": "≥", "maximum": "≤", "minLength": "≥", "maxLength": "≤"}


def _refusals(details: Schema) -> Iterator[tuple[str, str, str]]:
    for status in details["responses"]:
        if status >= "4" and int(status) in openapi.REFUSALS:
            _, words, code, _ = openapi.REFUSALS[int(status)]
            yield status, words, code


def _curl(document: Schema, path: str, method: str, body: Schema) -> str:
    parts = [f"curl {settings.PUBLIC_URL}{path}", '-H "Authorization: Bearer $ENISHI_KEY"']
    if method != "get":
        parts.insert(1, f"-X {method.upper()}")
    if body:
        parts.append('-H "Content-Type: application/json"')
        parts.append(f"-d {shlex.quote(msgspec.json.encode(_example(document, body)).decode())}")
    return " \\\n  ".join(parts)


def _example(document: Schema, schema: Schema, depth: int = 0) -> Any:
    """A value that the schema takes: its own example, else the required fields filled plainly."""
    schema = _resolved(document, schema)
    for given in (schema.get("examples"), schema.get("enum")):
        if given:
            return given[0]
    if "default" in schema:
        return schema["default"]
    if schema.get("type") == "object" or "properties" in schema:
        wanted = schema.get("required") or list(schema.get("properties", {}))[:1]
        properties = schema.get("properties", {})
        return {name: _example(document, properties[name], depth + 1) for name in wanted if depth < DEEPEST}
    if schema.get("type") == "array":
        return [_example(document, schema.get("items", {}), depth + 1)]
    if schema.get("format") == "date-time":
        return "2026-11-23T10:02:00+09:00"
    return {"integer": schema.get("minimum", 1), "number": 1.0, "boolean": True}.get(
        schema.get("type", ""), "…"
    )
