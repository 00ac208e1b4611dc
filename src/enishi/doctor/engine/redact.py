"""Takes secrets out of everything that is shown: by the name they stand under, by their look, and by value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enishi.doctor.engine.evidence import Evidence

MARK = "…"
_NAME = (
    r"authorization|api[_\-]?key|api[_\-]?token|access[_\-]?key|access[_\-]?token|refresh[_\-]?token|id[_\-]?token|auth[_\-]?token|token|secret|client[_\-]?secret|"
    r"password|passwd|passwort|pwd|cookie|set-cookie|session[_\-]?id|sessionid|jsessionid|phpsessid|signature|sig|hmac|credential|assertion|private[_\-]?key|"
    r"hapikey|apikey|consumer[_\-]?secret|x-[a-z\-]*(?:token|key|secret|hmac|signature)[a-z0-9\-]*|code_verifier|otp|pin|cvv|cvc|card[_\-]?number|webhook[_\-]?secret"
)
_IS_NAME = re.compile(
    rf"^(?:{_NAME})$|(?:^|[_\-.])(?:token|secret|password|apikey|api_key|passwd|private_key|signature|hmac)$",
    re.IGNORECASE,
)
_PAIR = re.compile(
    rf"(?P<name>[\"']?\b(?:{_NAME})\b[\"']?\s*(?:=>|[:=])\s*)(?P<scheme>[\"']?(?:Bearer|Basic|Token|Digest|OAuth)?\s*)(?P<value>[^\s\"'&,;<>}}\]]{{3,}})",
    re.IGNORECASE,
)
_SCHEME = re.compile(
    r"\b(Bearer|Basic|Zoho-oauthtoken|Token token=|OAuth)\s+(?!realm|error)([A-Za-z0-9+/=._~\-]{6,})",
    re.IGNORECASE,
)
_LOOKS = re.compile(
    r"eyJ[\w\-]{8,}(?:\.[\w\-]*){0,2}"  # JSON Web Token
    r"|\b(?:sk|pk|rk|shp(?:at|ca|pa|ss)|xox[abeprs]|gh[pousr]|github_pat|glpat|pat|key|whsec|sq0[a-z]{3}|SG|AKIA|ASIA|AIza|EAA|ya29|secret|ntn|xapp|1//|pat\w{0,3})"
    r"[_\-.]?[A-Za-z0-9_\-.]{12,}"
    r"|-----BEGIN [A-Z ]+-----[\s\S]{0,8000}?(?:-----END [A-Z ]+-----|$)"
    r"|\b[0-9a-f]{32,}\b|\b(?:\d[ \-]?){13,19}\b"
)
_LONG = re.compile(r"[A-Za-z0-9+/_\-]{28,}={0,2}")
_SEGMENT = re.compile(r"[a-z0-9_\-]{0,24}|[A-Z][a-z]{1,16}|[A-Z]{1,5}[\-_]?\d{1,12}")  # of an address
_USERINFO = re.compile(r"(?<=://)[^/@\s]{1,200}@")
_DUMMY = re.compile(r"[xX*.…]+")
_MIN_VALUE = 4


def is_secret_name(name: str) -> bool:
    return bool(_IS_NAME.search(name))


class Redactor:
    """Knows the secret values of one exchange and takes them out of any text."""

    def __init__(self, values: Iterable[str]) -> None:
        kept = {value.strip() for value in values}
        kept |= {value for item in set(kept) for value in item.split() if len(value) >= _MIN_VALUE * 2}
        long = sorted(
            (value for value in kept if len(value) >= _MIN_VALUE and not _DUMMY.fullmatch(value)),
            key=len,
            reverse=True,
        )
        self._values = re.compile("|".join(map(re.escape, long))) if long else None

    def __call__(self, text: str) -> str:
        if not text:
            return text
        text = self.values(text)
        text = _PAIR.sub(lambda found: f"{found['name']}{found['scheme']}{MARK}", text)
        text = _SCHEME.sub(lambda found: f"{found[1]} {MARK}", text)
        text = _LONG.sub(_unless_words, _LOOKS.sub(MARK, text))
        return _USERINFO.sub(f"{MARK}@", text)

    def values(self, text: str) -> str:
        """The text without the secret values that are known."""
        return text if self._values is None else self._values.sub(MARK, text)


def _unless_words(found: re.Match[str]) -> str:
    """A long run is a secret when it mixes digits, small and capital letters, and is not a path of words."""
    run = found[0]
    if "/" in run and all(_SEGMENT.fullmatch(part) for part in run.split("/")):
        return run
    mixed = any(c.isdigit() for c in run) and any(c.islower() for c in run) and any(c.isupper() for c in run)
    return MARK if mixed else run


def redactor_for(evidence: Evidence) -> Redactor:
    """Collects the values that stand under secret names in this exchange, and those of the settings."""
    values: list[str] = list(evidence.settings.secrets) if evidence.settings else []
    for name, value in (
        *(evidence.sent_headers or ()),
        *(evidence.got_headers or ()),
        *evidence.query,
        *evidence.sent_form.items(),
    ):
        if is_secret_name(name):
            values += [value, value.partition(" ")[2]] if " " in value.strip() else [value]
    if evidence.credential is not None:
        values.append(evidence.credential.value)
    for data in (evidence.sent_json, evidence.got_json):
        values += _named(data)
    return Redactor(values)


def _named(data: object, depth: int = 0) -> list[str]:
    if depth > 8:  # noqa: PLR2004
        return []
    found: list[str] = []
    if isinstance(data, dict):
        for name, value in list(data.items())[:200]:
            if isinstance(value, str) and " " not in value.strip() and is_secret_name(str(name)):
                found.append(value)
            found += _named(value, depth + 1)
    elif isinstance(data, list):
        for value in data[:100]:
            found += _named(value, depth + 1)
    return found
