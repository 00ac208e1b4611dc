"""The audit trail over the API; a keeper's business."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from ninja import Query, Router
from pydantic import Field

from enishi.platform.api import cursors
from enishi.platform.api.auth import needs
from enishi.platform.api.schemas import Cursor, Limit, Moment, Output, Page
from enishi.platform.audit.models import Entry

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router(tags=["Audit"])


class EntryOut(Output):
    at: datetime
    actor: str = Field(description='"user:<e-mail>", "key:<id>", "connection:<id>" or "system"')
    action: str = Field(examples=["key.revoke"])
    subject: str = Field(description="Id of the record acted upon")
    changes: dict[str, Any]
    request_id: str
    address: str


@router.get("", auth=needs("admin"), response=Page[EntryOut], summary="List who did what")
def entries(
    request: HttpRequest,
    limit: Limit,
    cursor: Cursor,
    *,
    subject: Annotated[str, Query("", max_length=40, description="Only acts upon this record")],
    actor: Annotated[str, Query("", max_length=200, description="Only acts of this author")],
    since: Annotated[Moment | None, Query(None, description="Only acts from this moment on")],
) -> dict[str, Any]:
    """Newest first."""
    del request
    listing = f"audit:{subject}:{actor}:{since}"
    place = cursors.decode(cursor, listing)
    wanted = {"subject": subject, "actor": actor, "at__gte": since, "pk__lt": place and place[0]}
    found = Entry.objects.filter(**{name: value for name, value in wanted.items() if value})
    rows = list(found.order_by("-pk")[: limit + 1])
    more = cursors.encode([rows[limit - 1].pk], listing) if len(rows) > limit else None
    return {"data": rows[:limit], "next": more}
