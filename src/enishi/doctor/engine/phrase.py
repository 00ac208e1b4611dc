"""A small language for what a message may say: literal words, alternatives, gaps and word beginnings.

    "token ~ expired"              words with at most a few others between, in the same sentence
    "(access|session) token"       alternatives; "(the|) token" makes a word optional
    "expir*", "# mb"               any ending of a word; any number
    "有効期限(が|)切れ"              Japanese needs no spaces

A phrase is brought to the same plain form as the evidence. It is never found where it is negated
("not expired") unless the phrase itself holds the negation. Most phrases are refused by looking for the words they
cannot do without; a regular expression is made only for a phrase that passes.
"""

from __future__ import annotations

import re
from functools import cache

from enishi.doctor.engine.words import plain

_TOKEN = re.compile(r"\(|\)|\||~|\s+|[^()|~\s]+(?: +[^()|~\s]+)*")
_NEGATION = re.compile(
    r" (?:not|never|isnt|arent|wasnt|werent|dont|doesnt|didnt|hasnt|havent|wont|cant|cannot|without|neither|nor|hardly|barely) "
)
_NEGATED_BEFORE = re.compile(
    r" (?:not|never|no|isnt|arent|wasnt|doesnt|didnt|hasnt|havent|neither|nor|hardly|barely)(?: (?:yet|been|be|a|an|the|any|really|just))? $"
)
_NEGATED_AFTER = re.compile(r"\s?(?:では(?:な|あり)|じゃな|は?(?:され|し)?てい(?:ない|ません))")
_COMMON = frozenset(
    [
        "the",
        "a",
        "an",
        "is",
        "are",
        "was",
        "of",
        "to",
        "in",
        "on",
        "for",
        "with",
        "and",
        "or",
        "not",
        "be",
        "by",
        "this",
        "that",
        "request",
        "error",
        "api",
    ]
)
_GAP = r"(?:(?! \. )[\s\S]){0,60}?"

Needs = tuple[tuple[str, ...], ...]


class Phrase:
    """A phrase as written by an author, ready to be looked for."""

    __slots__ = ("_pattern", "keys", "needs", "negative", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self._pattern: re.Pattern[str] | None = None
        parser = _Parser(source)
        needs = sorted(parser.needs(), key=len)
        if not needs:
            raise ValueError(f"the phrase {source!r} has no word that it needs")
        self.needs: Needs = tuple(needs)
        self.keys = parser.keys()
        self.negative = bool(_NEGATION.search(plain(re.sub(r"[()|~*#]", " ", source))))

    def find(self, text: str) -> tuple[int, int] | None:
        """Start and end in a plain text, or None."""
        if self._pattern is None:
            self._pattern = re.compile(_Parser(self.source).regex())
        for found in self._pattern.finditer(text):
            if self.negative or not _negated(text, found.start(), found.end()):
                return found.span()
        return None


def _negated(text: str, start: int, end: int) -> bool:
    return bool(
        _NEGATED_BEFORE.search(text[max(0, start - 24) : start])
        or _NEGATED_AFTER.match(text[end : end + 12])
        or _NEGATION.search(text, start, end)
    )


@cache
def phrase(source: str) -> Phrase:
    return Phrase(source)


class _Parser:
    """Reads the language. A sequence is a list of literals, groups, gaps (`~`) and spaces."""

    def __init__(self, source: str) -> None:
        self._tokens = _tokens(source)
        self._at = 0
        self._source = source
        self._sequence = self._read()
        if self._at < len(self._tokens):
            raise ValueError(f"a bracket too many in {source!r}")

    def needs(self) -> list[tuple[str, ...]]:
        return _needs(self._sequence)

    def keys(self) -> tuple[str, ...]:
        """Whole words of which one must be in the text; empty when the phrase has none (Japanese, beginnings)."""
        return _keys(self._sequence)

    def regex(self) -> str:
        return _regex(self._sequence)

    def _read(self) -> list[object]:
        sequence: list[object] = []
        while self._at < len(self._tokens) and self._tokens[self._at] not in ("|", ")"):
            token = self._tokens[self._at]
            self._at += 1
            sequence.append(self._group() if token == "(" else token)  # noqa: S105
        return sequence

    def _group(self) -> tuple[list[object], ...]:
        choices = [self._read()]
        while self._at < len(self._tokens) and self._tokens[self._at] == "|":
            self._at += 1
            choices.append(self._read())
        if self._at >= len(self._tokens):
            raise ValueError(f"a bracket is not closed in {self._source!r}")
        self._at += 1
        return tuple(choices)


def _tokens(source: str) -> list[str]:
    tokens = [token if token.strip() else " " for token in _TOKEN.findall(source.strip())]
    return [token if token in "()|~ " else token.strip() for token in tokens]  # noqa: S105


def _literal(token: str) -> str:
    """Plain form of a literal with its `*` and `#` kept."""
    parts = re.split(r"([*#])", token)
    out = ""
    for part in parts:
        if part in ("*", "#"):
            out += part
        elif part:
            words = plain(part).strip()
            out += (" " if part[0] == " " and out else "") + words + (" " if part[-1] == " " else "")
    return out.strip()


def _needs(sequence: list[object]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for item in sequence:
        if isinstance(item, tuple):
            words = [_best(choice) for choice in item]
            if all(words):
                found.append(tuple(dict.fromkeys(words)))
        elif item not in ("~", " "):
            longest = max(re.split(r"[*#]", _literal(str(item))), key=len).strip()
            if longest:
                found.append((longest,))
    return found


def _best(choice: list[object]) -> str:
    """The longest word that this alternative cannot do without; empty when there is none."""
    single = [words[0] for words in _needs(choice) if len(words) == 1]
    return max(single, key=len, default="")


def _keys(sequence: list[object]) -> tuple[str, ...]:
    best: tuple[str, ...] = ()
    for item in sequence:
        found: tuple[str, ...] = ()
        if isinstance(item, tuple):
            choices = [_keys(choice) for choice in item]
            if all(choices):
                found = tuple(dict.fromkeys(word for choice in choices for word in choice))
        elif item not in ("~", " "):
            whole = [
                word
                for word in _literal(str(item)).split()
                if word.isascii() and "*" not in word and "#" not in word
            ]
            found = (max(whole, key=_rarity),) if whole else ()
        if found and (not best or _rank(found) > _rank(best)):
            best = found
    return best


def _rarity(word: str) -> int:
    return 1 if word in _COMMON else len(word) + 3


def _rank(words: tuple[str, ...]) -> float:
    return min(map(_rarity, words)) - 0.5 * len(words)


def _regex(sequence: list[object]) -> str:
    out: list[str] = []
    skip_space = False
    for index, item in enumerate(sequence):
        after = sequence[index + 1] if index + 1 < len(sequence) else None
        before = sequence[index - 1] if index else None
        if item == " ":
            if not skip_space and "~" not in (before, after):
                out.append(" ")
            skip_space = False
        elif item == "~":
            out.append(_GAP)
        elif isinstance(item, tuple):
            text, skip_space = _group_regex(
                item, spaced_before=before == " " and bool(out) and out[-1] == " ", after=after
            )
            if text.startswith("(?: ") and out and out[-1] == " ":
                out.pop()
            out.append(text)
        else:
            out.append(_word_regex(_literal(str(item))))
    return "".join(out)


def _group_regex(
    choices: tuple[list[object], ...], *, spaced_before: bool, after: object
) -> tuple[str, bool]:
    """The group's expression, and whether it took the space that follows."""
    texts = [_regex(choice) for choice in choices]
    body = "|".join(text for text in texts if text)
    if all(texts):
        return f"(?:{body})", False
    if all(text.endswith(" ") for text in texts if text):
        return f"(?:{body})?", False
    if after == " ":
        return f"(?:(?:{body}) )?", True
    if spaced_before:
        return f"(?: (?:{body}))?", False
    return f"(?:{body})?", False


def _word_regex(words: str) -> str:
    left = "(?<![a-z0-9])" if words[:1].isascii() and words[:1].isalnum() else ""
    right = "(?![a-z0-9])" if words[-1:].isascii() and words[-1:].isalnum() else ""
    escaped = re.escape(words).replace(r"\*", "[a-z0-9]*").replace(r"\#", r"\d+").replace("\\ ", " ")
    return left + escaped + right
