"""Times as the shop writes them."""

from __future__ import annotations

from datetime import UTC, datetime


def text(moment: datetime) -> str:
    """UTC with microseconds: always 27 characters, so later is greater."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse(value: str) -> datetime:
    """Read an RFC 3339 time; raises ValueError when it is none or names no zone."""
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a time needs its zone")
    return moment
