"""What tells that something changed or will change: announcements, versions that differ, the calling library."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine.clue import Place

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

__all__ = [
    "announces_deprecation",
    "answers_other_version",
    "sent_by_named_library",
]

_ANNOUNCING = re.compile(
    r"^(?:deprecation|sunset|x-shopify-api-deprecated-reason|x-api-warn|x-api-deprecat\w*|x-deprecat\w*)$",
    re.IGNORECASE,
)
_LIBRARY = re.compile(
    r"(?:sdk|client|api|lib|plugin|gem|python|php|ruby|node|java|dotnet|\.net|go)[\w.\-]{0,40}[/ \-]v?\d+\.\d+",
    re.IGNORECASE,
)
_PLAIN_CLIENT = re.compile(
    r"^(?:curl|postmanruntime|insomnia|mozilla|wget|httpie|python-requests|axios|okhttp|guzzlehttp)\b",
    re.IGNORECASE,
)
_VERSION = re.compile(r"v?\d[\w.\-]{0,20}")


def announces_deprecation(evidence: Evidence) -> Place | None:
    """A successful answer carries Deprecation, Sunset, a 299 warning or a vendor's header of that kind."""
    if evidence.status is None or not 200 <= evidence.status < 300:  # noqa: PLR2004
        return None
    for name, value in evidence.got_headers or ():
        if _ANNOUNCING.match(name) and value.strip().lower() not in ("", "false"):
            return Place("response.header", name)
        if name.lower() == "warning" and value.strip().startswith("299"):
            return Place("response.header", name)
    return None


def answers_other_version(evidence: Evidence) -> Place | None:
    """The answer's version header differs from the version that we asked for (or are pinned to)."""
    for name, value in evidence.got_headers or ():
        if "version" not in name.lower() or not _VERSION.fullmatch(value.strip()):
            continue
        asked = evidence.sent_header(name) or (evidence.settings.version if evidence.settings else "")
        if asked and asked.strip() != value.strip():
            return Place("response.header", name)
    return None


def sent_by_named_library(evidence: Evidence) -> Place | None:
    agent = evidence.sent_header("user-agent") or ""
    return (
        Place("request.header", "User-Agent")
        if _LIBRARY.search(agent[:300]) and not _PLAIN_CLIENT.match(agent)
        else None
    )
