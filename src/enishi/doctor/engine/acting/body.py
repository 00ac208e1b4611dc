"""Actions on the body. A body that is not what the action expects stays as it is."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl
from xml.etree import ElementTree as ET

from enishi.doctor.engine.acting.cast import cast
from enishi.doctor.engine.acting.pointer import MISSING, changed, renamed

if TYPE_CHECKING:
    from collections.abc import Callable

    from enishi.kernel.exchange import Request


def transcode(request: Request, params: dict[str, Any]) -> Request:
    """Read the body in one encoding and write it in another; left alone when it already is in the other."""
    if not request.body:
        return request
    try:
        request.body.decode(str(params["to"]))
    except (UnicodeDecodeError, LookupError):
        pass
    else:
        return request
    try:
        return replace(request, body=request.body.decode(str(params["from"])).encode(str(params["to"])))
    except (UnicodeError, LookupError):
        return request


def convert(request: Request, params: dict[str, Any]) -> Request:
    """JSON to XML, XML or a form to JSON, with the Content-Type that belongs to it."""
    text = (request.body or b"").decode("utf-8", "replace").strip()
    if params["to"] == "json":
        data = _from_xml(text) if text.startswith("<") else _from_form(text)
        return (
            _as_type(request, json.dumps(data, ensure_ascii=False).encode(), "application/json")
            if data is not None
            else request
        )
    if params["to"] == "xml" and text[:1] == "{":
        xml = _to_xml(text)
        return _as_type(request, xml, "application/xml") if xml is not None else request
    return request


def _as_type(request: Request, body: bytes, media: str) -> Request:
    headers = tuple(
        (name, media if name.lower() == "content-type" else value) for name, value in request.headers or ()
    )
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers = (*headers, ("Content-Type", media))
    return replace(request, body=body, headers=headers)


def _from_form(text: str) -> dict[str, str] | None:
    if not text or text[0] in "{[<" or "=" not in text:
        return None
    pairs = parse_qsl(text, keep_blank_values=True)
    return dict(pairs) if len(dict(pairs)) == len(pairs) else None


def _from_xml(text: str) -> dict[str, Any] | None:
    if "<!" in text.partition("?>")[2][:2000] or len(text) > 1_000_000:  # noqa: PLR2004
        return None
    try:
        root = ET.fromstring(text)  # noqa: S314  # no DTD and no entity is let through above
    except ET.ParseError:
        return None
    return {root.tag: _value(root)} if not root.attrib else None


def _value(element: ET.Element) -> Any:
    if not len(element):
        return element.text or ""
    found: dict[str, Any] = {}
    for child in element:
        value = _value(child)
        if child.tag in found:
            old = found[child.tag]
            found[child.tag] = [*old, value] if isinstance(old, list) else [old, value]
        else:
            found[child.tag] = value
    return found


def _to_xml(text: str) -> bytes | None:
    data = _parsed(text)
    if not isinstance(data, dict) or len(data) != 1:
        return None
    (name, value), *_ = data.items()
    try:
        written: bytes = ET.tostring(_element(str(name), value), encoding="utf-8")
    except (ValueError, TypeError):
        return None
    return written


def _element(name: str, value: Any) -> ET.Element:
    element = ET.Element(name)
    if isinstance(value, dict):
        for key, item in value.items():
            for one in item if isinstance(item, list) else [item]:
                element.append(_element(str(key), one))
    elif value is not None:
        element.text = value if isinstance(value, str) else json.dumps(value)
    return element


def _parsed(text: str) -> Any:
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return MISSING


def _edited(request: Request, edit: Callable[[Any], Any]) -> Request:
    data = _parsed((request.body or b"").decode("utf-8", "replace"))
    if data is MISSING:
        return request
    after = edit(data)
    return (
        replace(request, body=json.dumps(after, ensure_ascii=False).encode())
        if after != data or _types(after) != _types(data)
        else request
    )


def _types(data: Any) -> str:
    return json.dumps(data, sort_keys=True)


def cast_field(request: Request, params: dict[str, Any]) -> Request:
    def change(value: Any) -> Any:
        if value is MISSING:
            return value
        try:
            return cast(value, str(params["to"]))
        except (ValueError, OverflowError):
            return value

    return _edited(request, lambda data: changed(data, str(params["pointer"]), change))


def rename_field(request: Request, params: dict[str, Any]) -> Request:
    return _edited(request, lambda data: renamed(data, str(params["pointer"]), str(params["to"])))


def drop_field(request: Request, params: dict[str, Any]) -> Request:
    return _edited(request, lambda data: changed(data, str(params["pointer"]), lambda _: MISSING))


def set_field(request: Request, params: dict[str, Any]) -> Request:
    return _edited(request, lambda data: changed(data, str(params["pointer"]), lambda _: params["value"]))


def map_enum(request: Request, params: dict[str, Any]) -> Request:
    return _edited(
        request,
        lambda data: changed(
            data, str(params["pointer"]), lambda value: params["to"] if value == params["from"] else value
        ),
    )
