"""What the answer looks like: limits, waiting times, redirects, pages instead of data."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from enishi.doctor.engine.clue import Place

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

__all__ = [
    "answer_is_empty",
    "answer_is_html",
    "answer_is_json",
    "answer_is_xml",
    "answer_lacks_charset",
    "answer_to_write",
    "answered_ok",
    "body_is_compressed",
    "body_is_cut_off",
    "body_starts_with_mark",
    "client_error",
    "clocks_differ",
    "edge_server_answers",
    "gateway_status",
    "limit_used_up",
    "no_answer",
    "no_status_known",
    "page_of_challenge",
    "page_of_maintenance",
    "php_noise_around_json",
    "redirect_changes_host",
    "redirect_changes_scheme",
    "redirect_to_login",
    "redirects_slash_only",
    "refused_in_success",
    "retry_after_is_long",
    "retry_after_is_short",
    "says_gzip_but_is_not",
    "server_error",
]

_LONG_WAIT = 2 * 3600
_REMAINING = re.compile(
    r"^(?:x-)?(?:rate-?limit|api-?limit|app-?limit|ratelimit)(?:-\w+)*-?remaining(?:-\w+)*$|remaining$",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"just a moment|attention required|cf-browser-verification|cf-chl|checking your browser|incapsula|imperva|request unsuccessful|"
    r"access denied[^<]{0,80}(?:reference|edgesuite|akamai)|errors\.edgesuite|ddos protection|enable javascript and cookies|captcha|mod_security|modsecurity|"
    r"sucuri|wordfence|datadome|perimeterx|you have been blocked|bot detection|web application firewall|request blocked|the requested url was rejected",
    re.IGNORECASE,
)
_MAINTENANCE = re.compile(
    r"maintenance|メンテナンス|wartung|mantenimiento|under construction|scheduled downtime|briefly unavailable|be back soon|right back",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"^\s*(?:<br ?/?>\s*)?(?:<b>)?(?:PHP )?(?:Warning|Notice|Deprecated|Fatal error|Parse error|Strict Standards)\b|^\s*<!--|\}\s*(?:<!--|<br|<script|<b>|Warning:|Notice:)",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"log[-_]?in|sign[-_]?in|sso|saml|authorize|accounts\.|/auth\b|session/new", re.IGNORECASE
)


def date_of(value: str | None) -> datetime | None:
    """An HTTP date as aware time; None when it is none."""
    if not value:
        return None
    from email.utils import parsedate_to_datetime  # slow to load and seldom needed

    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def answered_ok(evidence: Evidence) -> Place | None:
    return Place("response.status") if evidence.status is not None and 200 <= evidence.status < 300 else None  # noqa: PLR2004


def client_error(evidence: Evidence) -> Place | None:
    return Place("response.status") if evidence.status is not None and 400 <= evidence.status < 500 else None  # noqa: PLR2004


def server_error(evidence: Evidence) -> Place | None:
    return Place("response.status") if evidence.status is not None and 500 <= evidence.status < 600 else None  # noqa: PLR2004


def gateway_status(evidence: Evidence) -> Place | None:
    return (
        Place("response.status") if evidence.status in (502, 503, 504, 520, 521, 522, 523, 524, 530) else None
    )


def no_answer(evidence: Evidence) -> bool:
    """An exception is known and no answer came."""
    return bool(evidence.exception) and not evidence.answered and evidence.status is None


def no_status_known(evidence: Evidence) -> bool:
    return evidence.status is None


def answer_to_write(evidence: Evidence) -> bool:
    return evidence.method in ("POST", "PUT", "PATCH", "DELETE")


def answer_is_html(evidence: Evidence) -> Place | None:
    return Place("response.body") if evidence.got_kind == "html" else None


def answer_is_xml(evidence: Evidence) -> Place | None:
    return Place("response.body") if evidence.got_kind == "xml" else None


def answer_is_json(evidence: Evidence) -> Place | None:
    return Place("response.body") if evidence.got_kind == "json" else None


def answer_is_empty(evidence: Evidence) -> Place | None:
    response = evidence.exchange.response
    return (
        Place("response.body")
        if response is not None and response.body is not None and not response.body.strip()
        else None
    )


def limit_used_up(evidence: Evidence) -> Place | None:
    for name, value in evidence.got_headers or ():
        if _REMAINING.search(name) and re.fullmatch(r"0(?:\.0+)?(?:[;,].*)?", value.strip()):
            return Place("response.header", name)
    return _full_bucket(evidence)


def _full_bucket(evidence: Evidence) -> Place | None:
    """Headers of the form used/limit, for example 40/40."""
    for name, value in evidence.got_headers or ():
        used = re.fullmatch(r"\s*(\d+)\s*/\s*(\d+)\s*", value)
        if used and "limit" in name.lower() and int(used[1]) >= int(used[2]) > 0:
            return Place("response.header", name)
    return None


def _retry_after(evidence: Evidence) -> float | None:
    return seconds_to_wait(evidence.got_header("retry-after"), evidence.now)


def seconds_to_wait(value: str | None, now: datetime) -> float | None:
    """Retry-After in seconds: a number or an HTTP date."""
    if not value:
        return None
    if re.fullmatch(r"\s*\d{1,9}(?:\.\d{1,9})?\s*", value):
        return float(value)
    at = date_of(value)
    return max(0.0, (at - now).total_seconds()) if at else None


def retry_after_is_short(evidence: Evidence) -> Place | None:
    seconds = _retry_after(evidence)
    return Place("response.header", "Retry-After") if seconds is not None and seconds < _LONG_WAIT else None


def retry_after_is_long(evidence: Evidence) -> Place | None:
    seconds = _retry_after(evidence)
    return Place("response.header", "Retry-After") if seconds is not None and seconds >= _LONG_WAIT else None


def page_of_challenge(evidence: Evidence) -> Place | None:
    marked = (
        evidence.got_header("cf-mitigated")
        or evidence.got_header("x-iinfo")
        or evidence.got_header("x-sucuri-block")
    )
    if marked and evidence.status in (403, 429, 503):
        return Place("response.header", "cf-mitigated")
    page = evidence.got_kind in ("html", "text") and _CHALLENGE.search(evidence.got_text[:6000])
    return Place("response.body") if page else None


def edge_server_answers(evidence: Evidence) -> Place | None:
    """An HTML refusal by a CDN or web server in front, not by the API."""
    server = (evidence.got_header("server") or "").lower()
    at_edge = any(
        name in server
        for name in ("cloudflare", "akamai", "cloudfront", "awselb", "imperva", "sucuri", "bigip")
    )
    return (
        Place("response.header", "Server")
        if at_edge and evidence.got_kind == "html" and evidence.status in (403, 406, 429, 503)
        else None
    )


def page_of_maintenance(evidence: Evidence) -> Place | None:
    return (
        Place("response.body")
        if evidence.got_kind in ("html", "text", "json") and _MAINTENANCE.search(evidence.got_text[:6000])
        else None
    )


def php_noise_around_json(evidence: Evidence) -> Place | None:
    """Warnings or comments stand before or after the data."""
    text = evidence.got_text
    if evidence.got_json is not None or not text:
        return None
    return Place("response.body") if _NOISE.search(text[:4000]) or _NOISE.search(text[-600:]) else None


def body_starts_with_mark(evidence: Evidence) -> Place | None:
    response = evidence.exchange.response
    if response is not None and (response.body or b"").startswith(b"\xef\xbb\xbf"):
        return Place("response.body")
    return (
        Place("request.body") if (evidence.exchange.request.body or b"").startswith(b"\xef\xbb\xbf") else None
    )


def body_is_compressed(evidence: Evidence) -> Place | None:
    response = evidence.exchange.response
    return (
        Place("response.body")
        if response is not None and (response.body or b"").startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd"))
        else None
    )


def says_gzip_but_is_not(evidence: Evidence) -> Place | None:
    response = evidence.exchange.response
    if response is None or not response.body or not (evidence.got_header("content-encoding") or "").strip():
        return None
    readable = response.body[:1] in b'{["<' and evidence.exchange.failure is not None
    return Place("response.header", "Content-Encoding") if readable else None


def body_is_cut_off(evidence: Evidence) -> Place | None:
    """JSON that begins and does not end, or fewer bytes than Content-Length says."""
    response = evidence.exchange.response
    if response is None or not response.body:
        return None
    length = evidence.got_header("content-length") or ""
    encoded = evidence.got_header("content-encoding")
    if length.isdigit() and len(length) < 12 and not encoded and int(length) > len(response.body):  # noqa: PLR2004
        return Place("response.header", "Content-Length")
    return None


def answer_lacks_charset(evidence: Evidence) -> Place | None:
    value = evidence.got_header("content-type")
    return Place("response.header", "Content-Type") if value and "charset" not in value.lower() else None


def _location(evidence: Evidence) -> str:
    return evidence.got_header("location") or ""


def redirect_changes_scheme(evidence: Evidence) -> Place | None:
    upgraded = evidence.scheme == "http" and _location(evidence).lower().startswith("https://")
    return Place("response.header", "Location") if upgraded else None


def redirect_changes_host(evidence: Evidence) -> Place | None:
    found = re.match(r"(?i)https?://([^/?#]+)", _location(evidence))
    here = re.match(r"(?i)https?://(?:[^/?#@]*@)?([^/?#]+)", evidence.url)
    moved = found and here and found[1].lower() != here[1].lower()
    return Place("response.header", "Location") if moved else None


def redirects_slash_only(evidence: Evidence) -> Place | None:
    here = evidence.url.partition("?")[0]
    there = _location(evidence).partition("?")[0]
    if not here or not there:
        return None
    there_path = re.sub(r"(?i)^https?://[^/]+", "", there)
    same = there_path.rstrip("/") == evidence.path.rstrip("/") and there_path != evidence.path
    return Place("response.header", "Location") if same else None


def redirect_to_login(evidence: Evidence) -> Place | None:
    return (
        Place("response.header", "Location")
        if _location(evidence) and _LOGIN.search(_location(evidence))
        else None
    )


def refused_in_success(evidence: Evidence) -> Place | None:
    """A 2xx answer whose body says no: ok false, success false, errors that are not empty, Fault, status error."""
    if evidence.status is None or not 200 <= evidence.status < 300:  # noqa: PLR2004
        return None
    pointer = _refusal(evidence.got_json)
    if pointer:
        return Place("response.body", pointer)
    if evidence.got_kind == "xml" and re.search(
        r"<(?:\w+:)?(?:Fault|errors?|ErrorResponse|exception)\b", evidence.got_text[:3000], re.IGNORECASE
    ):
        return Place("response.body")
    return None


def _refusal(data: Any) -> str:
    if isinstance(data, list):
        return _refusal(data[0]) if data else ""
    if not isinstance(data, dict):
        return ""
    for name in ("ok", "success", "Success", "isSuccess", "succeeded"):
        if data.get(name) is False or data.get(name) == "false":
            return f"/{name}"
    for name in (
        "error",
        "errors",
        "userErrors",
        "Fault",
        "fault",
        "exception",
        "error_code",
        "errorCode",
        "faultcode",
        "errorMessage",
        "error_message",
    ):
        if data.get(name) and data[name] not in ("0", "None", "none", "OK"):
            return f"/{name}"
    for name in ("status", "result", "resultCode", "Status", "state", "code"):
        if str(data.get(name, "")).lower() in (
            "error",
            "failed",
            "failure",
            "fail",
            "ng",
            "rejected",
            "invalid",
        ):
            return f"/{name}"
    inner = data.get("data")
    return _refusal_of_mutation(inner) if isinstance(inner, dict) else ""


def _refusal_of_mutation(data: dict[str, Any]) -> str:
    for name, value in list(data.items())[:10]:
        if isinstance(value, dict) and value.get("userErrors"):
            return f"/data/{name}/userErrors"
    return ""


def clocks_differ(evidence: Evidence) -> Place | None:
    """The answer's Date and our own time of the call are more than two minutes apart."""
    if evidence.exchange.started_at is None:
        return None
    there = date_of(evidence.got_header("date"))
    if there is None:
        return None
    apart = abs((there - evidence.exchange.started_at).total_seconds()) - (evidence.exchange.elapsed or 0)
    return Place("response.header", "Date") if apart > 120 else None  # noqa: PLR2004
