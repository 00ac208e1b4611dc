"""Learn the weights of the marks (`engine/learned.tsv`), the signs' counts (`engine/commonness.json`) and the confidence table.

    pip install -r requirements/learn.txt && python bench/diagnosis/learn.py [--folds]

With `--folds` nothing is written: the newest real exchanges are answered by weights that have not seen their vendor, and
the rules alone, the weights alone and both together are scored. The sealed part of the corpus is never read.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence

import confidence
import numpy as np
from material import Case, corpus, further, hits, kept_apart, newest, number_of, short, stories, written
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from enishi.doctor.consult import gather, speeches
from enishi.doctor.engine import commonness, learned, weighing
from enishi.doctor.engine.catalogue import catalogue
from enishi.doctor.engine.corpus import exchange_of
from enishi.doctor.engine.evidence import Evidence
from enishi.doctor.engine.traits import traits
from enishi.doctor.engine.weighing import Tally, weigh

STRENGTH = 8.0  # inverse of the regularisation
ROUNDS = 80
LEAST_SEEN = 2  # marks of one exchange only teach nothing about others
OF_REAL, OF_STORY = 1.5, 0.3  # how much a real exchange and a sentence of a story count beside a written one
KEPT = 0.12  # weights nearer to zero are left out
FOLDS = 4


def evidence_of(case: Case) -> Evidence:
    return gather(exchange_of(case), vendor=case.get("vendor"), context=case.get("context"))


def weighed(case: Case) -> list[Tally]:
    evidence = evidence_of(case)
    return weigh(evidence, catalogue(), speeches(evidence.dialect))[0]


class Lessons:
    """Exchanges with their marks and weights."""

    def __init__(self, groups: Sequence[tuple[float, list[Case]]]) -> None:
        self.marks = [traits(evidence_of(case)) for _, cases in groups for case in cases]
        self.causes = [case["cause"] for _, cases in groups for case in cases]
        self.weights = [weight for weight, cases in groups for _ in cases]

    def and_also(self, marks: list[dict[str, float]], cases: list[Case]) -> Lessons:
        more = Lessons([])
        more.marks = self.marks + marks
        more.causes = self.causes + [case["cause"] for case in cases]
        more.weights = self.weights + [OF_REAL] * len(cases)
        return more

    def fitted(self) -> tuple[DictVectorizer, LogisticRegression]:
        seen = Counter(mark for marks in self.marks for mark in marks)
        vectors = DictVectorizer()
        found = vectors.fit_transform(
            [
                {mark: value for mark, value in marks.items() if seen[mark] >= LEAST_SEEN}
                for marks in self.marks
            ]
        )
        model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS)
        model.fit(found, self.causes, sample_weight=self.weights)
        return vectors, model


def lessons() -> Lessons:
    return Lessons(
        [
            (1.0, [*written(), *short(), *hits()]),
            (OF_STORY, list(stories())),
            (OF_REAL, [*corpus("train", "opened"), *further()]),
        ]
    )


def write_weights(vectors: DictVectorizer, model: LogisticRegression) -> None:
    scale = learned.SCALE
    marks = {}
    for mark, column in vectors.vocabulary_.items():
        pairs = [
            (number, round(scale * weight))
            for number, weight in enumerate(model.coef_[:, column])
            if abs(weight) >= KEPT
        ]
        if pairs:
            marks[mark] = ",".join(f"{number},{weight}" for number, weight in pairs)
    bias = tuple(round(scale * one) for one in model.intercept_)
    learned.write(learned.Learned(tuple(model.classes_), bias, marks))
    print(len(marks), "marks,", learned.TABLE.stat().st_size // 1024, "kB")


def write_commonness() -> None:
    """Counts each sign in the exchanges of its cause and of the others; the weights play no part in it."""
    cases = [*written(), *short(), *corpus("train"), *further()]
    own: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for case in cases:
        for tally in weighed(case):
            mine = case["cause"] in (tally.cause.slug, tally.cause.refines)
            keys = {
                commonness.key_of(tally.cause.slug, hit.why.en)
                for hit in tally.hits
                if mine or hit.weight > 0
            }
            (own if mine else others).update(keys)
    number = Counter(case["cause"] for case in cases)
    table = {
        "exchanges": len(cases),
        "causes": {
            cause.slug: number[cause.refines or cause.slug]
            for cause in catalogue().causes
            if number[cause.refines or cause.slug]
        },
        "signs": {key: [own[key], others[key]] for key in sorted(own.keys() | others.keys())},
    }
    commonness.TABLE.write_text(json.dumps(table, indent=0, separators=(",", ":")), encoding="utf-8")
    commonness.forget()
    print(len(cases), "exchanges,", len(table["signs"]), "signs")


def out_of_fold(base: Lessons) -> list[tuple[Case, dict[str, float], dict[str, float]]]:
    """The newest real exchanges with the scores of the rules and of weights that have not seen their vendor."""
    cases = newest()
    marks = [traits(evidence_of(case)) for case in cases]
    rules = [confidence.folded(weighed(case)) for case in cases]
    found = []
    for fold in range(FOLDS):
        inside = [number_of(case["vendor"].lower()) % FOLDS == fold for case in cases]
        outside = [n for n, one in enumerate(inside) if not one]
        vectors, model = base.and_also([marks[n] for n in outside], [cases[n] for n in outside]).fitted()
        for n in (n for n, one in enumerate(inside) if one):
            scores = model.decision_function(vectors.transform([marks[n]]))[0]
            voice = dict(zip(model.classes_, scores - np.mean(scores), strict=True))
            found.append((cases[n], rules[n], voice))
    return found


def both(rules: dict[str, float], voice: dict[str, float], counts: float) -> dict[str, float]:
    return {slug: score + counts * voice.get(slug, 0.0) for slug, score in rules.items()}


def show(found: list[tuple[Case, dict[str, float], dict[str, float]]], counts: float) -> None:
    groups = {"all": found, "kept apart": [one for one in found if kept_apart(one[0])]}
    for name, rows in groups.items():
        for title, score in (
            ("rules", lambda one: one[1]),
            ("weights", lambda one: one[2]),
            *(
                (f"both, {k:.1f}", lambda one, k=k: both(one[1], one[2], k))
                for k in (counts / 2, counts, counts * 2)
            ),
        ):
            ranked = [sorted(score(one), key=score(one).__getitem__, reverse=True)[:3] for one in rows]
            first = sum(r[0] == one[0]["cause"] for r, one in zip(ranked, rows, strict=True))
            third = sum(one[0]["cause"] in r for r, one in zip(ranked, rows, strict=True))
            print(
                f"{name:11} {title:10} n={len(rows):4} top1 {100 * first / len(rows):5.1f} top3 {100 * third / len(rows):5.1f}"
            )


def main() -> int:
    counts, weighing.LEARNED = weighing.LEARNED, 0.0
    only_show = "--folds" in sys.argv
    if not only_show:
        write_commonness()
    base = lessons()
    if not only_show:
        write_weights(*base.and_also([traits(evidence_of(case)) for case in newest()], newest()).fitted())
    found = out_of_fold(base)
    show(found, counts)
    if not only_show:
        confidence.write([(case, both(rules, voice, counts)) for case, rules, voice in found])
    return 0


if __name__ == "__main__":
    sys.exit(main())
