"""Finds the dialect of a vendor by its name or by the host called; a file is read whole only when it is needed."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from enishi.doctor.dialects.schema import read
from enishi.doctor.engine.words import plain

if TYPE_CHECKING:
    from enishi.doctor.engine.dialect import Dialect

ROOT = Path(__file__).resolve().parent
_FIRST_TABLE = re.compile(r"^\[", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Entry:
    path: Path
    names: tuple[str, ...]
    hosts: tuple[str, ...]


@lru_cache(maxsize=1)
def _entries() -> tuple[_Entry, ...]:
    return tuple(_entry(path) for path in sorted(ROOT.glob("[!_]*.toml")))


def _entry(path: Path) -> _Entry:
    text = path.read_text(encoding="utf-8")
    table = _FIRST_TABLE.search(text)
    head = tomllib.loads(text[: table.start()] if table else text)
    names = [head["name"], head["slug"], *head.get("aliases", [])]
    return _Entry(path, tuple(map(plain, names)), tuple(str(host).lower() for host in head.get("hosts", [])))


@lru_cache(maxsize=256)
def find(vendor: str, host: str) -> Dialect | None:
    """The dialect that a vendor's name means; failing that, the one whose hosts include this host."""
    wanted = plain(vendor)
    named = [
        (name == wanted, name in wanted, len(name) if name in wanted else -len(name), number)
        for number, entry in enumerate(_entries())
        for name in entry.names
        if vendor and (name in wanted or wanted in name)
    ]
    if named:
        return _read(_entries()[max(named)[-1]].path)
    hosted = [
        (len(pattern), entry)
        for entry in _entries()
        for pattern in entry.hosts
        if host and _at(host, pattern)
    ]
    return _read(max(hosted, key=lambda pair: pair[0])[1].path) if hosted else None


def _at(host: str, pattern: str) -> bool:
    return fnmatchcase(host, pattern) or host.endswith(f".{pattern}")


@cache
def _read(path: Path) -> Dialect:
    return read(path)


def all_dialects() -> tuple[Dialect, ...]:
    return tuple(_read(entry.path) for entry in _entries())


@lru_cache(maxsize=1)
def shared() -> tuple[Dialect, ...]:
    """Wordings of standards, databases, frameworks and clients that many vendors let through (files `_*.toml`)."""
    return tuple(_read(path) for path in sorted(ROOT.glob("_*.toml")))
