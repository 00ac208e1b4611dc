"""Where rooms above the hub add to its pages: what is wrong with a connection now, and where that is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enishi.ui.parts import StateName


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that is going on with a connection; `state` overrules the hub's own when a person is asked."""

    text: str
    href: str
    state: StateName | None = None


Notices = Callable[[Sequence[str]], dict[str, Notice]]
_notices: list[Notices] = []


def add_notices(notices: Notices) -> None:
    """Add what is known of connections, by id: one call a page, for all at once."""
    _notices.append(notices)


def notices_of(connection_ids: Sequence[str]) -> dict[str, Notice]:
    return {key: notice for found in _notices for key, notice in found(connection_ids).items()}
