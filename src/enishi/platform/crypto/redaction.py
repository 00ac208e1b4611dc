"""Taking secrets out of what is stored or shown: by name, by look, and by known value."""

from __future__ import annotations

import re
from collections.abc import Iterable

MASK = "…(redacted)"
_NAMES = (
    "authorization|proxy-authorization|cookie|set-cookie|x-api-key|api[-_]?key|apikey|access[-_]?token|"
    "refresh[-_]?token|id[-_]?token|client[-_]?secret|secret|password|passwd|pass|private[-_]?key|signature|"
    "x-[a-z0-9-]*(?:token|secret|key|signature)|[a-z0-9-]*api-token|card[-_]?number|cvc|cvv|consumer[-_]?(?:key|secret)|"
    "webhook-signature|token|code_verifier|assertion|session[-_]?id"
)
SECRET_NAME = re.compile(rf"(?:{_NAMES})", re.IGNORECASE)
_JSON_PAIR = re.compile(rf'("(?:{_NAMES})"\s*:\s*)"(?:[^"\\]|\\.)*"', re.IGNORECASE)
_FORM_PAIR = re.compile(rf"((?:^|[&?;\s])(?:{_NAMES})=)[^&\s;#\"']+", re.IGNORECASE)
_XML_PAIR = re.compile(rf"(<({_NAMES})>)[^<]*(</)", re.IGNORECASE)
# A credential mixes letters with digits; "Bearer error=", "token expired" are words that explain a failure.
_BEARER = re.compile(
    r"\b(Bearer|Basic|Token|Zoho-oauthtoken)\s+(?=[A-Za-z._~+/=-]*\d)[A-Za-z0-9._~+/=-]{6,}", re.IGNORECASE
)
_LOOKS = re.compile(
    r"\b(?:eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"
    r"|(?:sk|pk|rk|whsec|shpat|shpss|xox[abprs]|ghp|gho|ensh|ck|cs)_?-?[A-Za-z0-9_-]{12,})"
)
_USERINFO = re.compile(r"(://)[^/@\s:]*:[^/@\s]*@")
SHORTEST = 6


def headers(pairs: Iterable[tuple[str, str]], known: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
    """Headers with secret values masked; the scheme of Authorization stays readable."""
    values = _long_enough(known)
    return tuple((name, _header(name, value, values)) for name, value in pairs)


def text(value: str, known: Iterable[str] = ()) -> str:
    """A body, URL or message with secrets masked.

    Args:
        value: any text.
        known: secret values of this connection; each is masked wherever it stands.
    """
    for secret in _long_enough(known):
        value = value.replace(secret, MASK)
    value = _USERINFO.sub(rf"\1{MASK}@", value)
    value = _JSON_PAIR.sub(rf'\1"{MASK}"', value)
    value = _XML_PAIR.sub(rf"\1{MASK}\3", value)
    value = _FORM_PAIR.sub(rf"\1{MASK}", value)
    value = _BEARER.sub(rf"\1 {MASK}", value)
    return _LOOKS.sub(MASK, value)


def _header(name: str, value: str, known: list[str]) -> str:
    if SECRET_NAME.fullmatch(name):
        scheme, space, rest = value.partition(" ")
        return f"{scheme} {MASK}" if space and rest and scheme.isalpha() else MASK
    return text(value, known)


def _long_enough(known: Iterable[str]) -> list[str]:
    return sorted({value for value in known if len(value) >= SHORTEST}, key=len, reverse=True)
