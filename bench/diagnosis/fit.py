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
LEAST_POINTS = 25


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
                signs.update({commonness.key_of(tally.cause.slug, hit.why.en) for hit in tally.hits if hit.weight > 0})
    table = {"exchanges": len(cases), "signs": dict(sorted(signs.items()))}
    commonness.TABLE.write_text(json.dumps(table, indent=0, separators=(",", ":")), encoding="utf-8")
    print(len(cases), "exchanges,", len(signs), "signs seen with other causes")
    commonness._table.cache_clear()
    commonness.most.cache_clear()


def fit_confidence() -> None:
    """The temperature of greatest likelihood, then a monotone table of shares against hits."""
    cases = [*corpus("train", "opened"), *load(HERE / "told.txt")]
    results = [(case["cause"], _folded(weighed(case))) for case in cases]
    temperature = min((0.8, 1.0, 1.2, 1.4, 1.7, 2.0, 2.4), key=lambda t: _loss(results, t))
    points = sorted((max(_shares(scores, temperature).values()), max(scores, key=scores.__getitem__) == truth) for truth, scores in results)
    table = _monotone([(share, float(hit)) for share, hit in points])
    lines = ", ".join(f"({share:.3f}, {hit:.3f})" for share, hit in table)
    _write(f"TEMPERATURE = {temperature}", f"TABLE: tuple[tuple[float, float], ...] = ({lines})")
    print(f"temperature {temperature}, {lines}")


def _folded(tallies: list[Tally]) -> dict[str, float]:
    found: dict[str, float] = {}
    slugs = {tally.cause.slug for tally in tallies}
    for tally in tallies:
        slug = tally.cause.refines if tally.cause.refines in slugs else tally.cause.slug
        found[slug] = max(found.get(slug, -math.inf), tally.score)
    return found


def _shares(scores: dict[str, float], temperature: float) -> dict[str, float]:
    top = max(scores.values())
    parts = {slug: math.exp((score - top) / temperature) for slug, score in scores.items()}
    return {slug: part / sum(parts.values()) for slug, part in parts.items()}


def _loss(results: list[tuple[str, dict[str, float]]], temperature: float) -> float:
    return -sum(math.log(_shares(scores, temperature).get(truth, 1e-9)) for truth, scores in results)


def _monotone(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Pool neighbouring points until the hit rate only rises (isotonic regression), in groups of some size."""
    groups = [points[start : start + LEAST_POINTS] for start in range(0, len(points), LEAST_POINTS)]
    pools = [(sum(x for x, _ in group) / len(group), sum(y for _, y in group) / len(group), len(group)) for group in groups]
    merged: list[tuple[float, float, int]] = []
    for pool in pools:
        merged.append(pool)
        while len(merged) > 1 and merged[-1][1] <= merged[-2][1]:
            (x0, y0, n0), (x1, y1, n1) = merged[-2:]
            merged[-2:] = [((x0 * n0 + x1 * n1) / (n0 + n1), (y0 * n0 + y1 * n1) / (n0 + n1), n0 + n1)]
    return [(0.0, 0.0), *((x, min(y, 0.98)) for x, y, _ in merged), (1.0, min(0.99, max(y for _, y, _ in merged) + 0.01))]


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
