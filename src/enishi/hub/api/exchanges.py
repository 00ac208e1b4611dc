"""/api/v1/exchanges."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import StringConstraints

from enishi.hub.api import shapes
from enishi.hub.exchanges import queries
from enishi.hub.exchanges.models import ExchangeRow
from enishi.platform.api import cursors
from enishi.platform.api.auth import needs
from enishi.platform.api.schemas import Cursor, Input, Limit, Page
from enishi.platform.refusals import not_found

router = Router(tags=["exchanges"])
Short = Annotated[str, StringConstraints(max_length=100)]


class ExchangeFilter(Input):
    connection_id: Short | None = None
    direction: Literal["in", "out"] | None = None
    operation: Short | None = None
    ok: Literal["true", "false"] | None = None
    status: Annotated[str, StringConstraints(pattern="^[1-5][0-9]{2}$")] | None = None
    reference: Short | None = None
    incident: Short | None = None
    cause: Short | None = None


@router.get(
    "", auth=needs("connections:read"), response=Page[shapes.ExchangeOut], summary="List calls in and out"
)
def listing(
    request: HttpRequest, chosen: Query[ExchangeFilter], limit: Limit, cursor: Cursor
) -> dict[str, Any]:
    del request
    name = f"exchanges {chosen}"
    place = cursors.decode(cursor, name)
    wanted: dict[str, Any] = chosen.model_dump()
    wanted["ok"] = None if chosen.ok is None else chosen.ok == "true"
    rows = queries.page(wanted, before=place[0] if place else "", limit=limit + 1)
    end = cursors.encode([rows[limit - 1].id], name) if len(rows) > limit else None
    return {"data": rows[:limit], "next": end}


@router.get(
    "/{exchange_id}", auth=needs("connections:read"), response=shapes.ExchangeFullOut, summary="Read one call"
)
def read(request: HttpRequest, exchange_id: str) -> dict[str, Any]:
    del request
    row = ExchangeRow.objects.filter(pk=exchange_id).first()
    if row is None:
        raise not_found(exchange_id)
    shown = {name: getattr(row, name) for name in shapes.ExchangeFullOut.model_fields}
    return shown | {
        "request_body": bytes(row.request_body).decode("utf-8", "replace"),
        "response_body": bytes(row.response_body).decode("utf-8", "replace"),
    }
