"""From shares to confidence: "0.8" is to be right eight times in ten.

The table is fitted by `bench/diagnosis/fit.py` on the training part of the corpus by cross-validation.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

TEMPERATURE = 1.4
TABLE: tuple[tuple[float, float], ...] = (
    (0.000, 0.000),
    (0.020, 0.138),
    (0.050, 0.197),
    (0.100, 0.256),
    (0.200, 0.331),
    (0.300, 0.387),
    (0.400, 0.435),
    (0.500, 0.481),
    (0.600, 0.527),
    (0.700, 0.576),
    (0.800, 0.634),
    (0.900, 0.714),
    (0.950, 0.778),
    (0.980, 0.843),
    (0.990, 0.880),
    (0.999, 0.954),
    (1.000, 0.954),
)
"""(share of the first cause, confidence) points, joined by straight lines."""


def calibrated(likely: list[float], score: float) -> list[float]:
    """Confidences of the causes in order; the first by the table, the others keep their share of the rest."""
    del score
    first = _at(likely[0])
    rest = sum(likely[1:]) or 1.0
    return [first, *((1.0 - first) * share / rest for share in likely[1:])]


def _at(share: float) -> float:
    points = [point for point, _ in TABLE]
    right = min(max(bisect_right(points, share), 1), len(TABLE) - 1)
    (x0, y0), (x1, y1) = list(pairwise(TABLE))[right - 1]
    return y0 + (y1 - y0) * (share - x0) / (x1 - x0) if x1 > x0 else y1
