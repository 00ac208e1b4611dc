"""The exchange in lines for showing, redacted, with the places that clues point at moved along."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from enishi.doctor.engine.clue import Clue, Place
from enishi.doctor.engine.diagnosis import Line
from enishi.doctor.engine.words import Text

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence
    from enishi.doctor.engine.redact import Redactor

_SHOWN_HEADERS = frozenset(
    (
        "www-authenticate",
        "retry-after",
        "content-type",
        "content-encoding",
        "location",
        "allow",
        "server",
        "date",
        "accept",
        "authorization",
        "user-agent",
        "warning",
        "sunset",
        "deprecation",
    )
)
_MAX_LINE = 600
_READ = 4000


def lines(evidence: Evidence, redact: Redactor, clues: tuple[Clue, ...]) -> tuple[Line, ...]:
    """Request line, headers and bodies that matter, then the exception; long bodies are cut around the passage."""
    pointed = {(clue.place.part, clue.place.name.lower()) for clue in clues}
    found: list[Line] = []
    if evidence.method or evidence.url:
        found.append(
            Line(
                Place("request.url"),
                f"> {evidence.method} {redact(_short_url(evidence))}".replace(">  ", "> "),
            )
        )
    found += _headers(evidence.sent_headers, "request.header", ">", redact, pointed)
    if evidence.sent_text and ("request.body", "") in {(part, "") for part, _ in pointed}:
        found.append(Line(Place("request.body"), "> " + _flat(redact(evidence.sent_text[:_READ]))))
    if evidence.status is not None and evidence.answered:
        found.append(
            Line(
                Place("response.status"), f"< {evidence.status} {_PHRASES.get(evidence.status, '')}".rstrip()
            )
        )
    found += _headers(evidence.got_headers, "response.header", "<", redact, pointed)
    if evidence.got_text.strip():
        found.append(Line(Place("response.body"), "< " + _flat(redact(evidence.got_text[:_READ]))))
    if evidence.exception:
        found.append(Line(Place("exception"), "! " + _flat(redact(evidence.exception[:_READ]))))
    return tuple(replace(line, text=line.text[: _MAX_LINE * 4]) for line in found)


def _headers(
    headers: tuple[tuple[str, str], ...] | None,
    part: str,
    mark: str,
    redact: Redactor,
    pointed: set[tuple[str, str]],
) -> list[Line]:
    shown = [
        (name, value)
        for name, value in headers or ()
        if name.lower() in _SHOWN_HEADERS or (part, name.lower()) in pointed
    ]
    return [
        Line(Place(part, name), f"{mark} {_flat(redact(f'{name}: {value[:_READ]}'))}")
        for name, value in shown[:8]
    ]


def _short_url(evidence: Evidence) -> str:
    return _flat(evidence.url[:_READ])


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in text[:_READ])).strip()


def quoted(clue: Clue, evidence: Evidence, redact: Redactor) -> str:
    """The words of the evidence that a clue points at, redacted; empty when it points at a whole part."""
    place = clue.place
    if place.end <= place.start:
        return ""
    return redact(_flat(part_text(evidence, place)[place.start : place.end]))


def part_text(evidence: Evidence, place: Place) -> str:
    if place.part == "response.body":
        return evidence.got_text
    if place.part == "response.header":
        return evidence.got_header(place.name) or ""
    if place.part == "request.body":
        return evidence.sent_text
    if place.part == "request.header":
        return evidence.sent_header(place.name) or ""
    return {"exception": evidence.exception, "context": evidence.context, "request.url": evidence.url}.get(
        place.part, ""
    )


def safe(text: Text, redact: Redactor) -> Text:
    return Text(redact(text.en), redact(text.ja))


def ours(text: Text, redact: Redactor) -> Text:
    """A text of the project's own: only the secret values of this exchange can stand in it by chance."""
    return Text(redact.values(text.en), redact.values(text.ja))


_PHRASES = {
    200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 207: "Multi-Status", 301: "Moved Permanently", 302: "Found", 303: "See Other",
    307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable", 407: "Proxy Authentication Required", 408: "Request Timeout", 409: "Conflict",
    410: "Gone", 411: "Length Required", 412: "Precondition Failed", 413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type",
    422: "Unprocessable Content", 423: "Locked", 425: "Too Early", 426: "Upgrade Required", 428: "Precondition Required", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
    504: "Gateway Timeout",
}  # fmt: skip
