"""Compares a request with the vendor's contract: path, method, parameters, required fields, types and lists of values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enishi.doctor.engine.evidence import Evidence

_DEPTH = 8
_MAX = 20
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,), "array": (list,), "object": (dict,),
}  # fmt: skip


def get_close_matches(word: str, known: list[str], n: int, cutoff: float) -> list[str]:
    """The names that are most like a word; difflib is loaded only when a contract is compared."""
    from difflib import get_close_matches as closest

    return closest(word, known, n=n, cutoff=cutoff)


@dataclass(frozen=True, slots=True)
class Deviation:
    slug: str
    weight: float
    place: Place
    why: Text
    suggestion: Any = None


def findings(evidence: Evidence) -> list[Deviation]:
    """Where the request departs from the contract; empty when no contract is known."""
    contract = evidence.contract
    if contract is None:
        return []
    if contract.schema is not None:
        return _bounded(_values(evidence.sent_json, contract.schema, contract.schema, "", 0))
    if contract.openapi is not None and evidence.path:
        return _bounded(_operation(evidence, contract.openapi))
    return []


def _bounded(found: Iterator[Deviation]) -> list[Deviation]:
    return [deviation for deviation, _ in zip(found, range(_MAX), strict=False)]


def _operation(evidence: Evidence, document: Mapping[str, Any]) -> Iterator[Deviation]:
    paths = _map(document.get("paths"))
    path = _below_base(evidence.path, document)
    item = next(
        (
            _map(paths[template])
            for template in sorted(paths, key=lambda one: one.count("{"))
            if _fits(path, template)
        ),
        None,
    )
    if item is None:
        yield _no_path(path, list(paths))
        return
    method = evidence.method.lower()
    allowed = [
        name.upper() for name in item if name in ("get", "put", "post", "delete", "patch", "head", "options")
    ]
    if method and method not in item:
        yield Deviation(
            "endpoint-wrong-method",
            6.0,
            Place("contract", evidence.path),
            Text(
                f"The contract allows only {', '.join(allowed)} here.",
                f"仕様では、ここで使えるのは{'、'.join(allowed)}だけです。",
            ),
            allowed,
        )
        return
    operation = _map(item.get(method))
    if operation.get("deprecated") is True:
        yield Deviation(
            "version-deprecation-announced",
            2.0,
            Place("contract", evidence.path),
            Text(
                "The contract marks this operation as deprecated.",
                "仕様では、この操作は廃止予定とされています。",
            ),
        )
    yield from _parameters(
        evidence, document, [*_list(item.get("parameters")), *_list(operation.get("parameters"))]
    )
    schema = _body_schema(document, operation)
    if schema is not None and isinstance(evidence.sent_json, dict | list):
        yield from _values(evidence.sent_json, schema, document, "", 0)


def _below_base(path: str, document: Mapping[str, Any]) -> str:
    bases = [
        re.sub(r"^\w+://[^/]+", "", str(_map(server).get("url", "")))
        for server in _list(document.get("servers"))
    ]
    bases.append(str(document.get("basePath", "")))
    base = max(
        (base.rstrip("/") for base in bases if base and path.startswith(base.rstrip("/"))),
        key=len,
        default="",
    )
    return path[len(base) :] or "/"


def _fits(path: str, template: str) -> bool:
    one, other = path.split("/"), template.split("/")
    return len(one) == len(other) and all(
        (b.startswith("{") and a) or a == b for a, b in zip(one, other, strict=True)
    )


def _no_path(path: str, known: list[str]) -> Deviation:
    bare = {re.sub(r"\{[^}]*\}", "x", template): template for template in known[:2000]}
    near = get_close_matches(path, list(bare), n=1, cutoff=0.6)
    if path.rstrip("/") != path and any(_fits(path.rstrip("/"), template) for template in known):
        return Deviation(
            "endpoint-trailing-slash",
            5.0,
            Place("contract", path),
            Text(
                "The contract has this path without the slash at its end.",
                "仕様では、末尾のスラッシュがないパスです。",
            ),
        )
    if near:
        meant = bare[near[0]]
        return Deviation(
            "endpoint-wrong-path",
            5.0,
            Place("contract", path),
            Text(
                f"The contract has no such path. Did you mean {meant}?",
                f"仕様にこのパスはありません。{meant}のことでしょうか。",
            ),
            meant,
        )
    return Deviation(
        "endpoint-wrong-path",
        4.0,
        Place("contract", path),
        Text("The contract has no such path.", "仕様にこのパスはありません。"),
    )


def _parameters(
    evidence: Evidence, document: Mapping[str, Any], parameters: list[Any]
) -> Iterator[Deviation]:
    sent = {name for name, _ in evidence.query}
    known: list[str] = []
    for raw in parameters:
        parameter = _resolved(raw, document)
        name = str(parameter.get("name", ""))
        if parameter.get("in") != "query":
            continue
        known.append(name)
        if parameter.get("required") is True and name not in sent:
            yield Deviation(
                "schema-missing-required-field",
                4.0,
                Place("contract", name),
                Text(f"The parameter {name} is required.", f"パラメーター{name}は必須です。"),
                name,
            )
    for name in sorted(sent - set(known)) if known else ():
        near = get_close_matches(name, known, n=1, cutoff=0.7)
        if near:
            yield Deviation(
                "schema-unknown-field",
                4.0,
                Place("contract", name),
                Text(
                    f"There is no parameter {name}. Did you mean {near[0]}?",
                    f"パラメーター{name}はありません。{near[0]}のことでしょうか。",
                ),
                near[0],
            )


def _body_schema(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Mapping[str, Any] | None:
    content = _map(_resolved(operation.get("requestBody"), document).get("content"))
    for media, entry in content.items():
        if "json" in media:
            return _map(_map(entry).get("schema"))
    for raw in _list(operation.get("parameters")):
        parameter = _resolved(raw, document)
        if parameter.get("in") == "body":
            return _map(parameter.get("schema"))
    return None


def _resolved(value: Any, document: Mapping[str, Any], depth: int = 0) -> Mapping[str, Any]:
    found = _map(value)
    reference = found.get("$ref")
    if not isinstance(reference, str) or not reference.startswith("#/") or depth > _DEPTH:
        return found
    target: Any = document
    for part in reference[2:].split("/"):
        target = _map(target).get(part.replace("~1", "/").replace("~0", "~"))
    return _resolved(target, document, depth + 1)


def _values(
    data: Any, raw: Any, document: Mapping[str, Any], pointer: str, depth: int
) -> Iterator[Deviation]:
    schema = _resolved(raw, document)
    if depth > _DEPTH or not schema:
        return
    place = Place("contract", pointer or "/")
    allowed = schema.get("enum")
    if isinstance(allowed, list) and data not in allowed:
        near = get_close_matches(str(data), [str(value) for value in allowed], n=1, cutoff=0.6)
        shown = ", ".join(map(str, allowed[:8]))
        yield Deviation(
            "schema-invalid-enum-value",
            4.5,
            place,
            Text(f"{pointer} must be one of {shown}.", f"{pointer}に使えるのは{shown}のいずれかです。"),
            near[0] if near else None,
        )
        return
    kinds = schema.get("type")
    names = [kinds] if isinstance(kinds, str) else [str(kind) for kind in _list(kinds)]
    if (
        names
        and not any(_is(data, name) for name in names)
        and not (data is None and schema.get("nullable") is True)
    ):
        slug = "schema-null-vs-empty" if data is None else "schema-wrong-type"
        kind = " / ".join(names)
        yield Deviation(
            slug,
            4.5,
            place,
            Text(f"{pointer} must be of type {kind}.", f"{pointer}の型は{kind}でなければなりません。"),
            kind,
        )
        return
    yield from _limits(data, schema, pointer, place)
    if isinstance(data, dict):
        yield from _members(data, schema, document, pointer, depth)
    for index, item in enumerate(data[:50] if isinstance(data, list) else ()):
        yield from _values(item, schema.get("items"), document, f"{pointer}/{index}", depth + 1)


def _is(data: Any, kind: str) -> bool:
    if kind == "null":
        return data is None
    if isinstance(data, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(data, float):
        return data.is_integer()
    return isinstance(data, _TYPES.get(kind, (object,)))


def _limits(data: Any, schema: Mapping[str, Any], pointer: str, place: Place) -> Iterator[Deviation]:
    longest = (
        schema.get("maxLength")
        if isinstance(data, str)
        else schema.get("maxItems")
        if isinstance(data, list)
        else None
    )
    if isinstance(longest, int) and len(data) > longest:
        yield Deviation(
            "schema-value-too-long",
            4.5,
            place,
            Text(
                f"{pointer} may have at most {longest}, it has {len(data)}.",
                f"{pointer}は最大{longest}ですが、{len(data)}あります。",
            ),
            longest,
        )
    number = isinstance(data, int | float) and not isinstance(data, bool)
    low, high = schema.get("minimum"), schema.get("maximum")
    too_low = number and isinstance(low, int | float) and data < low
    too_high = number and isinstance(high, int | float) and data > high
    if too_low or too_high:
        limit = low if too_low else high
        why = Text(f"{pointer} is outside the limit {limit}.", f"{pointer}が範囲({limit})を外れています。")
        yield Deviation("schema-invalid-value", 4.0, place, why, limit)


def _members(
    data: dict[str, Any], schema: Mapping[str, Any], document: Mapping[str, Any], pointer: str, depth: int
) -> Iterator[Deviation]:
    known = {**_map(schema.get("properties"))}
    required = [str(name) for name in _list(schema.get("required"))]
    for part in _list(schema.get("allOf")):
        inner = _resolved(part, document)
        known.update(_map(inner.get("properties")))
        required += [str(name) for name in _list(inner.get("required"))]
    for name in required:
        if name not in data:
            yield Deviation(
                "schema-missing-required-field",
                4.5,
                Place("contract", f"{pointer}/{name}"),
                Text(f"The field {pointer}/{name} is required.", f"項目{pointer}/{name}は必須です。"),
                name,
            )
    for name, value in data.items():
        here = f"{pointer}/{name}"
        if name in known:
            if _resolved(known[name], document).get("readOnly") is True:
                yield Deviation(
                    "schema-read-only-field",
                    3.5,
                    Place("contract", here),
                    Text(f"{here} can only be read.", f"{here}は読み取り専用です。"),
                )
            yield from _values(value, known[name], document, here, depth + 1)
        elif known and schema.get("additionalProperties") is False:
            near = get_close_matches(name, list(known), n=1, cutoff=0.6)
            hint_en, hint_ja = (
                (f" Did you mean {near[0]}?", f"{near[0]}のことでしょうか。") if near else ("", "")
            )
            yield Deviation(
                "schema-unknown-field",
                4.5,
                Place("contract", here),
                Text(f"There is no field {here}.{hint_en}", f"項目{here}はありません。{hint_ja}"),
                near[0] if near else None,
            )


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
