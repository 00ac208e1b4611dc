"""Answers as they go over the wire: JSON or XML, and problems as RFC 9457 describes them."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any
from xml.sax.saxutils import escape

import msgspec
from aiohttp import web

PROBLEM_BASE = "https://hanaya.example/errors/"
NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_.-]*$")
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Refusal(Exception):  # noqa: N818 - it is an answer, not a fault of ours
    """An answer of the kind "no, because"."""

    def __init__(
        self, status: int, code: str, message: str, *, headers: dict[str, str] | None = None, **members: Any
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}
        self.members = members

    def body(self, request_id: str) -> dict[str, Any]:
        return {
            "type": PROBLEM_BASE + self.code,
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "message": self.message,
            "request_id": request_id,
            **self.members,
        }


def wants_xml(accept: str) -> bool:
    """True when an Accept header puts XML before JSON."""
    weights = {media: weight for media, weight in map(_weighted, accept.split(",")) if media}
    xml = max(weights.get("application/xml", 0.0), weights.get("text/xml", 0.0))
    return xml > max(weights.get("application/json", 0.0), weights.get("application/problem+json", 0.0))


def names_json(accept: str) -> bool:
    return "json" in accept.lower()


def _weighted(part: str) -> tuple[str, float]:
    media, _, parameters = part.strip().lower().partition(";")
    found = re.search(r"q\s*=\s*([0-9.]+)", parameters)
    try:
        return media.strip(), float(found.group(1)) if found else 1.0
    except ValueError:
        return media.strip(), 0.0


def render(data: Any, *, status: int, xml: bool, problem: bool = False) -> web.Response:
    kind = "application/" + ("problem+" if problem else "") + ("xml" if xml else "json")
    body = to_xml(data) if xml else msgspec.json.encode(data)
    return web.Response(body=body, status=status, headers={"Content-Type": f"{kind}; charset=utf-8"})


def to_xml(data: Any) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-8"?>' + _element("hanaya", data)).encode()


def _element(name: str, value: Any) -> str:
    tag = name if NAME.match(name) else "field"
    if isinstance(value, dict):
        inner = "".join(_element(key, item) for key, item in value.items())
    elif isinstance(value, list):
        inner = "".join(_element("item", item) for item in value)
    elif value is None:
        return f"<{tag}/>"
    else:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        inner = escape(NOT_IN_XML.sub("\ufffd", text))
    return f"<{tag}>{inner}</{tag}>"


def to_cp932(body: bytes, *, xml: bool) -> bytes:
    """The same document in CP932; what that cannot write is escaped the document's own way."""
    text = body.decode()
    if xml:
        declared = text.replace('encoding="UTF-8"', 'encoding="Shift_JIS"', 1)
        return declared.encode("cp932", "xmlcharrefreplace")
    return "".join(map(_writable, text)).encode("cp932")


def _writable(character: str) -> str:
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        units = character.encode("utf-16-be")
        return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
    return character
