"""Names of the places that records come from: connections are the hub's, the pages below it only ask."""

from __future__ import annotations

from collections.abc import Callable

Names = Callable[[], dict[str, str]]
_providers: list[Names] = []


def provide(names: Names) -> None:
    """Add what is known of sources, as name by id; called once, when the room starts."""
    _providers.append(names)


def names() -> dict[str, str]:
    """Every known source with its name."""
    return {source: name for provider in _providers for source, name in provider().items()}


def name(source: str) -> str:
    """The name of one source; the id that an API client chose stands for itself."""
    return names().get(source, source)
