"""Reading exchanges: newest first, page by page along the primary key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from enishi.hub.exchanges.models import ExchangeRow

BODIES = ("request_body", "response_body", "request_headers", "response_headers", "call", "timings")
FILTERS = frozenset(
    {"connection_id", "direction", "operation", "ok", "status", "reference", "incident", "cause"}
)


def page(filters: Mapping[str, Any], *, before: str = "", limit: int = 50) -> list[ExchangeRow]:
    """Exchanges without their bodies, newest first.

    Args:
        filters: equalities on `FILTERS`; None values are left out.
        before: id of the last row of the page before.
        limit: rows.

    Raises:
        KeyError: for a name that is no filter.
    """
    found: QuerySet[ExchangeRow] = ExchangeRow.objects.order_by("-id").defer(*BODIES)
    for name, value in filters.items():
        if name not in FILTERS:
            raise KeyError(name)
        if value is not None:
            found = found.filter(**{name: value})
    if before:
        found = found.filter(id__lt=before)
    return list(found[:limit])
