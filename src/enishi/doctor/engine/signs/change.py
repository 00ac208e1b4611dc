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
    "name_refused_that_worked",
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
_UNKNOWN_NAME = re.compile(
    r"(?:unknown|unrecognized|unexpected|invalid|undefined|unsupported) (?:field|parameter|column|property|argument|attribute|option|key)|no such (?:column|field|property)|"
    r"invalid_field|(?:field|column|property|parameter|attribute)[^.]{0,60}(?:does not|doesn't) exist|(?:フィールド|項目|パラメータ)[^。]{0,30}(?:存在しません|見つかりません)",
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


def name_refused_that_worked(evidence: Evidence) -> Place | None:
    """The answer does not know a name, and the operator says that the call worked before."""
    if evidence.facts.get("worked-before") is None or evidence.facts.get("never-worked") is not None:
        return None
    if _UNKNOWN_NAME.search(evidence.got_text[:4000]):
        return Place("response.body")
    return Place("exception") if _UNKNOWN_NAME.search(evidence.exception[:2000]) else None
