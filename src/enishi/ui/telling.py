"""How events are told on a timeline: each room says it for its own, the page only asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from enishi.ui.parts import Moment

if TYPE_CHECKING:
    from enishi.platform.outbox.models import Event

Teller = Callable[["Event"], Moment]
_tellers: dict[str, Teller] = {}


def tells(*kinds: str) -> Callable[[Teller], Teller]:
    """Decorator: this function tells events of these kinds; import its module when the room starts."""

    def register(teller: Teller) -> Teller:
        for kind in kinds:
            _tellers[kind] = teller
        return teller

    return register


def tell(event: Event) -> Moment:
    """The entry for one event; a kind that no room tells stands under its own name."""
    teller = _tellers.get(event.kind)
    return teller(event) if teller else Moment(event.occurred_at, "auto", event.kind)
