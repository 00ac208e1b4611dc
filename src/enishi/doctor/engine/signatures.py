"""Tries the signature of a webhook with every stored secret in every usual form, to tell which of them fits.

Vendors sign the raw body, or a time stamp and the body, or an id, a time stamp and the body, or the address and the body;
they write the digest in hex or base64, with or without a prefix. Which form fits tells whether the secret is another one
or the body was changed on its way.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from enishi.doctor.engine.clue import CLEAR, DECISIVE, STRONG, Place
from enishi.doctor.engine.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enishi.doctor.engine.evidence import Evidence

_SIGNATURE_HEADER = re.compile(r"signature|hmac|x-hub-sig|-sign$", re.IGNORECASE)
_TIME_HEADER = re.compile(r"timestamp|request-time", re.IGNORECASE)
_ID_HEADER = re.compile(r"(?:webhook|svix|message|delivery|event)-id$", re.IGNORECASE)
_PARTS = re.compile(r"[\s,;]+")
_PREFIX = re.compile(r"^(?:sha(?:1|256|512)|v\d+a?|s|hmac|signature|sig|h1)[=:]", re.IGNORECASE)
_ALGORITHMS = {20: "sha1", 32: "sha256", 64: "sha512"}
_MOST_BODY, _MOST_SECRETS, _MOST_SIGNATURES, _SHORTEST_SECRET = 1_000_000, 8, 6, 8


@dataclass(frozen=True, slots=True)
class Fit:
    """What fits.

    Attributes:
        secret: number of the stored secret, from 0.
        form: what was signed: "body", "time.body", "id.time.body", "time+body" or "address+body".
        reserialised: whether the body fits only after it was parsed and written anew.
        header: name of the header that carries the signature.
    """

    secret: int
    form: str
    reserialised: bool
    header: str


def fit_of(evidence: Evidence) -> Fit | None:
    """The first form and secret with which a signature of the request can be made; None when none fits."""
    body = evidence.exchange.request.body or b""
    secrets = _secrets(evidence)
    if len(body) > _MOST_BODY:
        return None
    for name, digest in _signatures(evidence):
        algorithm = _ALGORITHMS[len(digest)]
        for reserialised, text in _bodies(body):
            for form, content in _contents(evidence, text):
                for number, secret in enumerate(secrets):
                    if any(
                        hmac.compare_digest(hmac.digest(key, content, algorithm), digest)
                        for key in _keys(secret)
                    ):
                        return Fit(number, form, reserialised, name)
    return None


def tried(evidence: Evidence) -> bool:
    """Whether there is anything to try: a call to us with a signature, and a stored secret."""
    return (
        bool(_secrets(evidence))
        and evidence.facts.get("inbound") is not None
        and next(_signatures(evidence), None) is not None
    )


def findings(evidence: Evidence) -> list[tuple[str, float, Text, Place]]:
    """Slug, weight, reason and place of what the trial shows."""
    if not tried(evidence):
        return []
    fit = fit_of(evidence)
    if fit is None:
        header = next(_signatures(evidence))[0]
        return [("webhook-wrong-secret", CLEAR, _NONE_FITS, Place("request.header", header))]
    place = Place("request.header", fit.header)
    if fit.reserialised:
        return [("webhook-body-parsed", DECISIVE, _REWRITTEN, place)]
    if evidence.status not in _REFUSALS and not evidence.exception:
        return []
    return [
        ("webhook-wrong-secret", STRONG, _ANOTHER, place),
        ("webhook-body-parsed", -STRONG, _RAW_FITS, place),
    ]


_REFUSALS = (400, 401, 403)
_NONE_FITS = Text(
    "None of the stored secrets makes this signature, in any usual form, over the bytes as they came.",
    "届いたままのバイト列では、保存してあるどのシークレットからも、よくあるどの形式でも、この署名になりません。",
)
_REWRITTEN = Text(
    "The signature fits a stored secret once the body is parsed and written anew: the bytes were changed on the way.",
    "本文をいったん解析して書き直すと、保存してあるシークレットと署名が合います。途中でバイト列が変わっています。",
)
_ANOTHER = Text(
    "One of the stored secrets makes this signature over the raw bytes; the check used another one.",
    "届いたままのバイト列に、保存してある別のシークレットを使うと署名が合います。",
)
_RAW_FITS = Text("The raw bytes fit the signature.", "届いたままのバイト列で署名が合います。")


def _secrets(evidence: Evidence) -> tuple[str, ...]:
    stored = evidence.settings.secrets if evidence.settings else ()
    return tuple(secret for secret in stored if len(secret) >= _SHORTEST_SECRET)[:_MOST_SECRETS]


def _signatures(evidence: Evidence) -> Iterator[tuple[str, bytes]]:
    """Header names and digests of every signature that the request carries."""
    found = 0
    for name, value in evidence.sent_headers or ():
        if not _SIGNATURE_HEADER.search(name):
            continue
        for part in _PARTS.split(value.strip())[:_MOST_SIGNATURES]:
            digest = _digest(_PREFIX.sub("", part))
            if digest is not None and found < _MOST_SIGNATURES:
                found += 1
                yield name, digest


def _digest(text: str) -> bytes | None:
    """The bytes of a digest in hex, base64 or base64url; None when it is none of a known length."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        try:
            found = base64.b64decode(
                text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True
            )
        except (binascii.Error, ValueError):
            return None
    return found if len(found) in _ALGORITHMS else None


def _keys(secret: str) -> Iterator[bytes]:
    """The secret as it stands, and what it stands for when it is base64 (also after `whsec_`) or hex."""
    yield secret.encode()
    text = secret.strip().removeprefix("whsec_")
    if text != secret:
        yield text.encode()
    with suppress(binascii.Error, ValueError):
        yield base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    with suppress(ValueError):
        yield bytes.fromhex(text)


def _bodies(body: bytes) -> Iterator[tuple[bool, bytes]]:
    """The body as it came, then as it would be after being parsed and written anew."""
    yield False, body
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return
    for separators, spaced in (((",", ":"), None), ((", ", ": "), None), ((",", ": "), 2)):
        for as_is in (True, False):
            text = json.dumps(data, ensure_ascii=not as_is, separators=separators, indent=spaced).encode()
            for again in (text, text.replace(b"/", b"\\/")):
                if again != body:
                    yield True, again


def _contents(evidence: Evidence, body: bytes) -> Iterator[tuple[str, bytes]]:
    yield "body", body
    for time in _times(evidence):
        yield "time.body", f"{time}.".encode() + body
        yield "time+body", time.encode() + body
        yield "time.body", f"v0:{time}:".encode() + body
        for name, value in evidence.sent_headers or ():
            if _ID_HEADER.search(name):
                yield "id.time.body", f"{value.strip()}.{time}.".encode() + body
    if evidence.url:
        yield "address+body", evidence.url.encode() + body
        yield "address+body", f"{evidence.method}{evidence.url}".encode() + body


def _times(evidence: Evidence) -> list[str]:
    found = [value.strip() for name, value in evidence.sent_headers or () if _TIME_HEADER.search(name)]
    for name, value in evidence.sent_headers or ():
        if _SIGNATURE_HEADER.search(name):
            found += re.findall(r"\bt=(\d{9,14})\b", value)
    return list(dict.fromkeys(found))[:2]
