"""How much the words of an exchange resemble what the catalogue and the vendors' documentation say about each cause.

A weak voice for wordings that no phrase foresees. The table holds, for each term, the causes in whose texts it stands
and how characteristic it is; it is made by `bench/diagnosis/make_terms.py` from the pages, the phrases and the
dialects — never from the cases that the diagnosis is measured on.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from enishi.doctor.engine.words import CJK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TABLE = Path(__file__).with_name("terms.json")
_CJK_RUN = re.compile(f"[{CJK}]+")
_WORD = re.compile(r"[a-z][a-z0-9]+|\d{3}")
_STOP = frozenset(
    [
        "the",
        "and",
        "for",
        "are",
        "but",
        "not",
        "you",
        "all",
        "any",
        "can",
        "had",
        "her",
        "was",
        "one",
        "our",
        "out",
        "has",
        "him",
        "his",
        "how",
        "its",
        "may",
        "new",
        "now",
        "old",
        "see",
        "two",
        "way",
        "who",
        "did",
        "get",
        "use",
        "with",
        "this",
        "that",
        "from",
        "they",
        "have",
        "been",
        "will",
        "your",
        "into",
        "than",
        "then",
        "them",
        "some",
        "what",
        "when",
        "which",
        "would",
        "there",
        "their",
        "about",
        "after",
        "also",
        "only",
        "more",
        "most",
        "other",
        "such",
        "very",
        "just",
        "over",
        "same",
        "each",
        "does",
        "were",
        "being",
        "because",
        "while",
        "where",
        "through",
        "between",
        "both",
        "under",
        "again",
        "here",
        "could",
        "should",
        "must",
        "might",
        "shall",
        "an",
        "is",
        "it",
        "be",
        "by",
        "of",
        "on",
        "to",
        "in",
        "as",
        "at",
        "or",
        "if",
        "we",
        "so",
        "no",
        "do",
        "https",
        "http",
        "www",
        "com",
    ]
)
_MAX_TERMS = 400
ONE_IS_CHANCE = 1.5  # a single common term says little: the sum counts by n / (n + this)


def terms(text: str) -> Iterator[str]:
    """Stems of words and pairs of neighbouring ones of a plain text; pairs of characters of Japanese."""
    last = ""
    for word in _WORD.findall(text)[:_MAX_TERMS]:
        if word in _STOP:
            continue
        stem = _stem(word)
        yield stem
        if last:
            yield f"{last} {stem}"
        last = stem
    for run in _CJK_RUN.findall(text)[:_MAX_TERMS]:
        for start in range(len(run) - 1):
            yield run[start : start + 2]


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:  # noqa: PLR2004
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[str, ...], Mapping[str, list[int]]]:
    try:
        data = json.loads(TABLE.read_text(encoding="utf-8"))
    except OSError:
        return (), {}
    return tuple(data["causes"]), data["terms"]


def resemblance(parts: Mapping[str, float]) -> dict[str, float]:
    """For each cause how many standard deviations it resembles the texts more than the average cause does.

    Args:
        parts: plain texts with their weights.
    """
    causes, table = _table()
    counts: Counter[str] = Counter()
    for text, weight in parts.items():
        for term, times in Counter(terms(text)).items():
            counts[term] += weight * (1 + math.log(times))  # type: ignore[assignment]
    sums = [0.0] * len(causes)
    matched = [0] * len(causes)
    for term, weight in counts.items():
        pairs = table.get(term, ())
        for at in range(0, len(pairs), 2):
            sums[pairs[at]] += weight * pairs[at + 1]
            matched[pairs[at]] += 1
    sums = [value * times / (times + ONE_IS_CHANCE) for value, times in zip(sums, matched, strict=True)]
    return _standardised(causes, sums)


def _standardised(causes: tuple[str, ...], sums: list[float]) -> dict[str, float]:
    if not any(sums):
        return {}
    mean = sum(sums) / len(sums)
    spread = math.sqrt(sum((value - mean) ** 2 for value in sums) / len(sums)) or 1.0
    return {cause: (value - mean) / spread for cause, value in zip(causes, sums, strict=True)}
