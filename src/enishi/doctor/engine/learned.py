"""What several thousand known failures teach: how much each mark of an exchange speaks for each cause.

The rules of the causes are written by hand and say why; this voice knows wordings that no rule foresees. The weights
are those of a multinomial logistic regression over the marks of `traits`, made by `bench/diagnosis/learn.py` and
read from one file: deterministic, offline, some milliseconds to load.

The file: a line with the causes, a line with the bias of each, then a line a mark: the mark, a tab, and pairs of cause
number and weight, all separated by commas. Weights are whole hundredths.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE = Path(__file__).with_name("learned.tsv")
SCALE = 100  # weights are stored as whole hundredths
_FINE = 1000  # values of marks are counted in thousandths
_HALF = 1 << 62  # added to each sum, so that none is negative
_FIELD = (1 << 64) - 1
_WORTH_KEEPING = 12  # numbers in the row of a mark from which on it is kept ready: the common marks


class Learned:
    """The weights.

    Attributes:
        causes: slugs in the order of the weights.
        bias: log-odds of each cause before anything is seen.
        marks: for each mark its pairs of cause number and weight as they stand in the file.
    """

    def __init__(self, causes: tuple[str, ...], bias: tuple[int, ...], marks: Mapping[str, str]) -> None:
        self.causes = causes
        self.bias = bias
        self.marks = marks
        self._rows: dict[str, int] = {}
        self._middle = sum(_HALF << 64 * number for number in range(len(causes)))

    def scores(self, traits: Mapping[str, float]) -> dict[str, float]:
        """Log-odds of each cause against the average one; nothing for an exchange that shows no known mark."""
        number, known = len(self.causes), False
        packed = self._middle
        for mark, value in traits.items():
            row = self._row(mark)
            if row:
                known = True
                packed += round(value * _FINE) * row
        if not known:
            return {}
        fields = struct.unpack(f"<{number}Q", packed.to_bytes(8 * number, "little"))
        sums = [(field - _HALF) / _FINE + bias for field, bias in zip(fields, self.bias, strict=True)]
        mean = sum(sums) / number
        return {cause: (value - mean) / SCALE for cause, value in zip(self.causes, sums, strict=True)}

    def _row(self, mark: str) -> int:
        """The weights of a mark side by side in one whole number, 64 bits a cause: one multiplication does for all."""
        row = self._rows.get(mark)
        if row is None:
            pairs = list(map(int, self.marks.get(mark, "0,0").split(",")))
            row = sum(weight << 64 * number for number, weight in zip(pairs[::2], pairs[1::2], strict=True))
            if len(pairs) >= _WORTH_KEEPING:
                self._rows[mark] = row
        return row

    def reasons(self, traits: Mapping[str, float], cause: str) -> list[tuple[str, float]]:
        """Marks with what each adds for the cause in log-odds, largest first; only those that speak for it."""
        if cause not in self.causes:
            return []
        shift = 64 * self.causes.index(cause)
        found = []
        for mark, value in traits.items():
            weight = ((self._row(mark) + self._middle >> shift) & _FIELD) - _HALF
            if weight > 0:
                found.append((mark, value * weight / SCALE))
        return sorted(found, key=lambda reason: (-reason[1], reason[0]))


@lru_cache(maxsize=1)
def learned() -> Learned:
    causes, bias, *rows = TABLE.read_text(encoding="utf-8").rstrip("\n").split("\n")
    marks = dict(row.split("\t") for row in rows)
    return Learned(tuple(causes.split(",")), tuple(map(int, bias.split(","))), marks)


def write(learned_: Learned) -> None:
    """Store the weights (used by the script that learns them)."""
    head = [",".join(learned_.causes), ",".join(map(str, learned_.bias))]
    rows = [f"{mark}\t{pairs}" for mark, pairs in sorted(learned_.marks.items())]
    TABLE.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    learned.cache_clear()
