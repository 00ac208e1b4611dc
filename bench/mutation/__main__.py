"""Changes the doctor in small ways and counts how often its tests notice.

    python -m bench.mutation [--sample N] [--seed S] [--only PATH-PART] [--survivors]

Figures and survivors go to bench/results/mutation.json. The source is never written to: each mutant lives in a
process of its own, and they come one after the other at the lowest priority.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

from bench.mutation.mutants import HERE, Mutant, all_mutants, sample
from bench.mutation.report import line_of, shown, write
from bench.mutation.trial import Verdict, attempt, warm

PATIENCE, LEAST = 4, 60  # processor seconds: this many times the unchanged run, and no less than this


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sample", type=int, default=200, help="how many mutants; 0 for all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="part of a path, for example engine/acting")
    parser.add_argument(
        "--survivors", action="store_true", help="show survivors as they are found, no others"
    )
    parser.add_argument("--minutes", type=float, default=0.0, help="stop after so long; 0 for never")
    options = parser.parse_args()
    sys.path.insert(0, str(HERE / "src"))
    os.nice(15)
    every = all_mutants(options.only)
    chosen = sample(every, options.sample or len(every), options.seed)
    known, allowed = _as_it_is()
    print(f"{len(every)} mutants, {len(chosen)} to try; {len(known)} tests fail already and are left out")
    until = time.monotonic() + options.minutes * 60 if options.minutes else float("inf")
    tried: list[tuple[Mutant, Verdict]] = []
    for mutant in _mixed(chosen):
        if time.monotonic() > until:
            break
        verdict, _ = attempt(mutant, known, allowed)
        tried.append((mutant, verdict))
        if not (options.survivors and verdict.killed):
            print(line_of(mutant, verdict), flush=True)
    write(tried, seed=options.seed, mutants=len(every), left_out=sorted(known))
    print(shown(tried))
    return 0


def _as_it_is() -> tuple[frozenset[str], int]:
    """Tests that fail without a mutant, and the processor time that one mutant may take."""
    warm()
    verdict, failed = attempt(None, frozenset(), 3600)
    return frozenset(failed), max(LEAST, int(PATIENCE * verdict.seconds))


def _mixed(chosen: list[Mutant]) -> list[Mutant]:
    """So that a run that is cut short has seen every area."""
    return sorted(chosen, key=lambda one: (one.number * 7919 + one.line * 31) % 1009)


if __name__ == "__main__":
    sys.exit(main())
