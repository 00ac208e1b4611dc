"""The state of a connection in one word: what a reader must know first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.hub.connections.models import Connection, Health
from enishi.hub.connections.models import State as Stored
from enishi.kernel import clock
from enishi.ui.parts import State
from enishi.ui.text import say

if TYPE_CHECKING:
    from enishi.hub.pages.extensions import Notice
    from enishi.ui.parts import StateName

DECIDED: dict[str, tuple[StateName, str]] = {
    Stored.NEEDS_PERSON: ("person", "asks"),
    Stored.PAUSED: ("idle", "paused"),
    Stored.OFF: ("idle", "off"),
}
LOUDNESS: tuple[StateName, ...] = ("person", "broken", "waiting", "good", "idle")


def state(connection: Connection, health: Health | None, *, held: int, notice: Notice | None) -> State:
    """Shape and word; an incident that asks for somebody is louder than what the hub knows."""
    name, key = _state(connection, health, held=held)
    if notice and notice.state == "person" and name != "idle":
        name, key = "person", "asks"
    return State(name, say(f"hub.state.{key}"))


def _state(connection: Connection, health: Health | None, *, held: int) -> tuple[StateName, str]:
    if connection.state in DECIDED:
        return DECIDED[connection.state]
    if health is None or not (health.last_success_at or health.last_failure_at or health.last_received_at):
        return "idle", "unused"
    if health.blocked_until and health.blocked_until > clock.now():
        return "waiting", "waiting"
    if _failing(health):
        return "broken", "down"
    return ("waiting", "holding") if held else ("good", "works")


def _failing(health: Health) -> bool:
    """Whether the last thing that happened was a failure."""
    good = max((at for at in (health.last_success_at, health.last_received_at) if at), default=None)
    return health.last_failure_at is not None and (good is None or health.last_failure_at > good)
