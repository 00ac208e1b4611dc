"""What an exchange shows, as short marks that can be counted: words and pairs of words by where they stand, statuses, facts.

The learned weights (see `learned`) speak about these marks and nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine.fact_words import FACTS
from enishi.doctor.engine.words import CJK, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from enishi.doctor.engine.evidence import Evidence

_CJK_RUN = re.compile(f"[{CJK}]+")
_WORD = re.compile(r"[a-z][a-z0-9]*|\d+")
_STOP = frozenset(
    [
        "the",
        "and",
        "for",
        "are",
        "but",
        "you",
        "all",
        "any",
        "can",
        "had",
        "her",
        "was",
        "one",
        "our",
        "has",
        "him",
        "his",
        "its",
        "may",
        "see",
        "two",
        "way",
        "who",
        "did",
        "get",
        "with",
        "this",
        "that",
        "from",
        "they",
        "have",
        "will",
        "your",
        "into",
        "them",
        "some",
        "what",
        "which",
        "would",
        "there",
        "their",
        "about",
        "also",
        "such",
        "very",
        "just",
        "each",
        "does",
        "were",
        "being",
        "because",
        "while",
        "where",
        "through",
        "both",
        "here",
        "could",
        "should",
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
        "we",
        "so",
        "do",
        "a",
        "i",
        "https",
        "http",
        "www",
        "com",
    ]
)
_MAX_WORDS = 260
_NUMBER = re.compile(r"[1-5]\d\d")
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "s", "ly")
_LEAST_STEM = 4

# How much each kind of mark counts together; within a kind every mark counts the same.
SHARES: Mapping[str, float] = {"s": 1.0, "c": 1.2, "w": 0.8, "u": 0.5, "b": 0.4, "f": 0.6, "x": 0.7}


def traits(evidence: Evidence) -> dict[str, float]:
    """Marks with their values, each kind scaled to a fixed length.

    Kinds: `s` the answer's and the exception's words, `c` the operator's words, `w` both together, `u` address,
    `b` names and words of what was sent, `f` facts of the situation, `x` status and form of the answer.
    """
    said = list(dict.fromkeys(terms(evidence.words("said"))))
    told = list(dict.fromkeys(terms(evidence.words("context"))))
    found: dict[str, float] = {}
    _enter(found, "s", said)
    _enter(found, "c", told)
    _enter(found, "w", dict.fromkeys([*said, *told]))
    _enter(
        found, "u", dict.fromkeys(_single(plain(f"{evidence.method} {evidence.path} {evidence.raw_query}")))
    )
    _enter(found, "b", dict.fromkeys(_single(plain(evidence.sent_text[:2000]))))
    _enter(found, "f", [name for name in FACTS if evidence.facts.get(name) is not None])
    _enter(found, "x", _form(evidence))
    return found


def _enter(found: dict[str, float], kind: str, marks: Iterable[str]) -> None:
    listed = list(marks)
    if listed:
        value = SHARES[kind] / len(listed) ** 0.5
        for mark in listed:
            found[f"{kind}:{mark}"] = value


def _form(evidence: Evidence) -> Iterator[str]:
    status = evidence.status
    yield f"status {status}"
    yield f"status {status // 100}xx" if status else "no status"
    yield f"body {evidence.got_kind}"
    yield f"method {evidence.method or 'unknown'}"
    if evidence.exception:
        yield "exception"
    if not evidence.context:
        yield "nothing told"
    if evidence.facts.get("inbound") is not None:
        yield "inbound"
    for name, _ in evidence.got_headers or ():
        yield f"got {name.lower()}"
    for name, value in evidence.sent_headers or ():
        yield f"sent {name.lower()}"
        if name.lower() in ("content-type", "accept"):
            yield f"sent {name.lower()} {value.partition(';')[0].strip().lower()}"
    if evidence.credential is not None:
        yield f"credential {evidence.credential.scheme} {evidence.credential.where}"
    elif evidence.sent_headers is not None:
        yield "no credential"
    if evidence.got_headers:
        yield f"type {evidence.got_type}"


def terms(text: str) -> Iterator[str]:
    """Stems of words and pairs of neighbouring ones of a plain text; one, two and three characters of Japanese."""
    last = ""
    for stem in _single(text):
        yield stem
        if last:
            yield f"{last} {stem}"
        last = stem


def _single(text: str) -> Iterator[str]:
    for word in _WORD.findall(text)[:_MAX_WORDS]:
        if word.isdigit():
            yield word if _NUMBER.fullmatch(word) else f"#{min(len(word), 9)}"
        elif word not in _STOP:
            yield _stem(word)
    if not text.isascii():
        for run in _CJK_RUN.findall(text)[:_MAX_WORDS]:
            for start in range(len(run) - 1):
                yield run[start : start + 2]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word
