"""Finds the place of words in the evidence as it arrived."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine.clue import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enishi.doctor.engine.evidence import Evidence

_MAX_WORDS = 12


def locate(evidence: Evidence, where: str, words: str) -> Place:
    """The first place at which these plain words stand; the whole part when they cannot be found literally."""
    first: Place | None = None
    parts = list(_parts(evidence, where))
    for place, text in parts:
        first = first or (place if text else None)
        start = text.lower().find(words)
        if start >= 0 and words:
            return Place(place.part, place.name, start, start + len(words))
    return _loosely(parts, words) or first or Place("exchange")


def _loosely(parts: list[tuple[Place, str]], words: str) -> Place | None:
    """The words with other characters than letters and digits between them."""
    pattern = _pattern(words)
    for place, text in parts:
        found = pattern.search(text) if pattern else None
        if found:
            return Place(place.part, place.name, found.start(), found.end())
    return None


def _pattern(words: str) -> re.Pattern[str] | None:
    parts = [re.escape(word).replace("'", "['’]?") for word in words.replace(" . ", " ").split()[:_MAX_WORDS]]
    return re.compile(r"[\W_]{0,6}".join(parts), re.IGNORECASE) if parts else None


def _parts(evidence: Evidence, where: str) -> Iterator[tuple[Place, str]]:
    if where in ("answer", "said", "any"):
        yield Place("response.body"), evidence.got_text
        for name, value in evidence.got_headers or ():
            yield Place("response.header", name), value
    if where in ("exception", "said", "any"):
        yield Place("exception"), evidence.exception
    if where in ("context", "any"):
        yield Place("context"), evidence.context
    if where == "url":
        yield Place("request.url"), evidence.url
    if where == "sent":
        yield Place("request.body"), evidence.sent_text
        for name, value in evidence.sent_headers or ():
            yield Place("request.header", name), value
