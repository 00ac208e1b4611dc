"""What the credential looks like."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import TYPE_CHECKING, Any

from enishi.doctor.engine.clue import Place

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Credential, Evidence

__all__ = [
    "asks_token_endpoint",
    "basic_without_colon",
    "credential_has_stray_characters",
    "credential_in_query",
    "credential_is_a_placeholder",
    "credential_kind_is_wrong",
    "credential_looks_cut_off",
    "credential_missing_in_url",
    "credential_sent",
    "environments_are_mixed",
    "no_credential_sent",
    "no_scheme_word",
    "other_scheme_is_asked",
    "refreshes",
    "token_audience_is_another_host",
    "token_is_id_token",
    "token_life_in_jwt_is_over",
    "token_not_yet_valid",
    "two_scheme_words",
    "uses_authorization_code",
]

_PLACEHOLDER = re.compile(
    r"(?:your|my|insert|enter|replace)[-_ ]?(?:own[-_ ]?)?(?:api|access|secret|auth|token|key|client|bearer)|^<.*>$|\{\{?\w+\}?\}|\$\{?\w+|%\w+%|"
    r"changeme|change_me|^(?:undefined|null|none|nil|nan|false|true|object object|\[object object\])$|^(?:token|key|secret|password|apikey|api_key|test|foo|bar|todo)$",
    re.IGNORECASE,
)
_EMPTY = frozenset(("", "null", "undefined", "none", "nil"))
_MASK = re.compile(
    r"^[xX*.…\-_#]+$|^(?:xxx|redacted|hidden|\[redacted\]|\(hidden\)|removed|secret)$", re.IGNORECASE
)
_STRAY = re.compile(
    r"^\s|\s$|[\r\n\t]|^[\"'“”‘’`]|[\"'“”‘’`]$|[\u00a0\u200b\u200c\u200d\u2060\ufeff\u3000]|\\[nr]$|%0[aAdD]$|^%20|%20$|^=|[,;]$"
)
_TOKEN_PATH = re.compile(
    r"/(?:oauth2?|o|connect|auth|identity|token|openid-connect|api|v\d)?/?(?:v\d(?:\.\d)?/)?(?:access_?)?token(?:/|$|\?)|/token$|/oauth/access_token",
    re.IGNORECASE,
)


def no_credential_sent(evidence: Evidence) -> Place | None:
    """The request's headers are known and no credential is in the request, or its value is empty."""
    if evidence.credential is not None:
        return _empty(evidence.credential)
    if evidence.sent_headers is None:
        return None
    return Place("request.header")


def _empty(credential: Credential) -> Place | None:
    value = credential.value.strip().lower()
    if value in _EMPTY or value in ("bearer", "basic", "token"):
        return Place(credential.where, credential.name)
    return None


def credential_missing_in_url(evidence: Evidence) -> Place | None:
    """A key parameter is in the URL without a value."""
    found = evidence.credential
    return (
        Place("request.url", found.name)
        if found and found.scheme == "query" and found.value.strip().lower() in _EMPTY
        else None
    )


def credential_sent(evidence: Evidence) -> Place | None:
    found = evidence.credential
    return Place(found.where, found.name) if found and not _empty(found) else None


def credential_in_query(evidence: Evidence) -> Place | None:
    found = evidence.credential
    return Place("request.url", found.name) if found and found.scheme == "query" else None


def credential_has_stray_characters(evidence: Evidence) -> Place | None:
    found = evidence.credential
    if found is None or found.where == "request.body":
        return None
    raw = evidence.sent_header(found.name) or found.value
    if _other_word(found):
        return None  # another scheme's word is a wrong way of presenting it
    doubled = re.match(r"\s*(bearer|basic|token)\s+\1\b", raw, re.IGNORECASE)
    if doubled or _STRAY.search(found.value) or re.match(r"\w+ {2,}", raw):
        return Place(found.where, found.name)
    if found.scheme == "bearer" and " " in found.value.strip():
        return Place(found.where, found.name)
    return None


def _other_word(found: Credential) -> bool:
    word = re.match(r"(bearer|basic|token|key|apikey)\s+\S", found.value, re.IGNORECASE)
    return bool(word) and bool(found.scheme) and word[1].lower() != found.scheme if word else False


def two_scheme_words(evidence: Evidence) -> Place | None:
    """Two different words for the scheme stand before the credential, such as "Bearer Token …"."""
    found = evidence.credential
    return Place(found.where, found.name) if found and _other_word(found) else None


def credential_looks_cut_off(evidence: Evidence) -> Place | None:
    """A JSON Web Token with fewer than three parts, or a key much shorter than its dialect says."""
    found = evidence.credential
    if found is None or _MASK.match(found.value):
        return None
    if found.value.startswith("eyJ") and found.value.count(".") != 2:  # noqa: PLR2004
        return Place(found.where, found.name)
    if "…" in found.value or (found.value.endswith("...") and len(found.value) > 8):  # noqa: PLR2004
        return Place(found.where, found.name)
    return None


def credential_is_a_placeholder(evidence: Evidence) -> Place | None:
    found = evidence.credential
    if found is None or _MASK.match(found.value):
        return None
    return (
        Place(found.where, found.name)
        if _PLACEHOLDER.search(found.value.strip()) and not _empty(found)
        else None
    )


def credential_kind_is_wrong(evidence: Evidence) -> Place | None:
    """The key has the look of another kind than the dialect's scheme takes."""
    found, dialect = evidence.credential, evidence.dialect
    if found is None or dialect is None or not dialect.auth.keys or _MASK.match(found.value):
        return None
    kinds = [shape for shape in dialect.auth.keys if shape.pattern.match(found.value.strip())]
    publishable = [
        shape for shape in kinds if "publish" in shape.kind.lower() or "public" in shape.kind.lower()
    ]
    return Place(found.where, found.name) if publishable else None


def environments_are_mixed(evidence: Evidence) -> Place | None:
    """A test key at the live host, or a live key at the test host, by the dialect's shapes."""
    found, dialect = evidence.credential, evidence.dialect
    if found is None or dialect is None:
        return None
    kind = next(
        (
            shape.environment
            for shape in dialect.auth.keys
            if shape.environment and shape.pattern.match(found.value.strip())
        ),
        "",
    )
    here = [
        name
        for name, hosts in dialect.environments.items()
        if any(_host_matches(evidence.host, host) for host in hosts)
    ]
    if kind and len(here) == 1 and here[0] != kind:
        return Place(found.where, found.name)
    return None


def _host_matches(host: str, pattern: str) -> bool:
    if pattern.startswith("*."):
        return host.endswith(pattern[1:])
    return host == pattern


def no_scheme_word(evidence: Evidence) -> Place | None:
    """Authorization holds a bare value without Bearer, Basic or another scheme."""
    value = evidence.sent_header("authorization")
    bare = (
        value is not None
        and value.strip()
        and " " not in value.strip()
        and value.strip().lower() not in ("bearer", "basic")
    )
    return Place("request.header", "Authorization") if bare else None


def basic_without_colon(evidence: Evidence) -> Place | None:
    found = evidence.credential
    if found is None or found.scheme != "basic" or _MASK.match(found.value):
        return None
    try:
        inside = base64.b64decode(found.value.strip(), validate=True)
    except (binascii.Error, ValueError):
        return Place(found.where, found.name)
    return None if b":" in inside else Place(found.where, found.name)


def other_scheme_is_asked(evidence: Evidence) -> Place | None:
    """WWW-Authenticate names another scheme than the one that was sent."""
    asked = evidence.challenge[0]
    found = evidence.credential
    if not asked or found is None or not found.scheme or found.scheme in ("query", "body"):
        return None
    return (
        Place("response.header", "WWW-Authenticate")
        if asked != found.scheme
        and asked in ("basic", "bearer", "digest", "token", "oauth", "hawk", "negotiate", "ntlm")
        else None
    )


def asks_token_endpoint(evidence: Evidence) -> Place | None:
    grant = (
        "grant_type" in evidence.sent_form
        or "grant_type" in dict(evidence.query)
        or "grant_type" in evidence.sent_text[:2000]
    )
    if grant or _TOKEN_PATH.search(evidence.path):
        return Place("request.url")
    return None


def _grant(evidence: Evidence) -> str:
    body = evidence.sent_json if isinstance(evidence.sent_json, dict) else {}
    return str(
        evidence.sent_form.get("grant_type")
        or dict(evidence.query).get("grant_type")
        or body.get("grant_type")
        or ""
    )


def refreshes(evidence: Evidence) -> Place | None:
    return (
        Place("request.body")
        if _grant(evidence) == "refresh_token" or "grant_type=refresh_token" in evidence.sent_text[:2000]
        else None
    )


def uses_authorization_code(evidence: Evidence) -> Place | None:
    return Place("request.body") if _grant(evidence) == "authorization_code" else None


def _claims(evidence: Evidence) -> dict[str, Any]:
    found = evidence.credential
    if found is None or not found.value.startswith("eyJ"):
        return {}
    parts = found.value.strip().split(".")
    if len(parts) != 3:  # noqa: PLR2004
        return {}
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}


def token_life_in_jwt_is_over(evidence: Evidence) -> Place | None:
    end = _claims(evidence).get("exp")
    over = (
        isinstance(end, int | float)
        and evidence.exchange.started_at is not None
        and end < evidence.now.timestamp()
    )
    return _token_place(evidence) if over else None


def token_not_yet_valid(evidence: Evidence) -> Place | None:
    """The token's nbf or iat claim lies in the future of the time of the call."""
    claims = _claims(evidence)
    start = claims.get("nbf", claims.get("iat"))
    early = (
        isinstance(start, int | float)
        and evidence.exchange.started_at is not None
        and start > evidence.now.timestamp() + 5
    )
    return _token_place(evidence) if early else None


def token_is_id_token(evidence: Evidence) -> Place | None:
    claims = _claims(evidence)
    return (
        _token_place(evidence)
        if claims and "nonce" in claims and "scope" not in claims and "scp" not in claims
        else None
    )


def token_audience_is_another_host(evidence: Evidence) -> Place | None:
    audience = _claims(evidence).get("aud")
    if not isinstance(audience, str) or not audience.startswith("https://") or not evidence.host:
        return None
    host = audience.split("/")[2].lower()
    return _token_place(evidence) if host not in evidence.host and evidence.host not in host else None


def _token_place(evidence: Evidence) -> Place | None:
    found = evidence.credential
    return Place(found.where, found.name) if found else None
