"""Values of plain SQL rows, which the two databases give in different forms."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def moment(value: Any) -> datetime:
    """A stored time, aware: SQLite gives naive UTC, as text or as datetime."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    made: datetime = at if at.tzinfo else at.replace(tzinfo=UTC)
    return made
