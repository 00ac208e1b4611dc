"""Score the diagnosis on the corpus of real failing exchanges.

    python bench/diagnosis/run.py [CASES.jsonl] [--misses] [--part train|held|all] [--retry]

The corpus is split by the SHA-256 of the case id: a third (remainder 0 of 3) was held out while rules were written. Half of
it (remainder 0 of 6) was opened later; the other half (remainder 3 of 6) stays sealed: its misses are only a number, and
nothing is learned from it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from material import Case, load, part_of

from enishi.doctor import diagnose
from enishi.doctor.engine.corpus import exchange_of
from enishi.doctor.engine.diagnosis import Diagnosis

HERE = Path(__file__).resolve().parent
SURE = 0.8
COLUMNS = ("n", "top1", "top3", "near", "family", "retry", "wrong", "sure")


def answer(case: Case) -> tuple[Diagnosis, float]:
    start = time.thread_time()
    found = diagnose(exchange_of(case), vendor=case.get("vendor"), context=case.get("context"))
    return found, time.thread_time() - start


def marks(case: Case, found: Diagnosis, near: list[set[str]]) -> dict[str, bool]:
    ranked = [cause.slug for cause in found.causes]
    confidence = found.causes[0].confidence if found.causes else 0.0
    truth, first = case["cause"], ranked[0] if ranked else ""
    hit = first == truth
    return {
        "n": True,
        "top1": hit,
        "top3": truth in ranked[:3],
        "near": hit or any({first, truth} <= names for names in near),
        "family": first.partition("-")[0] == truth.partition("-")[0],
        "retry": found.retryable == case["retryable"],
        "wrong": confidence >= SURE and not hit,
        "sure": confidence >= SURE,
    }


def calibration(rows: list[tuple[float, bool]]) -> float:
    """Expected calibration error over ten bins."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, hit in rows:
        bins[min(int(confidence * 10), 9)].append((confidence, hit))
    gaps = (
        len(rows) * abs(statistics.fmean(c for c, _ in rows) - statistics.fmean(h for _, h in rows))
        for rows in bins.values()
    )
    return sum(gaps) / max(1, sum(map(len, bins.values())))


def show(title: str, counter: Counter[str]) -> None:
    whole = max(1, counter["n"])
    cells = [f"{counter['n']:6}", *(f"{100 * counter[name] / whole:7.1f}%" for name in COLUMNS[1:])]
    print(f"{title:14}" + " ".join(cells))


def main() -> int:
    options = _options()
    near = [set(names) for names in json.loads((HERE / "taxonomy.json").read_text())["near"]]
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    sure: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    cases = load(options.cases)
    if cases:
        answer(cases[0])  # the first one reads the catalogue
    for case in cases:
        part = part_of(case["id"]) if options.cases.name == "cases.jsonl" else "own"
        found, _ = answer(case)
        mark = marks(case, found, near)
        for name in (
            part,
            "total",
            f"  {case['cause'].partition('-')[0]}"
            if options.part in (part.split(maxsplit=1)[0], "all")
            else "",
        ):
            groups[name].update({key: int(value) for key, value in mark.items()})
            sure[name].append((found.causes[0].confidence if found.causes else 0.0, mark["top1"]))
        shown = (options.misses and not mark["top1"]) or (options.retry and not mark["retry"])
        if shown and (part == "own" or (part != "sealed" and options.part in (part, "all"))):
            _miss(case, found)
    groups.pop("", None)
    print(f"{'':14}" + " ".join(f"{name:>{6 if name == 'n' else 8}}" for name in COLUMNS))
    for name in sorted(groups, key=lambda name: (not name.startswith(" "), name)):
        show(name, groups[name])
    for name in sorted(name for name in sure if name and not name.startswith(" ")):
        print(f"calibration error {name}: {calibration(sure[name]):.3f}")
    times = sorted(answer(case)[1] for case in cases)  # a second round: everything is read and compiled
    print(
        f"processor time: median {1000 * statistics.median(times):.2f} ms, p99 {1000 * times[int(len(times) * 0.99)]:.2f} ms, worst {1000 * times[-1]:.2f} ms"
    )
    return 0


def _miss(case: Case, found: Diagnosis) -> None:
    causes = found.causes
    rank = next((str(n + 1) for n, cause in enumerate(causes) if cause.slug == case["cause"]), "-")
    print(
        f"{case['id']} {case['cause']} [{rank}] <- "
        + ", ".join(f"{cause.slug} {cause.confidence:.2f}" for cause in causes[:3])
        + f" retry={found.retryable}/{case['retryable']}"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", nargs="?", type=Path, default=HERE / "cases.jsonl")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--retry", action="store_true", help="list cases whose retryable answer is wrong")
    parser.add_argument("--part", choices=("train", "opened", "sealed", "all"), default="train")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
