"""Fit what is learned from data: how common each sign is with other faults, and the confidence table.

    python bench/diagnosis/fit.py

Uses the training part of the corpus, the part opened at the end (see run.py) for the confidence only, and the project's own
exchanges (told.txt, more.txt); the sealed part is never read.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from run import Case, load, part_of

from enishi.doctor.consult import gather, speeches
from enishi.doctor.engine import calibration, commonness
from enishi.doctor.engine.catalogue import catalogue
from enishi.doctor.engine.corpus import exchange_of
from enishi.doctor.engine.weighing import Tally, weigh

HERE = Path(__file__).resolve().parent
# The rules were written with most of these exchanges in view: new ones are harder.
CAUTION, STEEPEST = 1.0, 0.6
GRID = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999)


def weighed(case: Case) -> list[Tally]:
    evidence = gather(exchange_of(case), vendor=case.get("vendor"), context=case.get("context"))
    return weigh(evidence, catalogue(), speeches(evidence.dialect))[0]


def corpus(*parts: str) -> Iterator[Case]:
    return (case for case in load(HERE / "cases.jsonl") if part_of(case["id"]) in parts)


def own() -> Iterator[Case]:
    yield from load(HERE / "told.txt")
    yield from load(HERE / "more.txt")


def fit_commonness() -> None:
    signs: Counter[str] = Counter()
    cases = [*corpus("train"), *own()]
    for case in cases:
        for tally in weighed(case):
            if case["cause"] not in (tally.cause.slug, tally.cause.refines):
                signs.update(
                    {commonness.key_of(tally.cause.slug, hit.why.en) for hit in tally.hits if hit.weight > 0}
                )
    table = {"exchanges": len(cases), "signs": dict(sorted(signs.items()))}
    commonness.TABLE.write_text(json.dumps(table, indent=0, separators=(",", ":")), encoding="utf-8")
    print(len(cases), "exchanges,", len(signs), "signs seen with other causes")
    commonness.forget()


def fit_confidence() -> None:
    """A logistic curve over the log-odds of the first cause's share, written as a table of points.

    Exchanges that no rule was written for weigh most, because confidence must hold for what is new.
    """
    groups = [(4.0, corpus("opened")), (0.4, iter(load(HERE / "told.txt"))), (0.3, corpus("train"))]
    points: list[tuple[float, float, float]] = []
    for weight, cases in groups:
        for case in cases:
            scores = _folded(weighed(case))
            hit = max(scores, key=scores.__getitem__) == case["cause"]
            points.append((_odds(max(_shares(scores).values())), float(hit), weight))
    level, slope = _logistic(points)
    level, slope = level - CAUTION, min(slope, STEEPEST)
    table = [(share, 1 / (1 + math.exp(-level - slope * _odds(share)))) for share in GRID]
    ends = [(0.0, 0.0), *table, (1.0, table[-1][1])]
    lines = "\n".join(f"    ({share:.3f}, {hit:.3f})," for share, hit in ends)
    _write(
        f"TEMPERATURE = {calibration.TEMPERATURE}", f"TABLE: tuple[tuple[float, float], ...] = (\n{lines}\n)"
    )
    print(f"level {level:.2f}, slope {slope:.2f}: {lines}")


def _odds(share: float) -> float:
    share = min(max(share, 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share))


def _logistic(points: list[tuple[float, float, float]]) -> tuple[float, float]:
    """Level and slope of greatest likelihood, by plain gradient ascent."""
    level, slope = 0.0, 0.5
    whole = sum(weight for _, _, weight in points)
    for _ in range(4000):
        errors = [(weight * (hit - 1 / (1 + math.exp(-level - slope * x))), x) for x, hit, weight in points]
        level += 0.3 * sum(error for error, _ in errors) / whole
        slope += 0.05 * sum(error * x for error, x in errors) / whole
    return level, slope


def _folded(tallies: list[Tally]) -> dict[str, float]:
    found: dict[str, float] = {}
    slugs = {tally.cause.slug for tally in tallies}
    for tally in tallies:
        slug = tally.cause.refines if tally.cause.refines in slugs else tally.cause.slug
        found[slug] = max(found.get(slug, -math.inf), tally.score)
    return found


def _shares(scores: dict[str, float]) -> dict[str, float]:
    top = max(scores.values())
    parts = {slug: math.exp((score - top) / calibration.TEMPERATURE) for slug, score in scores.items()}
    whole = sum(parts.values())
    return {slug: part / whole for slug, part in parts.items()}


def _write(temperature: str, table: str) -> None:
    path = Path(calibration.__file__)
    lines = path.read_text(encoding="utf-8").split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith("TABLE:"))
    end = next(n for n, line in enumerate(lines) if n >= start and line.startswith('"""'))
    lines[start:end] = [table]
    lines = [temperature if line.startswith("TEMPERATURE") else line for line in lines]
    path.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    fit_commonness()
    fit_confidence()
