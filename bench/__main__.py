"""`make bench`: what the product is measured by, each figure beside its floor in the same run.

Quick by default (100 000 customers, 500 000 orders); `--large` for a million and five. Figures go to
bench/results/<date>.json. Absolute times differ between machines; the ratios are what we keep.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="1 000 000 customers, 5 000 000 orders")
    parser.add_argument("--database", choices=["both", "sqlite", "postgresql"], default="both")
    parser.add_argument("--seconds", type=float, default=5.0, help="of load for each row")
    options = parser.parse_args()
    results: dict[str, object] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "large": options.large,
    }
    subprocess.run([sys.executable, str(HERE / "diagnosis" / "run.py")], check=False)
    for database in ["sqlite", "postgresql"] if options.database == "both" else [options.database]:
        found = _measure(database, large=options.large, seconds=options.seconds)
        if found is not None:
            results[database] = found
    folder = HERE / "results"
    folder.mkdir(exist_ok=True)
    path = folder / f"{datetime.now(UTC):%Y-%m-%d}.json"
    if path.exists():  # the other database of the same day stays
        results = json.loads(path.read_text()) | results
    path.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    print(f"written to {path}")


def _measure(database: str, *, large: bool, seconds: float) -> object:
    """Each database in a process of its own: Django knows one at a time."""
    with tempfile.TemporaryDirectory(prefix="enishi-bench-") as home:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(HERE.parent / "src"), str(HERE.parent)]),
        }
        command = [sys.executable, "-m", "bench.rows", database, home, str(seconds), "1" if large else "0"]
        done = subprocess.run(command, env=environment, check=False)
        result = Path(home) / "result.json"
        if done.returncode or not result.exists():
            print(f"{database}: not measured (exit {done.returncode})")
            return None
        return json.loads(result.read_text())


if __name__ == "__main__":
    main()
