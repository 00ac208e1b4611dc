"""HTTP as text: a request, a response, or both one after the other, as copied from a log or a tool."""

from __future__ import annotations

import re

from enishi.kernel.exchange import Exchange, Headers, Request, Response

MAX_TEXT = 400_000
_REQUEST_LINE = re.compile(r"^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE) (\S+)(?: HTTP/[\d.]+)?$")
_STATUS_LINE = re.compile(r"^HTTP/\d(?:\.\d)? (\d{3})\b")
_HEADER = re.compile(r"^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*)$")


def looks_like_http(text: str) -> bool:
    return any(_REQUEST_LINE.match(line) or _STATUS_LINE.match(line) for line in text[:4000].splitlines()[:5])


def from_http(text: str | bytes) -> Exchange:
    """The last request and the last response in a text."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    lines = text[:MAX_TEXT].replace("\r\n", "\n").split("\n")
    starts = [
        number for number, line in enumerate(lines) if _REQUEST_LINE.match(line) or _STATUS_LINE.match(line)
    ]
    request, response = Request(), None
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        headers, body = _message(lines[start + 1 : end])
        first = _REQUEST_LINE.match(lines[start])
        if first:
            request = Request(
                first[1], absolute(first[2], headers), headers, body.encode("utf-8", "surrogatepass") or None
            )
            continue
        status = _STATUS_LINE.match(lines[start])
        if status:
            response = Response(int(status[1]), headers, body.encode("utf-8", "surrogatepass"))
    return Exchange(request, response)


def _message(lines: list[str]) -> tuple[Headers, str]:
    headers: list[tuple[str, str]] = []
    for number, line in enumerate(lines):
        found = _HEADER.match(line)
        if not found:
            return tuple(headers), "\n".join(lines[number + (not line.strip()) :]).rstrip("\n")
        headers.append((found[1], found[2].rstrip()))
    return tuple(headers), ""


def absolute(target: str, headers: Headers) -> str:
    """The URL of a request line, made absolute by the Host header."""
    host = next((value for name, value in headers if name.lower() == "host"), "")
    return f"https://{host}{target}" if host and target.startswith("/") else target
