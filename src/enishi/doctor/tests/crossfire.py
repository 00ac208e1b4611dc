"""The cross-fire matrix: every cause on every case, as a snapshot that is committed.

    python -m enishi.doctor.tests.crossfire        writes it anew

A case's row holds the causes that are taken seriously (a tenth of the confidence or more), best first.
"""

from __future__ import annotations

import json
from pathlib import Path

from enishi.doctor.tests.cases import all_cases, diagnosis_of

SNAPSHOT = Path(__file__).with_name("crossfire.json")
SERIOUS = 0.1


def matrix() -> dict[str, list[str]]:
    return {
        case.id: [one.slug for one in diagnosis_of(case).causes if one.confidence >= SERIOUS]
        for case in all_cases()
    }


def written(found: dict[str, list[str]]) -> str:
    rows = (f"{json.dumps(name)}: {json.dumps(causes)}" for name, causes in sorted(found.items()))
    return "{\n" + ",\n".join(rows) + "\n}\n"


if __name__ == "__main__":
    SNAPSHOT.write_text(written(matrix()), encoding="utf-8")
