"""Who reacts to which events."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enishi.platform.outbox.models import Event

React = Callable[["Event"], None]
_CONSUMERS: list[tuple[str, React]] = []


def on(pattern: str) -> Callable[[React], React]:
    """Register a consumer of events whose kind matches, e.g. "order.*".

    It runs in the dispatcher's transaction: quick, no network, and its own errors put the event off.
    """

    def register(react: React) -> React:
        if (pattern, react) not in _CONSUMERS:
            _CONSUMERS.append((pattern, react))
        return react

    return register


def consumers(kind: str) -> list[React]:
    return [react for pattern, react in _CONSUMERS if fnmatchcase(kind, pattern)]
