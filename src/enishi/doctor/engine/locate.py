"""Finds the place of words in the evidence as it arrived."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine.clue import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enishi.doctor.engine.evidence import Evidence

_MAX_WORDS = 12
_MAX_GAP = 6


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


def locate_beginning(evidence: Evidence, where: str, beginning: str) -> Place | None:
    """The first word that begins so (of Japanese: the first place that reads so); None when there is none."""
    pattern = re.compile(
        (r"\b" if beginning.isascii() else "") + re.escape(beginning) + r"[a-z]*", re.IGNORECASE
    )
    for place, text in _parts(evidence, where):
        found = pattern.search(text)
        if found:
            return Place(place.part, place.name, found.start(), found.end())
    return None


def _loosely(parts: list[tuple[Place, str]], words: str) -> Place | None:
    """The words with other characters than letters and digits between them."""
    wanted = words.replace(" . ", " ").split()[:_MAX_WORDS]
    for place, text in parts:
        span = _span(text.lower(), wanted) if wanted else None
        if span:
            return Place(place.part, place.name, *span)
    return None


def _span(text: str, wanted: list[str]) -> tuple[int, int] | None:
    """Start and end of the words in this order, at most `_MAX_GAP` signs apart."""
    start = text.find(wanted[0])
    while start >= 0:
        end: int | None = start + len(wanted[0])
        for word in wanted[1:]:
            end = None if end is None else _next(text, word, end)
        if end is not None:
            return start, end
        start = text.find(wanted[0], start + 1)
    return None


def _next(text: str, word: str, after: int) -> int | None:
    """End of the word when it follows with only signs between."""
    start = after
    while not text.startswith(word, start):
        if start - after >= _MAX_GAP or start >= len(text) or text[start].isalnum():
            return None
        start += 1
    return start + len(word)


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
