"""Words that a regular expression cannot match without: a cheap test before the expensive one."""

from __future__ import annotations

from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any


def needles(pattern: str) -> tuple[str, ...]:
    """Lower-case strings of which one must stand in any (lower-case) text that matches; empty when none is certain."""
    try:
        return max(_certain(parser.parse(pattern)), key=_worth, default=())
    except (RecursionError, OverflowError):
        return ()


def _worth(choices: tuple[str, ...]) -> float:
    return min(map(len, choices)) - 0.2 * len(choices)


def _certain(sequence: Any) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    run = ""
    for kind, value in sequence:
        if kind is kinds.LITERAL:
            run += chr(value).lower()
            continue
        if run:
            found.append((run,))
        run = ""
        found += _inside(kind, value)
    if run:
        found.append((run,))
    return [choices for choices in found if all(len(choice) > 1 for choice in choices)]


def _inside(kind: Any, value: Any) -> list[tuple[str, ...]]:
    if kind is kinds.SUBPATTERN:
        return _certain(value[3])
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT) and value[0] >= 1:
        return _certain(value[2])
    if kind is kinds.BRANCH:
        best = [max(_certain(branch), key=_worth, default=()) for branch in value[1]]
        if all(best):
            return [tuple(dict.fromkeys(choice for choices in best for choice in choices))]
    return []
