"""What vendors' codes and wordings say, looked up in one or several dialects."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from enishi.doctor.engine.evidence import ends
from enishi.doctor.engine.needles import needles
from enishi.doctor.engine.words import plain

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from enishi.doctor.engine.dialect import Dialect, Saying
    from enishi.doctor.engine.evidence import Evidence

_GRAM = 2  # characters by which the words of expressions are looked up: the shortest has two


class Speech:
    """The sayings of some dialects, indexed by code and by the words of their expressions."""

    def __init__(self, dialects: Iterable[Dialect]) -> None:
        self._by_code: dict[str, list[Saying]] = defaultdict(list)
        self._by_needle: dict[str, dict[str, list[Saying]]] = defaultdict(lambda: defaultdict(list))
        self._always: list[Saying] = []
        for dialect in dialects:
            for saying in dialect.sayings:
                if saying.code:
                    self._by_code[plain(saying.code)].append(saying)
                elif saying.when is not None:
                    self._enter(saying, needles(saying.when.pattern))

    def _enter(self, saying: Saying, words: tuple[str, ...]) -> None:
        for word in words:
            self._by_needle[word[:_GRAM]][word].append(saying)
        if not words:
            self._always.append(saying)

    def heard(self, evidence: Evidence) -> Iterator[tuple[Saying, str]]:
        """Sayings that the answer or the exception contains, with the words as they stand there.

        Where a code is explained by the message beside it, the code's general meaning is not heard.
        """
        raw = f"{ends(evidence.got_text)}\n{ends(evidence.exception)}\n{evidence.got_header('www-authenticate') or ''}"
        for key in evidence.code_words:
            fitting = [one for one in self._by_code.get(key, ()) if _applies(one, evidence.status, raw)]
            closer = [one for one in fitting if one.when is not None]
            for saying in closer or fitting:
                yield saying, saying.code
        for saying in dict.fromkeys([*self._possible(raw.lower()), *self._always]):
            found = _matches(saying, evidence.status, raw)
            if found:
                yield saying, found[0]

    def _possible(self, lower: str) -> Iterator[Saying]:
        """Sayings of which a word that they cannot do without stands in the text."""
        grams = {lower[start : start + _GRAM] for start in range(len(lower) - 1)}
        for gram in grams & self._by_needle.keys():
            for word, sayings in self._by_needle[gram].items():
                if word in lower:
                    yield from sayings


def _applies(saying: Saying, status: int | None, raw: str) -> bool:
    if saying.status is not None and status is not None and saying.status != status:
        return False
    return saying.when is None or saying.when.search(raw) is not None


def _matches(saying: Saying, status: int | None, raw: str) -> re.Match[str] | None:
    if saying.when is None or (saying.status is not None and status is not None and saying.status != status):
        return None
    return saying.when.search(raw)
