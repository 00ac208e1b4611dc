"""Fit the confidence table: how often a cause that stands this far above the others is the right one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from material import Case

from enishi.doctor.engine import calibration
from enishi.doctor.engine.weighing import Tally

GRID = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999)


def folded(tallies: list[Tally]) -> dict[str, float]:
    """Best score by cause, special cases counted for the cause that they refine."""
    found: dict[str, float] = {}
    slugs = {tally.cause.slug for tally in tallies}
    for tally in tallies:
        slug = tally.cause.refines if tally.cause.refines in slugs else tally.cause.slug
        found[slug] = max(found.get(slug, -math.inf), tally.score)
    return found


def write(rows: Sequence[tuple[Case, dict[str, float]]]) -> None:
    """A logistic curve over the log-odds of the first cause's share, written as a table of points.

    Args:
        rows: exchanges with the scores of their causes, from weights that have not seen them.
    """
    points = [
        (_odds(share_of_first(scores)), float(max(scores, key=scores.__getitem__) == case["cause"]))
        for case, scores in rows
    ]
    level, slope = _logistic(points)
    table = [(share, 1 / (1 + math.exp(-level - slope * _odds(share)))) for share in GRID]
    lines = "\n".join(
        f"    ({share:.3f}, {hit:.3f})," for share, hit in [(0.0, 0.0), *table, (1.0, table[-1][1])]
    )
    path = Path(calibration.__file__)
    text = path.read_text(encoding="utf-8").split("\n")
    start = next(n for n, line in enumerate(text) if line.startswith("TABLE:"))
    end = next(n for n, line in enumerate(text) if n >= start and line.startswith('"""'))
    text[start:end] = [f"TABLE: tuple[tuple[float, float], ...] = (\n{lines}\n)"]
    path.write_text("\n".join(text), encoding="utf-8")
    print(f"level {level:.2f}, slope {slope:.2f}")


def share_of_first(scores: dict[str, float]) -> float:
    top = max(scores.values())
    return 1 / sum(math.exp((score - top) / calibration.TEMPERATURE) for score in scores.values())


def _odds(share: float) -> float:
    share = min(max(share, 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share))


def _logistic(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Level and slope of greatest likelihood, by plain gradient ascent."""
    level, slope = 0.0, 0.5
    for _ in range(4000):
        errors = [(hit - 1 / (1 + math.exp(-level - slope * x)), x) for x, hit in points]
        level += 0.3 * sum(error for error, _ in errors) / len(points)
        slope += 0.05 * sum(error * x for error, x in errors) / len(points)
    return level, slope
