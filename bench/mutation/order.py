"""A pytest plugin: the likeliest killers first, and what failed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.mutation.mutants import Mutant

BLIND = (  # other processes, which have no mutant, or nothing but time
    "test_import_reads_nothing_yet",
    "test_no_framework_is_imported",
    "test_same_evidence_same_answer",
    "test_as_a_module",
    "test_wordings_are_quick",
)
SLOW = ("test_no_evidence_takes_long", "test_no_evidence_makes_it_raise", "test_no_case_raises")


class Order:
    """Sorts the tests for one mutant and notes the failures.

    Attributes:
        failed: ids of the tests that failed.
        known: ids of tests that fail without any mutant: left out.
    """

    def __init__(self, mutant: Mutant | None, known: frozenset[str]) -> None:
        self.failed: list[str] = []
        self.known = known
        self._mutant = mutant

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((item for item in items if self._has_a_say(item)), key=self._rank)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def _has_a_say(self, item: pytest.Item) -> bool:
        name = item.name.partition("[")[0]
        if item.nodeid in self.known or name in BLIND:
            return False
        return self._mutant is None or self._mutant.area != "causes" or name not in SLOW

    def _rank(self, item: pytest.Item) -> int:
        if item.name.startswith(SLOW):
            return 9
        if self._mutant is None:
            return 0
        if self._mutant.area == "causes":
            _, family, folder, _ = self._mutant.path.split("/")
            if f"[{family}-{folder.replace('_', '-')}" in item.name:
                return 0
            return 1 if "crossfire" in item.nodeid else 2
        if names(item.path, self._mutant.module):
            return 0
        return 1 if "crossfire" in item.nodeid else 2


def names(test: Path, module: str) -> bool:
    """Whether a file of tests speaks of the module."""
    text = test.read_text(encoding="utf-8")
    return module in text or module.rpartition(".")[2] in text
