"""What the run found: by area, and each survivor with its place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bench.mutation.mutants import HERE, Mutant
from bench.mutation.trial import Verdict

AREAS = ("engine", "signs", "causes")
RESULTS = HERE / "bench" / "results" / "mutation.json"

Tried = Sequence[tuple[Mutant, Verdict]]


def line_of(mutant: Mutant, verdict: Verdict) -> str:
    end = f"killed by {verdict.by.rpartition('/')[2]}" if verdict.killed else "SURVIVED"
    return f"{place(mutant)}: {mutant.what} | {mutant.code} | {end} ({verdict.seconds:.1f} s)"


def place(mutant: Mutant) -> str:
    return f"src/enishi/doctor/{mutant.path}:{mutant.line}"


def score(tried: Tried) -> dict[str, Any]:
    killed = sum(verdict.killed for _, verdict in tried)
    share = round(100 * killed / len(tried), 1) if tried else None
    return {"mutants": len(tried), "killed": killed, "survived": len(tried) - killed, "score": share}


def by_area(tried: Tried) -> dict[str, dict[str, Any]]:
    return {area: score([one for one in tried if one[0].area == area]) for area in AREAS} | {
        "all": score(tried)
    }


def shown(tried: Tried) -> str:
    """A table by area."""
    rows = [f"{'area':8}{'mutants':>9}{'killed':>8}{'survived':>10}{'score':>8}"]
    for area, row in by_area(tried).items():
        share = "" if row["score"] is None else f"{row['score']} %"
        rows.append(f"{area:8}{row['mutants']:9}{row['killed']:8}{row['survived']:10}{share:>8}")
    return "\n".join(rows)


def write(tried: Tried, *, seed: int, mutants: int, left_out: list[str]) -> None:
    found = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": seed,
        "mutants": mutants,
        "score": by_area(tried),
        "tests_left_out": left_out,
        "survivors": [
            {"where": place(mutant), "change": mutant.what, "code": mutant.code}
            for mutant, verdict in tried
            if not verdict.killed
        ],
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
