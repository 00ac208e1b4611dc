"""Finds which of several thousand phrases a text holds, by looking only at those whose rarest word is in it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Generic, TypeVar

from enishi.doctor.engine.phrase import Phrase, phrase
from enishi.doctor.engine.words import is_cjk

if TYPE_CHECKING:
    from collections.abc import Iterator

Owner = TypeVar("Owner")


class Lexicon(Generic[Owner]):
    """Phrases with their owners."""

    def __init__(self) -> None:
        self._by_word: dict[str, list[tuple[Phrase, Owner]]] = defaultdict(list)
        self._japanese: list[tuple[Phrase, Owner]] = []
        self._others: list[tuple[Phrase, Owner]] = []

    def add(self, wording: str, owner: Owner) -> None:
        entry = (phrase(wording), owner)
        if entry[0].keys:
            for word in entry[0].keys:
                self._by_word[word].append(entry)
        elif any(all(is_cjk(word[0]) or is_cjk(word[-1]) for word in choices) for choices in entry[0].needs):
            self._japanese.append(entry)
        else:
            self._others.append(entry)

    def find(self, text: str) -> Iterator[tuple[Owner, tuple[int, int]]]:
        """Owners of the phrases in a plain text, each once, with the span of one of its phrases."""
        if len(text) < 3:  # noqa: PLR2004
            return
        done: set[Owner] = set()
        for entries in self._candidates(text):
            for wanted, owner in entries:
                if owner in done:
                    continue
                for choices in wanted.needs:
                    for word in choices:
                        if word in text:
                            break
                    else:
                        break
                else:
                    span = wanted.find(text)
                    if span:
                        done.add(owner)
                        yield owner, span

    def _candidates(self, text: str) -> Iterator[list[tuple[Phrase, Owner]]]:
        for word in dict.fromkeys(text.split()):
            found = self._by_word.get(word)
            if found:
                yield found
        yield self._others
        if not text.isascii():
            yield self._japanese
