"""Whether an exchange is a call from the vendor to us, read from its address, headers, body and what was told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine.clue import Place

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

_HEADERS = ("signature", "hmac", "webhook", "-event", "-topic", "x-delivery", "hook-secret", "-challenge")
_PATHS = ("/webhook", "/hook", "/callback/", "/notify", "/ipn", "/events/inbound", "webhook")
_RECEIVERS = frozenset(
    ("hook", "hooks", "wh", "ipn", "webhook", "webhooks", "notify", "notification", "notifications", "callback", "recv",
     "incoming", "inbound", "receive", "receiver", "postback", "listener", "sns", "interactions", "events", "sms", "voice")
)  # fmt: skip
_NOT_A_NAME = frozenset(
    ("api", "app", "apps", "auth", "id", "ids", "in", "io", "item", "list", "me", "my", "org", "pay", "user", "en", "ja",
     "jobs", "data", "db", "sync", "search", "send", "push", "mail", "cloud", "web", "shop", "own", "rest", "the", "service",
     "server", "test", "graph", "sms", "orders", "payments", "json", "platform", "messaging", "business")
)  # fmt: skip
_LONGEST, _SHORTEST_WORD, _LONGEST_SHORT = (
    3,
    3,
    4,
)  # parts of a path, letters of a word, letters of a short name
_API_PATH = re.compile(
    r"/(?:v\d[\w.]*|rest|graphql|oauth2?|token|admin|wp-json)(?:/|$)|/api/v|\.json$|\d{4}-\d\d"
)
_ENVELOPE = re.compile(
    r'"(?:hook_id|zen|triggerEvent|eventType|event_type|webhookEvent|notificationItems|eventCode|livemode|event_id|plainToken|webhookId)"'
    r'|"challenge"|"url_verification"|"type"\s*:\s*"(?:ping|[a-z_]+\.[a-z_.]+)"|"event"\s*:\s*"',
)
_CHALLENGE = re.compile(
    r"(?:^|&)(?:hub\.(?:challenge|mode)|validationtoken|challenge|crc_token)=", re.IGNORECASE
)
_SIGNED = re.compile(
    r"x-[a-z-]{0,30}(?:signature|hmac)|signature (?:does not|did not|mismatch|verif|validation)|octokit.webhooks|raw[ _-]?body|生の?(?:ボディ|body|本文)|signing (?:secret|key)|signaturevalidation|signatureverification|"
    r"invalidsignature|webhookverification|constructevent|verify[_ ]?webhook|csrf|authenticity ?token|署名(?:検証|シークレット)",
    re.IGNORECASE,
)
_LINE = re.compile(r"x509|dial tcp|lookup|certificate|unknown ?host|getaddrinfo", re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:web ?)?hooks?\b|event subscription|(?:endpoint|subscription)s? (?:was |is |has been |got |been )?(?:disabled|paused|turned off|switched off)|\bredeliver|\bcall ?backs? (?:url|is|are|never|stop)|"
    r"(?:events?|notifications?|calls?|deliver(?:y|ies)|messages|updates) (?:have |has |had )?(?:stopped|dried up|ceased|no longer come)|"
    r"no (?:more |further |new )?(?:events?|notifications?|triggers?|deliver)|hears? (?:of none|nothing)|"
    r"(?:通知|イベント|webhook)[^。]{0,12}(?:来な|来ません|届か|止ま|途絶)",
    re.IGNORECASE,
)


def comes_to_us(evidence: Evidence) -> Place | None:
    """Where it shows that the vendor calls us; None when it does not show."""
    if evidence.exchange.direction == "in":
        return Place("request.line")
    names = [name.lower() for name, _ in evidence.sent_headers or ()]
    signed = any(part in name for name in names for part in _HEADERS)
    if signed and not any(name in ("authorization", "x-api-key") for name in names):
        return Place("request.header")
    if not evidence.url:
        said = "" if _LINE.search(evidence.exception[:2000]) else evidence.exception[:2000]
        told = _TOLD.search(f"{evidence.context} {said} {evidence.got_text[:2000]}")
        return Place("context", told[0]) if told else None
    if evidence.host.startswith("hooks.slack") or _of_vendor(evidence) or "authorization" in names:
        return None
    return _by_path(evidence) or _by_address(evidence) or _by_content(evidence)


def _by_path(evidence: Evidence) -> Place | None:
    path = evidence.path.lower()
    if not any(part in path for part in _PATHS) or evidence.host.startswith(("api.", "hooks.")):
        return None
    own = (
        evidence.method in ("POST", "GET", "HEAD", "")
        and "subscription" not in path
        and not path.rstrip("/").endswith("webhooks")
    )
    return Place("request.url") if own and "/v1/" not in path and "/api/v" not in path else None


def _words(evidence: Evidence) -> list[str]:
    found = re.findall(r"[a-z0-9]{3,}", evidence.vendor.lower())
    return [word for word in found if word not in _NOT_A_NAME]


def _of_vendor(evidence: Evidence) -> bool:
    """The host called is the vendor's: it holds one of the words of the vendor's name."""
    host = re.sub(r"[^a-z0-9]", "", evidence.host)
    return any(word in host for word in _words(evidence))


def _by_address(evidence: Evidence) -> Place | None:
    """A short path at a host that is not the vendor's is called like the vendor, or like a receiver."""
    path = evidence.path.lower()
    if evidence.method not in ("POST", "HEAD", "OPTIONS", "") or _API_PATH.search(path):
        return None
    parts = [re.sub(r"\.(?:php|aspx|ashx|jsp)$", "", part) for part in path.split("/") if part]
    if not parts or len(parts) > _LONGEST or "." in parts[-1]:
        return None
    named = any(_names_vendor(part, evidence) for part in (parts[0], parts[-1]))
    outward = evidence.host.startswith(("api.", "rest.", "gateway.", "sms.", "chat.", "mm."))
    receiver = parts[-1] in _RECEIVERS and evidence.method == "POST" and not outward
    return Place("request.url", parts[-1]) if named or receiver else None


def _names_vendor(part: str, evidence: Evidence) -> bool:
    """The part of a path is the vendor's name, its beginning, or its letters in short ("gh" for GitHub)."""
    if len(part) <= 1 or part in _NOT_A_NAME or not evidence.vendor:
        return False
    words = _words(evidence)
    pieces = [piece for piece in re.split(r"[-_.]", part) if len(piece) >= _SHORTEST_WORD]
    if any(word.startswith(piece) for piece in pieces for word in words):
        return True
    if len(part) > _LONGEST_SHORT or evidence.method != "POST":
        return False
    letters = iter(re.sub(r"[^a-z]", "", evidence.vendor.lower()))
    return part[0] in {word[0] for word in words} and all(letter in letters for letter in part)


def _by_content(evidence: Evidence) -> Place | None:
    if _CHALLENGE.search(evidence.raw_query):
        return Place("request.url")
    if evidence.host.startswith("api.") or _API_PATH.search(evidence.path.lower()):
        return None
    if evidence.method == "POST" and _ENVELOPE.search(evidence.sent_text[:3000]):
        return Place("request.body")
    if evidence.method not in ("POST", ""):
        return None
    text = f"{evidence.context} {evidence.exception[:2000]}"
    found = _SIGNED.search(text) or _TOLD.search(evidence.context)
    return Place("context", found[0]) if found else None
