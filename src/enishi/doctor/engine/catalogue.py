"""All causes, found in the folders and read on the first diagnosis."""

from __future__ import annotations

import importlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from enishi.doctor.engine.lexicon import Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enishi.doctor.engine.cause import Cause, Signal, Test

ROOT = Path(__file__).resolve().parent.parent / "causes"

Owner = tuple[int, int]


class Catalogue:
    """The causes in order of their codes, and the phrases of all of them by the text in which they are sought."""

    def __init__(self, causes: tuple[Cause, ...]) -> None:
        self.causes = causes
        self.by_slug = {cause.slug: cause for cause in causes}
        self.by_code = {cause.code: cause for cause in causes}
        self.lexicons: dict[str, Lexicon[Owner]] = {}
        self.codes: dict[str, list[Owner]] = {}
        self.by_fact: dict[str, list[tuple[int, Signal]]] = {}
        self.by_status: dict[int, list[tuple[int, Signal]]] = {}
        self.by_test: dict[Test, list[tuple[int, Signal]]] = {}
        for number, cause in enumerate(causes):
            for place, signal in enumerate(cause.signals):
                self._enter((number, place), signal)

    def _enter(self, owner: Owner, signal: Signal) -> None:
        if signal.kind == "phrase":
            lexicon = self.lexicons.setdefault(signal.where, Lexicon())
            for wording in signal.values:
                lexicon.add(wording, owner)
        elif signal.kind == "code":
            for value in signal.values:
                self.codes.setdefault(value, []).append(owner)
        elif signal.kind == "fact":
            self.by_fact.setdefault(signal.values[0], []).append((owner[0], signal))
        elif signal.test is not None:
            self.by_test.setdefault(signal.test, []).append((owner[0], signal))
        for status in signal.statuses:
            self.by_status.setdefault(status, []).append((owner[0], signal))


def folders() -> Iterator[Path]:
    return (path.parent for path in sorted(ROOT.glob("*/*/cause.py")))


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    found = [_load(folder) for folder in folders()]
    return Catalogue(tuple(sorted(found, key=lambda cause: cause.code)))


def folder_of(cause: Cause) -> Path:
    family, _, name = cause.slug.partition("-")
    return ROOT / family / name.replace("-", "_")


def _load(folder: Path) -> Cause:
    module = importlib.import_module(f"enishi.doctor.causes.{folder.parent.name}.{folder.name}.cause")
    cause: Cause = module.CAUSE
    return cause
