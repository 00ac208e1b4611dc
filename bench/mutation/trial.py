"""Tries one mutant: the tests run in a fork of this process, which has loaded everything unchanged beforehand."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.mutation.mutants import DOCTOR, HERE, Mutant

TESTS = DOCTOR / "tests"
WALL = 20  # times the processor time that is allowed: the machine is shared, and we are the last in line
OPTIONS = ("-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:django", "--hypothesis-seed=0")


@dataclass(frozen=True, slots=True)
class Verdict:
    killed: bool
    by: str
    seconds: float


def warm() -> None:
    """Load the doctor, pytest and every compiled pattern once; the forks share them."""
    re._MAXCACHE = 100_000  # type: ignore[attr-defined]  # noqa: SLF001
    sys.dont_write_bytecode = True
    import hypothesis  # noqa: F401
    import pytest  # noqa: F401

    from enishi.doctor.tests.cases import all_cases, diagnosis_of

    for case in all_cases():
        diagnosis_of(case).to_dict("en")


def attempt(mutant: Mutant | None, known: frozenset[str], allowed: int) -> tuple[Verdict, list[str]]:
    """Run the tests against the mutant (or against the code as it is); also gives the tests that failed."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        child = os.fork()
        if not child:
            _run(mutant, known, allowed, told)
        code = _wait(child, allowed * WALL)
        took = time.monotonic() - started
        if not told.exists():  # ended by a signal: it took too long or tore down the interpreter
            return Verdict(killed=True, by=f"ended with {code}", seconds=took), []
        failed = json.loads(told.read_text())
    by = failed[0] if failed else "the tests cannot be loaded"
    return Verdict(killed=code != 0, by=by if code else "", seconds=took), failed


def _run(mutant: Mutant | None, known: frozenset[str], allowed: int, told: Path) -> None:
    """In the fork: serve the mutant, run the tests, tell what failed, and end without any clean-up."""
    code = 1
    failed: list[str] = []
    try:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, allowed))
        _be_silent()
        code, failed = _tested(mutant, known, told.parent)
    except BaseException as error:  # noqa: BLE001 - whatever a mutant does, the fork must end here
        failed = [f"{type(error).__name__}: {error}"[:200]]
    told.write_text(json.dumps(failed))
    os._exit(code)


def _tested(mutant: Mutant | None, known: frozenset[str], folder: Path) -> tuple[int, list[str]]:
    import pytest

    from bench.mutation.order import Order
    from bench.mutation.serving import serve

    if mutant is not None:
        serve(mutant)
    order = Order(mutant, known)
    settings = folder / "pytest.ini"
    settings.write_text("[pytest]\n")
    where = ("-c", str(settings), "--rootdir", str(HERE), "--confcutdir", str(TESTS))
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(folder)
    code = pytest.main([*OPTIONS, *where, *(["-x"] if mutant else []), str(TESTS)], plugins=[order])
    return int(code), order.failed


def _be_silent() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


def _wait(child: int, seconds: float) -> int:
    until = time.monotonic() + seconds
    while True:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > until:
            os.killpg(child, signal.SIGKILL)
        time.sleep(0.02)
