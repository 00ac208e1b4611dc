"""What tells where on the way a call ended: whether an answer came, who gave it, and how long it took."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.signs.answer import limit_used_up

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

__all__ = [
    "answered_at_all",
    "exception_names_ipv6",
    "forbidden_with_limit_used_up",
    "gave_up_at_own_limit",
    "html_refusal",
    "no_browser_seen",
    "no_exception_known",
    "no_other_vendor_seen",
    "options_refused",
    "proxy_asks_login",
    "request_left_us",
]

_IPV6 = re.compile(
    r"(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}(?![\w])|(?<![\w:])2[0-9a-f]{3}:[0-9a-f:]{2,39}",
    re.IGNORECASE,
)
_BROWSER = re.compile(
    r"browser|fetch|xmlhttp|cors|origin|preflight|axios|network ?error|react|vue|angular|javascript|frontend|web page|ブラウザ",
    re.IGNORECASE,
)


def answered_at_all(evidence: Evidence) -> Place | None:
    response = evidence.exchange.response
    return Place("response.status") if response is not None and response.status is not None else None


def proxy_asks_login(evidence: Evidence) -> Place | None:
    return (
        Place("response.header", "Proxy-Authenticate") if evidence.got_header("proxy-authenticate") else None
    )


def gave_up_at_own_limit(evidence: Evidence) -> Place | None:
    """The call ended within a tenth of the time limit set for our client."""
    elapsed, limit = evidence.exchange.elapsed, evidence.settings.timeout if evidence.settings else None
    if elapsed is None or not limit or not evidence.exception:
        return None
    return Place("settings", "timeout") if 0.9 * limit <= elapsed <= 1.2 * limit else None


def html_refusal(evidence: Evidence) -> Place | None:
    refused = evidence.status in (401, 403, 405, 406, 409, 415, 418, 429, 444, 501, 503)
    return Place("response.body") if refused and evidence.got_kind == "html" else None


def options_refused(evidence: Evidence) -> Place | None:
    refused = evidence.method == "OPTIONS" and evidence.status is not None and evidence.status >= 300  # noqa: PLR2004
    return Place("request.line") if refused and evidence.sent_header("origin") else None


def no_browser_seen(evidence: Evidence) -> bool:
    return not evidence.sent_header("origin") and not _BROWSER.search(
        f"{evidence.exception[:2000]} {evidence.context}"
    )


def no_exception_known(evidence: Evidence) -> bool:
    return not evidence.exception


def no_other_vendor_seen(evidence: Evidence) -> bool:
    return (
        evidence.history is None or evidence.history.other_vendors_failing is None
    ) and evidence.facts.get("all-vendors-fail") is None


def exception_names_ipv6(evidence: Evidence) -> Place | None:
    found = _IPV6.search(evidence.exception[:2000])
    return Place("exception", "", found.start(), found.end()) if found else None


def forbidden_with_limit_used_up(evidence: Evidence) -> Place | None:
    return limit_used_up(evidence) if evidence.status == 403 else None  # noqa: PLR2004


def request_left_us(evidence: Evidence) -> Place | None:
    """The client says that bytes of the request were sent, so a connection stood."""
    failure = evidence.exchange.failure
    return Place("exception") if failure is not None and failure.sent else None
