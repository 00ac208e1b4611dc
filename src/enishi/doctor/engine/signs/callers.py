"""How the caller presents itself: the place of the key, the age of a signed link, the kind of a limit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.signs.answer import date_of
from enishi.doctor.engine.signs.credential import credential_sent, uses_authorization_code

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

__all__ = [
    "address_part_ends_with_space",
    "bare_value_where_scheme_documented",
    "challenge_without_error",
    "code_in_address",
    "foreign_kind_in_answer",
    "key_header_not_accepted",
    "limit_of_a_day_used_up",
    "limit_of_parallel_calls",
    "named_header_not_sent",
    "page_of_consent_refused",
    "password_handed_over",
    "raw_sign_in_secret",
    "retired_login_path",
    "scheme_word_where_bare_documented",
    "sent_but_taken_for_nobody",
    "signed_link",
    "signed_link_is_early",
    "signed_link_is_over",
]

_UNAUTHORIZED = 401
_NAMED_HEADER = re.compile(
    r"\bx-(?:[a-z0-9]{1,20}-){0,4}(?:key|token|apikey|secret|authorization)\b"
    r"|\b(?:api-key|apikey|circle-token|private-token|access-token) header"
)
_FOREIGN = re.compile(
    r"(?:provided|given|received|invalid|unknown)[^<>{}\"]{0,24}[:=\s]['\"`]?(?:whsec_|eyj|pk_|pub_|xapp-|shpss_|publishable|anon)",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"start \[([^\]]{0,40})\][^\[\]]{0,12}expiry \[([^\]]{0,40})\][^\[\]]{0,12}current \[([^\]]{0,40})\]",
    re.IGNORECASE,
)
_NOBODY = (
    " credentials were not provided ",
    " not provided ",
    " no credentials ",
    " authentication required ",
    " authentication is required ",
    " not authenticated ",
    " unauthenticated ",
    " missing token ",
    " no token ",
    " token missing ",
    " not logged in ",
    " not found in request ",
)
_RETIRED = re.compile(
    r"/clientlogin\b|/authsub|/accounts/oauth|/api/v1/?(?:login|signin)$|/oauth1?/(?:request|access)_?token"
    r"|/authorizations$|/session\.json$|/clients_api/",
    re.IGNORECASE,
)
_CONSENT = re.compile(r"/(?:oauth2?/|o/oauth2/)?(?:v\d(?:\.\d)?/)?(?:authori[sz]e|auth)/?$", re.IGNORECASE)
_END_OF_PART = re.compile(r"(?:\s|%20|%0[aAdD]|%C2%A0|%E3%80%80)(?:/|$)")
_RAW_SIGN = re.compile(r"(?:^|&)(?:client_secret|password|secret|assertion)=[^&]{0,200}[+ ]")
_DAY_WINDOW = re.compile(r"per-?day|daily|w=86400\b|;\s*w=2592000\b", re.IGNORECASE)
_USED_UP = re.compile(r"(?:^|[;,\s])(?:r|remaining)=0\b|^\s*0\s*$", re.IGNORECASE)


def key_header_not_accepted(evidence: Evidence) -> Place | None:
    """The key went in a header of its own, not in Authorization, and the answer is 401."""
    found = evidence.credential
    if found is None or evidence.status != _UNAUTHORIZED or found.where != "request.header":
        return None
    own = not found.name.lower().endswith("authorization") and evidence.sent_header("authorization") is None
    return Place(found.where, found.name) if own and found.value.strip() else None


def named_header_not_sent(evidence: Evidence) -> Place | None:
    """The answer names a header for the key, and the key that was sent stood elsewhere."""
    if evidence.sent_headers is None or not credential_sent(evidence):
        return None
    sent = {name.lower() for name, _ in evidence.sent_headers}
    named = _NAMED_HEADER.findall(evidence.got_text[:4000].lower())
    return Place("response.body") if named and not any(name.split(" ")[0] in sent for name in named) else None


def sent_but_taken_for_nobody(evidence: Evidence) -> Place | None:
    """A credential was sent to a server that is neither PHP nor behind a named proxy, and it was not seen."""
    if (
        not credential_sent(evidence)
        or evidence.facts.get("behind-proxy")
        or evidence.facts.get("redirected")
    ):
        return None
    if ".php" in evidence.path or "/wp-json/" in evidence.path:
        return None
    words = evidence.words("said")
    return Place("response.body") if any(mark in words for mark in _NOBODY) else None


def bare_value_where_scheme_documented(evidence: Evidence) -> Place | None:
    """Authorization holds the bare key, and the vendor documents a scheme word before it."""
    found, dialect = evidence.credential, evidence.dialect
    if found is None or dialect is None or found.scheme or not found.name.lower().endswith("authorization"):
        return None
    return (
        Place(found.where, found.name)
        if dialect.auth.scheme in ("bearer", "basic") and found.value.strip()
        else None
    )


def scheme_word_where_bare_documented(evidence: Evidence) -> Place | None:
    """A scheme word stands before the key, and the vendor documents the bare key in Authorization."""
    found, dialect = evidence.credential, evidence.dialect
    if found is None or dialect is None or found.scheme not in ("bearer", "basic"):
        return None
    auth = dialect.auth
    bare = auth.scheme == "header" and auth.header.lower() == "authorization" and not auth.prefix
    return Place(found.where, found.name) if bare else None


def challenge_without_error(evidence: Evidence) -> Place | None:
    """RFC 6750 3.1: a Bearer challenge without an error is the answer to a call without any credential."""
    asked, params = evidence.challenge
    if asked != "bearer" or "error" in params or evidence.credential is not None:
        return None
    return Place("response.header", "WWW-Authenticate") if evidence.status == _UNAUTHORIZED else None


def foreign_kind_in_answer(evidence: Evidence) -> Place | None:
    """The answer quotes the beginning of the key, and that beginning is of another kind of key."""
    return Place("response.body") if _FOREIGN.search(evidence.got_text[:2000]) else None


def signed_link(evidence: Evidence) -> Place | None:
    """The address carries its own signature and its own end, as links to stored files do."""
    names = {name.lower() for name, _ in evidence.query}
    signed = (
        "x-amz-expires" in names
        or "x-goog-expires" in names
        or {"sig", "se"} <= names
        or {"signature", "expires"} <= names
    )
    return Place("request.url") if signed else None


def _frame(evidence: Evidence) -> tuple[float, float, float] | None:
    found = _FRAME.search(evidence.got_text[:4000])
    if not found:
        return None
    start, end, now = (date_of(part) for part in found.groups())
    if now is None:
        return None
    at = now.timestamp()
    return (start.timestamp() if start else at), (end.timestamp() if end else at), at


def signed_link_is_over(evidence: Evidence) -> Place | None:
    """The answer shows the end of the signed link, and it has passed."""
    frame = _frame(evidence)
    return Place("response.body") if frame is not None and frame[2] > frame[1] else None


def signed_link_is_early(evidence: Evidence) -> Place | None:
    """The answer shows the start of the signed link, and it has not come yet."""
    frame = _frame(evidence)
    return Place("response.body") if frame is not None and frame[2] < frame[0] else None


def password_handed_over(evidence: Evidence) -> Place | None:
    """The user's password itself is handed to the vendor: the password grant, or user and password in the address."""
    names = {name.lower(): value for name, value in evidence.query}
    grant = evidence.sent_form.get("grant_type") or names.get("grant_type", "")
    if not grant and isinstance(evidence.sent_json, dict):
        grant = str(evidence.sent_json.get("grant_type") or "")
    if grant == "password":
        return Place("request.body" if evidence.sent_text else "request.url")
    pair = ("user" in names or "username" in names) and ("pass" in names or "password" in names)
    return Place("request.url") if pair else None


def retired_login_path(evidence: Evidence) -> Place | None:
    """The address is that of a sign-in of former times."""
    return Place("request.url") if _RETIRED.search(evidence.path) else None


def page_of_consent_refused(evidence: Evidence) -> Place | None:
    """The page on which a user would sign in and agree refuses the request itself."""
    refused = evidence.status is not None and evidence.status in (400, 401, 403)
    return (
        Place("request.url")
        if refused and evidence.method in ("GET", "") and _CONSENT.search(evidence.path)
        else None
    )


def code_in_address(evidence: Evidence) -> Place | None:
    """A single-use code or ticket is in the request."""
    names = {name.lower() for name, _ in evidence.query}
    once = {"code", "js_code", "ticket", "confirmation_token", "magic", "otp", "auth_code"} & names
    return Place("request.url") if once else uses_authorization_code(evidence)


def address_part_ends_with_space(evidence: Evidence) -> Place | None:
    """A part of the address, often an account id, ends with white space."""
    return Place("request.url") if _END_OF_PART.search(evidence.path) else None


def raw_sign_in_secret(evidence: Evidence) -> Place | None:
    """A secret in a form body holds a raw plus sign, which is read as a space."""
    text = evidence.sent_text[:4000]
    form = bool(text) and text.lstrip()[:1] not in "{[<"
    return Place("request.body") if form and _RAW_SIGN.search(text) else None


def limit_of_parallel_calls(evidence: Evidence) -> Place | None:
    """A header about limits says that calls at the same time are meant."""
    for name, value in evidence.got_headers or ():
        if "limit" in name.lower() and ("concurr" in value.lower() or "parallel" in value.lower()):
            return Place("response.header", name)
    return None


def limit_of_a_day_used_up(evidence: Evidence) -> Place | None:
    """The counter of a day or a month stands at 0."""
    policy = ""
    for name, value in evidence.got_headers or ():
        lower = name.lower()
        if "limit" not in lower and "quota" not in lower:
            continue
        if "policy" in lower:
            policy = value
        long = _DAY_WINDOW.search(value) or _DAY_WINDOW.search(policy)
        named = "day" in lower or "daily" in lower or "month" in lower
        if (named or long) and "policy" not in lower and _USED_UP.search(value):
            return Place("response.header", name)
    return None
