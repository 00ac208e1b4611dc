"""What the URL looks like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from enishi.doctor.engine.clue import Place

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

__all__ = [
    "calls_localhost",
    "calls_plain_http",
    "double_slash",
    "empty_id_in_path",
    "ends_with_slash",
    "host_is_address",
    "id_looks_wrong",
    "malformed_host",
    "name_in_place_of_id",
    "names_new_host",
    "page_size_is_large",
    "placeholder_in_url",
    "prefix_is_doubled",
    "router_says_no_such_path",
    "uses_offset_paging",
    "version_is_old_date",
    "very_long_url",
]

_URL = re.compile(r"https?://[^\s\"'<>\\)]+")
_PREFIX_TWICE = re.compile(
    r"/(v\d+(?:\.\d+)?|api|rest|admin|wp-json|index\.php|services|graphql|oauth2?|[a-z]{3,12})/(?:\1)(?:/|$)",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|0\.0\.0\.0|host\.docker\.internal)$")
_ADDRESS = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$|^\[")
_PLACEHOLDER = re.compile(
    r"\{\{?\w*\}?\}|<\w+>|%7B\w*%7D|\$\{\w+\}|\bundefined\b|\bnull\b|\bNaN\b|\[object|/None\b|YOUR[_-]|:id\b",
    re.IGNORECASE,
)
_VERSION_DATE = re.compile(r"(20\d\d)-(\d\d)(?:-\d\d)?")
_ROUTER = re.compile(
    r"cannot (?:get|post|put|patch|delete) /|no route|route (?:was )?not found|no such (?:endpoint|route|method)|unknown (?:endpoint|route|path|url)|"
    r"(?:endpoint|path|url|uri|route|page|action) (?:was )?not found|no matching (?:route|handler|operation)|unrecognized request url|resource_not_found_for_path|"
    r"no http resource was found|not a valid (?:endpoint|path|url)|no message available|no static resource|invalid (?:url|path|endpoint|route)|no context-path",
    re.IGNORECASE,
)
_SIZE_NAMES = re.compile(
    r"^(?:per_?page|limit|page_?size|max_?results|first|top|\$top|count|maxrecords|rows|hits|page\[size\]|size)$",
    re.IGNORECASE,
)


def malformed_host(evidence: Evidence) -> Place | None:
    """The scheme stands twice, inside the host, or the host is empty or holds what no name can hold."""
    url = evidence.url.strip()
    broken = re.search(
        r"^\w+://\w*:?//|^https?:/?[^/]|^https?://https?(?::|/|$)|^https?//|^\w+://[^/?#]*(?:https?:|[ _{}<>\"']|\.\.)|^https?:///",
        url,
        re.IGNORECASE,
    )
    return Place("request.url") if broken else None


def placeholder_in_url(evidence: Evidence) -> Place | None:
    found = _PLACEHOLDER.search(evidence.url)
    return Place("request.url", "", found.start(), found.end()) if found and "{" not in found[0] else None


def prefix_is_doubled(evidence: Evidence) -> Place | None:
    found = _PREFIX_TWICE.search(evidence.path)
    return Place("request.url", found[0]) if found else None


def double_slash(evidence: Evidence) -> Place | None:
    return Place("request.url", "//") if "//" in evidence.path and "http" not in evidence.path else None


def ends_with_slash(evidence: Evidence) -> Place | None:
    return Place("request.url") if len(evidence.path) > 1 and evidence.path.endswith("/") else None


def calls_localhost(evidence: Evidence) -> Place | None:
    return Place("request.url") if _LOCAL.match(evidence.host) else None


def calls_plain_http(evidence: Evidence) -> Place | None:
    return Place("request.url") if evidence.scheme == "http" and not calls_localhost(evidence) else None


def host_is_address(evidence: Evidence) -> Place | None:
    return Place("request.url") if _ADDRESS.match(evidence.host) else None


def empty_id_in_path(evidence: Evidence) -> Place | None:
    """An id in the path is empty, 0, null, undefined or starts or ends with a space."""
    found = re.search(
        r"/(?:0|null|undefined|none|nan|%20[^/]*|[^/]*%20|-1)(?:/|$|\?|\.json)", evidence.url, re.IGNORECASE
    )
    return Place("request.url", found[0]) if found else None


def id_looks_wrong(evidence: Evidence) -> Place | None:
    """What should be an id is a whole URL, a query, or holds a space."""
    found = re.search(
        r"/(?:https?:|https?%3A|[^/]*(?:%2F|\?)[^/]*/(?:edit|view))", evidence.path, re.IGNORECASE
    )
    return Place("request.url") if found else empty_id_in_path(evidence)


def name_in_place_of_id(evidence: Evidence) -> Place | None:
    found = re.search(r"/[A-Za-z]+[ %][A-Za-z0-9%]+(?:/|$)", evidence.path)
    return Place("request.url") if found else None


def page_size_is_large(evidence: Evidence) -> Place | None:
    for name, value in evidence.query:
        if _SIZE_NAMES.match(name) and (
            value == "-1" or (value.isdigit() and len(value) < 10 and int(value) > 100)  # noqa: PLR2004
        ):
            return Place("request.url", name)
    return None


def uses_offset_paging(evidence: Evidence) -> Place | None:
    found = next(
        (
            name
            for name, _ in evidence.query
            if name.lower()
            in ("offset", "page", "skip", "start", "$skip", "startat", "cursor", "page_token", "after")
        ),
        None,
    )
    return Place("request.url", found) if found else None


def version_is_old_date(evidence: Evidence) -> Place | None:
    """A dated API version in URL or version header is more than a year old at the time of the call."""
    values = [
        ("request.url", evidence.path),
        *(
            ("request.header", value)
            for name, value in evidence.sent_headers or ()
            if "version" in name.lower()
        ),
    ]
    for part, value in values:
        found = _VERSION_DATE.search(value)
        if (
            found
            and evidence.exchange.started_at
            and (evidence.now.year - int(found[1])) * 12 + evidence.now.month - int(found[2]) > 12  # noqa: PLR2004
        ):
            return Place(part, found[0])
    return None


def very_long_url(evidence: Evidence) -> Place | None:
    return Place("request.url") if len(evidence.url) > 2000 else None  # noqa: PLR2004


def router_says_no_such_path(evidence: Evidence) -> Place | None:
    """The router's own not-found text, not that of an object."""
    found = _ROUTER.search(evidence.got_text[:4000]) or _ROUTER.search(evidence.exception[:1000])
    return Place("response.body", found[0]) if found else None


def names_new_host(evidence: Evidence) -> Place | None:
    """An error whose Link, or body, gives the same path on another host."""
    if evidence.status not in (404, 410, 421):
        return None
    here, path = urlsplit(evidence.url).netloc, evidence.path
    link = evidence.got_header("link") or ""
    for part, text in (("response.header", link), ("response.body", evidence.got_text[:2000])):
        for found in _URL.findall(text)[:20]:
            other = urlsplit(found.rstrip(".,;"))
            if other.netloc and other.netloc != here and (not other.path.strip("/") or other.path == path):
                return Place(part, "Link" if part == "response.header" else "")
    return None
