"""A small language for what a message may say: literal words, alternatives, gaps and word beginnings.

    "token ~ expired"              words with at most a few others between, in the same sentence
    "(access|session) token"       alternatives; "(the|) token" makes a word optional
    "expir*"                       beginning of a word
    "有効期限(が|)切れ"              Japanese needs no spaces

A phrase is brought to the same plain form as the evidence. It is never found where it is negated
("not expired") unless the phrase itself holds the negation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from enishi.doctor.engine.words import is_cjk, plain

GAP = 60  # characters that a "~" may span
_GROUP = re.compile(r"\(([^()]*)\)")
_NEGATION = re.compile(
    r" (?:not|never|isnt|arent|wasnt|werent|dont|doesnt|didnt|hasnt|havent|wont|cant|cannot|without|neither|nor) "
)
_NEGATED_BEFORE = re.compile(
    r" (?:not|never|isnt|arent|wasnt|doesnt|didnt|hasnt|havent|neither|nor)(?: (?:yet|been|be|a|an|the|any|really|just))? $"
)
_NEGATED_AFTER = re.compile(r"\s?(?:では(?:な|あり)|じゃな|は(?:され|し)?てい(?:ない|ません)|(?:して|されて|れて)(?:い)?(?:ない|ません))")
_MAX_EXPANSION = 256


@dataclass(frozen=True, slots=True)
class Phrase:
    """One alternative of a phrase: literal pieces in order, gaps between them."""

    pieces: tuple[str, ...]
    negative: bool

    def find(self, text: str) -> tuple[int, int] | None:
        """Start and end in a plain text, or None."""
        first = self.pieces[0]
        start = text.find(first)
        while start >= 0:
            end = self._rest(text, start + len(first))
            if end is not None and (self.negative or not _negated(text, start, end)):
                return start, end
            start = text.find(first, start + 1)
        return None

    def _rest(self, text: str, end: int) -> int | None:
        for piece in self.pieces[1:]:
            back = 1 if text[end - 1] == " " else 0
            at = text.find(piece, end - back, end + GAP + len(piece))
            if at < 0:
                return None
            between = text[end - back : at + 1]
            if " . " in between or (not self.negative and _NEGATION.search(between)):
                return None
            end = at + len(piece)
        return end


def _negated(text: str, start: int, end: int) -> bool:
    return bool(_NEGATED_BEFORE.search(text[max(0, start - 24) : start + 1]) or _NEGATED_AFTER.match(text[end : end + 12]))


@lru_cache(maxsize=None)
def phrases(source: str) -> tuple[Phrase, ...]:
    """All alternatives of a phrase as written by an author."""
    written = [source]
    while any("(" in text for text in written):
        written = [variant for text in written for variant in _expand(text)]
        if len(written) > _MAX_EXPANSION:
            raise ValueError(f"too many alternatives in {source!r}")
    found = dict.fromkeys(_phrase(text, source) for text in written)
    return tuple(found)


def _expand(text: str) -> list[str]:
    group = _GROUP.search(text)
    if group is None:
        return [text]
    return [text[: group.start()] + choice + text[group.end() :] for choice in group[1].split("|")]


def _phrase(text: str, source: str) -> Phrase:
    pieces = tuple(_piece(part) for part in text.split("~") if part.strip())
    if not pieces or any(len(piece.strip()) < 2 for piece in pieces):  # noqa: PLR2004
        raise ValueError(f"a piece of the phrase {source!r} is too short to mean anything")
    return Phrase(pieces, negative=bool(_NEGATION.search(plain(text))))


def _piece(part: str) -> str:
    opened, closed = part.strip().startswith("*"), part.strip().endswith("*")
    words = plain(part.strip().strip("*")).strip()
    if not words:
        return ""
    left = "" if opened or is_cjk(words[0]) else " "
    right = "" if closed or is_cjk(words[-1]) else " "
    return left + words + right
