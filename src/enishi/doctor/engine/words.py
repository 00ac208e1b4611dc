"""Text in two languages, and the plain form in which evidence is read.

Vendors say the same thing as `INVALID_TOKEN`, `invalid-token`, `InvalidToken` and "Invalid 'token'". `plain`
brings all of them to the same words, so that a phrase written once is found in every spelling.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Lang = Literal["en", "ja"]

_ONE_WORD = re.compile(
    r"OAuth|GraphQL|JavaScript|GitHub|GitLab|WordPress|WooCommerce|PayPal|HubSpot|OpenAPI|OpenSSL|DevOps|IPv(?=[46])"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_APOSTROPHE = re.compile(r"(?<=[a-z])['’](?=[a-z])", re.IGNORECASE)
_END = re.compile(r"[!?;。！？\n]+|[.…](?=[\s\"')\]]|$)")
_DROPPED = re.compile(r"[\s_\-\"'`´‘’“”«»「」『』()\[\]{}<>,:=|*#、・\\\x00-\x1f]+")
CJK = "\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f\u30fc"
_SEAM = re.compile(rf"(?<=[{CJK}])(?=[a-z0-9])|(?<=[a-z0-9])(?=[{CJK}])")
_CJK_CHAR = re.compile(f"[{CJK}]")


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in English and Japanese."""

    en: str
    ja: str

    def of(self, lang: str) -> str:
        return self.ja if lang.startswith("ja") else self.en

    def format(self, **values: object) -> Text:
        return Text(self.en.format(**values), self.ja.format(**values))


def plain(text: str) -> str:
    """Lower-case words with one space between, sentence ends as " . ", a space at both ends.

    >>> plain("INVALID_TOKEN: The access-token isn't valid.")
    ' invalid token the access token isnt valid . '
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = _ONE_WORD.sub(lambda found: found[0].lower(), text)
    text = _APOSTROPHE.sub("", _CAMEL.sub(" ", text)).lower()
    text = _DROPPED.sub(" ", _END.sub(" . ", text))
    if not text.isascii():
        text = _SEAM.sub(" ", text)
    return f" {' '.join(text.split())} "


def is_cjk(character: str) -> bool:
    return _CJK_CHAR.match(character) is not None
