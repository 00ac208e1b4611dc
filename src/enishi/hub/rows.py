"""Values of plain SQL rows, which the two databases give in different forms."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import connection


def moment(value: Any) -> datetime:
    """A stored time, aware: SQLite gives naive UTC, as text or as datetime."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    made: datetime = at if at.tzinfo else at.replace(tzinfo=UTC)
    return made


def stamp(at: datetime) -> Any:
    """A time as Django writes it in this database, so that plain SQL and the ORM compare the same text on SQLite."""
    return connection.ops.adapt_datetimefield_value(at)
