"""Weighs the causes against each other on all the evidence.

Each clue adds log-odds to its cause. Clues of one group tell the same thing, so only the strongest counts in full
and the next ones for a fraction. The scores are then compared with each other: a cause is as likely as it is
better supported than the rest.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from enishi.doctor.engine import signatures
from enishi.doctor.engine.clue import HINT, STRONG, Clue, Place
from enishi.doctor.engine.commonness import weight_of
from enishi.doctor.engine.contract import findings
from enishi.doctor.engine.fact_words import FACTS
from enishi.doctor.engine.finding import Finding
from enishi.doctor.engine.learned import learned
from enishi.doctor.engine.locate import locate, locate_beginning
from enishi.doctor.engine.traits import traits
from enishi.doctor.engine.words import Text

if TYPE_CHECKING:
    from enishi.doctor.engine.catalogue import Catalogue
    from enishi.doctor.engine.cause import Cause, Signal
    from enishi.doctor.engine.dialect import Saying
    from enishi.doctor.engine.evidence import Evidence
    from enishi.doctor.engine.speech import Speech

SECOND, REST = 0.2, 0.05  # what the second and each further clue of a group count
SCALE = {"said": 0.75, "told": 1.25}  # machines' wordings are often generic, a person's story seldom is
PLAINLY_SAID = 0.9
CONFLICT = -1.3  # a status that this cause is not answered with
USUAL, POSSIBLE = 1.6, 0.6
PRIOR = 0.7
_NO_REPLY = -2.0  # a fault below HTTP, though HTTP answered
_INBOUND, _NOT_INBOUND = 0.8, -3.0
_OURS_TO_CHECK = -1.5  # at a call to us, credentials and rights are our own to check
EXPLAINED = 5  # causes for which the learned voice gives its reason
_PLACES = {"s": "said", "c": "context"}
_ALIKE = Text(
    "Known failures of this cause speak in these words.", "同じ原因の既知の失敗に、よく出てくる言葉です。"
)
LEARNED = 0.7  # what the learned voice counts beside the rules
PLAIN_STATEMENT = 5.0  # from here on a person names the cause itself
_AGAINST_STATEMENT = 0.6  # what the vendor's words count for a neighbour of the cause that a person names
_SHARED = 0.85  # wordings that many vendors share say a little less than a vendor's own
_BELOW_HTTP = frozenset(
    ("network-dns-failure", "network-connection-refused", "network-keepalive-race", "network-read-timeout")
)


@dataclass(slots=True)
class Hit:
    """A clue before its place is worked out."""

    weight: float
    why: Text
    group: str
    where: str = ""
    words: str = ""
    place: Place | None = None

    def clue(self, evidence: Evidence) -> Clue:
        return Clue(self.place or locate(evidence, self.where, self.words), self.weight, self.why, self.group)


@dataclass(slots=True)
class Tally:
    cause: Cause
    hits: list[Hit] = field(default_factory=list)
    score: float = 0.0

    def finding(self, evidence: Evidence, *, most: int) -> Finding:
        """The cause with its strongest reasons, `most` of them."""
        ordered = sorted(self.hits, key=lambda hit: -abs(hit.weight))[:most]
        return Finding(self.cause, tuple(hit.clue(evidence) for hit in ordered), self.score)


@dataclass(slots=True)
class Heard:
    """A vendor's saying that was found, for the diagnosis to quote."""

    saying: Saying
    words: str
    own: bool


def weigh(
    evidence: Evidence,
    catalogue: Catalogue,
    speeches: tuple[tuple[Speech, bool], ...],
    seen: tuple[tuple[str, Hit], ...] = (),
) -> tuple[list[Tally], list[Heard]]:
    """All causes with their scores, best first, and the vendors' sayings that were found.

    `seen` are hits from outside the exchange, by slug: what probes and the contract showed.
    """
    tallies = [Tally(cause) for cause in catalogue.causes]
    _phrases(evidence, catalogue, tallies)
    _codes(evidence, catalogue, tallies)
    _rest(evidence, catalogue, tallies)
    heard = _sayings(evidence, tallies, speeches)
    seen_marks = traits(evidence)
    voice = learned().scores(seen_marks)
    extra: dict[str, list[Hit]] = defaultdict(list)
    for slug, hit in (*seen, *contract_hits(evidence), *_signature_hits(evidence)):
        extra[slug].append(hit)
    doubted = _doubted(tallies)
    inbound = evidence.facts.get("inbound") is not None
    replied = evidence.exchange.response is not None and evidence.exchange.response.status is not None
    for tally in tallies:
        cause = tally.cause
        if cause.slug in extra:
            tally.hits += extra[cause.slug]
        if cause.detect is not None:
            tally.hits += [
                Hit(clue.weight, clue.why, clue.group or "detect", place=clue.place)
                for clue in cause.detect(evidence)
            ]
        tally.score = (
            LEARNED * voice.get(cause.refines or cause.slug, voice.get(cause.slug, 0.0))
            + PRIOR * cause.base
            + _of_status(cause, evidence.status)
            + _of_kind(cause, inbound, replied)
        )
        if tally.hits:
            for hit in tally.hits:
                hit.weight = weight_of(cause.slug, hit.why.en, hit.weight)
            tally.score += total(tally.hits, _AGAINST_STATEMENT if cause.slug in doubted else 1.0)
    tallies.sort(key=lambda tally: -tally.score)
    for tally in tallies[:EXPLAINED]:
        tally.hits += _likeness(evidence, tally.cause, seen_marks)
    return tallies, heard


def _likeness(evidence: Evidence, cause: Cause, marks: Mapping[str, float]) -> list[Hit]:
    """For the reader: the word by which known failures of this cause are told. The score has it already."""
    for mark, weight in learned().reasons(marks, cause.slug):
        kind, _, word = mark.partition(":")
        if weight * LEARNED < HINT / 2:
            break
        place = (
            locate_beginning(evidence, _PLACES[kind], word) if kind in _PLACES and " " not in word else None
        )
        if place is not None:
            return [Hit(weight * LEARNED, _ALIKE, "learned", place=place)]
    return []


def contract_hits(evidence: Evidence) -> list[tuple[str, Hit]]:
    return [
        (found.slug, Hit(found.weight, found.why, f"contract:{found.place.name}", place=found.place))
        for found in findings(evidence)
    ]


def _signature_hits(evidence: Evidence) -> list[tuple[str, Hit]]:
    return [
        (slug, Hit(weight, why, "signature-tried", place=place))
        for slug, weight, why, place in signatures.findings(evidence)
    ]


def _doubted(tallies: list[Tally]) -> set[str]:
    """Neighbours of the causes that a person names plainly: vendors' codes are vague where two causes touch."""
    stated = [
        tally.cause
        for tally in tallies
        if any(hit.where == "context" and hit.weight >= PLAIN_STATEMENT for hit in tally.hits)
    ]
    return {slug for cause in stated for slug in cause.neighbours} - {cause.slug for cause in stated}


def total(hits: list[Hit], said: float = 1.0) -> float:
    """Sum of the hits with correlated ones counted once; `said` is how far the vendor's words are believed."""
    groups: dict[str, list[float]] = defaultdict(list)
    for hit in hits:
        groups[hit.group + ("+" if hit.weight >= 0 else "-")].append(hit.weight)
    return sum(
        (said if name == "said+" else 1.0) * _scale(name[:-1], weights) * _of_group(weights)
        for name, weights in groups.items()
    )


def _scale(group: str, weights: list[float]) -> float:
    """A machine's strong words (an error code) are believed nearly in full, its vague ones less."""
    return PLAINLY_SAID if group == "said" and max(weights) >= STRONG else SCALE.get(group, 1.0)


def _of_group(weights: list[float]) -> float:
    weights.sort(key=abs, reverse=True)
    return weights[0] + SECOND * sum(weights[1:2]) + REST * sum(weights[2:6])


def _phrases(evidence: Evidence, catalogue: Catalogue, tallies: list[Tally]) -> None:
    for where, lexicon in catalogue.lexicons.items():
        text = evidence.words(where)
        seen: set[tuple[int, int]] = set()
        for owner, (start, end) in lexicon.find(text):
            if owner in seen:
                continue
            seen.add(owner)
            signal = tallies[owner[0]].cause.signals[owner[1]]
            tallies[owner[0]].hits.append(
                Hit(signal.weight, signal.why, signal.group, where, text[start:end].strip())
            )


def _codes(evidence: Evidence, catalogue: Catalogue, tallies: list[Tally]) -> None:
    seen: set[tuple[int, int]] = set()
    for word in evidence.code_words:
        for owner in catalogue.codes.get(word, ()):
            if owner not in seen:
                seen.add(owner)
                signal = tallies[owner[0]].cause.signals[owner[1]]
                tallies[owner[0]].hits.append(
                    Hit(signal.weight, signal.why, signal.group, "said", word.strip())
                )


def _rest(evidence: Evidence, catalogue: Catalogue, tallies: list[Tally]) -> None:
    found: list[tuple[Place, list[tuple[int, Signal]]]] = []
    for name, facts in catalogue.by_fact.items():
        place = evidence.facts.get(name)
        if place is not None:
            found.append((place, facts))
    for test, tests in catalogue.by_test.items():
        place = _tested(test, evidence)
        if place is not None:
            found.append((place, tests))
    if evidence.status is not None:
        found.append((Place("response.status"), catalogue.by_status.get(evidence.status, [])))
    for place, signals in found:
        for number, signal in signals:
            why = signal.why if signal.why.en else FACTS[signal.values[0]].why
            tallies[number].hits.append(Hit(signal.weight, why, signal.group, place=place))


def _tested(test: Callable[[Evidence], Place | bool | None], evidence: Evidence) -> Place | None:
    found = test(evidence)
    if found is True:
        return Place("exchange")
    return found or None


def _sayings(
    evidence: Evidence, tallies: list[Tally], speeches: tuple[tuple[Speech, bool], ...]
) -> list[Heard]:
    places = {tally.cause.slug: tally for tally in tallies}
    heard: list[Heard] = []
    for speech, own in speeches:
        for saying, words in speech.heard(evidence):
            tally = places.get(saying.cause)
            if tally is None:
                continue
            heard.append(Heard(saying, words, own))
            if saying.means is not None:
                weight = saying.weight if own else saying.weight * _SHARED
                tally.hits.append(Hit(weight, saying.means, "said", "said", words))
    return heard


def _of_status(cause: Cause, status: int | None) -> float:
    if status is None or not (cause.usual_status or cause.possible_status):
        return 0.0
    if status in cause.usual_status:
        return USUAL - 0.12 * (len(cause.usual_status) - 1)
    return POSSIBLE - 0.05 * len(cause.possible_status) if status in cause.possible_status else CONFLICT


def _of_kind(cause: Cause, inbound: bool, replied: bool) -> float:  # noqa: FBT001
    """Whether this sort of fault fits this sort of exchange at all."""
    if cause.slug.startswith("webhook"):
        return _INBOUND if inbound else _NOT_INBOUND
    if inbound and cause.slug.startswith(("auth-", "permission-")) and cause.slug != "auth-clock-skew":
        return _OURS_TO_CHECK
    below = replied and (cause.slug in _BELOW_HTTP or cause.slug.startswith("network-tls"))
    return _NO_REPLY if below else 0.0


def shares(tallies: list[Tally], temperature: float) -> list[float]:
    """How likely each cause is against the others."""
    top = tallies[0].score
    parts = [math.exp((tally.score - top) / temperature) for tally in tallies]
    whole = sum(parts)
    return [part / whole for part in parts]
