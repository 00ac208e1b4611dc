"""/api/v1/incidents."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field, StringConstraints

from enishi.clinic import actions, queries
from enishi.platform import language
from enishi.platform.api import cursors
from enishi.platform.api.auth import actor, needs
from enishi.platform.api.schemas import Cursor, Input, Limit, Output, Page

router = Router(tags=["incidents"])
StateName = Literal["treating", "waiting", "asking", "person", "replaying", "resolved", "dismissed"]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class IncidentOut(Output):
    id: str
    number: int
    connection_id: str
    cause: str = Field(description="Slug of the cause; its page is /explain/<slug>")
    code: str
    operation: str
    state: StateName
    severity: str
    confidence: float
    failures: int
    held: int = Field(description="What waits on the connection now")
    replayed: dict[str, int]
    resolution: str
    reopened: int
    opened_at: datetime
    named_at: datetime | None
    resolved_at: datetime | None
    seconds_to_close: float | None


class ActOut(Output):
    at: datetime
    kind: str
    actor: str
    data: dict[str, Any]


class StoryOut(IncidentOut):
    diagnosis: dict[str, Any] = Field(description="The doctor's answer in your language")
    applied: list[dict[str, Any]]
    tried: list[str]
    first_exchange: str
    last_exchange: str
    proof_exchange: str
    acts: list[ActOut]


class IncidentFilter(Input):
    connection_id: Annotated[str, StringConstraints(max_length=40)] = ""
    state: Literal[
        "", "open", "treating", "waiting", "asking", "person", "replaying", "resolved", "dismissed"
    ] = ""
    cause: Annotated[str, StringConstraints(max_length=60)] = ""


class ApproveIn(Input):
    """A remedy that is approved, and values where a person chose others than suggested."""

    remedy: Slug
    values: dict[str, Any] = Field(default_factory=dict, description="By JSON pointer of the field")


class RemedyIn(Input):
    remedy: Slug


class DoneOut(Output):
    works: bool = Field(description="Whether the failing call works now")


@router.get("", auth=needs("incidents:read"), response=Page[IncidentOut], summary="List incidents")
def listing(
    request: HttpRequest, chosen: Query[IncidentFilter], limit: Limit, cursor: Cursor
) -> dict[str, Any]:
    del request
    wanted = queries.Filter(**chosen.model_dump())
    name = f"incidents {wanted}"
    rows, end = queries.page(wanted, after=cursors.decode(cursor, name), limit=limit)
    return {
        "data": [queries.summary(row) for row in rows],
        "next": cursors.encode(end, name) if end else None,
    }


@router.get("/{incident_id}", auth=needs("incidents:read"), response=StoryOut, summary="Read an incident")
def read(request: HttpRequest, incident_id: str) -> dict[str, Any]:
    del request
    incident = actions.found(incident_id)
    return queries.summary(incident) | {
        "diagnosis": incident.diagnosis.get(language.current(), {}),
        "applied": incident.applied,
        "tried": incident.tried,
        "first_exchange": incident.first_exchange,
        "last_exchange": incident.last_exchange,
        "proof_exchange": incident.proof_exchange,
        "acts": [
            {"at": one.at, "kind": one.kind, "actor": one.actor, "data": one.data}
            for one in incident.acts.order_by("id")
        ],
    }


@router.post(
    "/{incident_id}/approve", auth=needs("incidents:write"), response=DoneOut, summary="Approve a remedy"
)
def approve(request: HttpRequest, incident_id: str, body: ApproveIn) -> dict[str, bool]:
    return {"works": actions.approve(incident_id, body.remedy, actor=actor(request), values=body.values)}


@router.post(
    "/{incident_id}/verify",
    auth=needs("incidents:write"),
    response={202: None},
    summary="Try the failing call now",
)
def verify(request: HttpRequest, incident_id: str) -> tuple[int, None]:
    actions.verify(incident_id, actor=actor(request))
    return 202, None


@router.post(
    "/{incident_id}/undo", auth=needs("incidents:write"), response={204: None}, summary="Take a remedy back"
)
def undo(request: HttpRequest, incident_id: str, body: RemedyIn) -> tuple[int, None]:
    actions.undo(incident_id, body.remedy, actor=actor(request))
    return 204, None


@router.post(
    "/{incident_id}/dismiss",
    auth=needs("incidents:write"),
    response={204: None},
    summary="Close without proof",
)
def dismiss(request: HttpRequest, incident_id: str) -> tuple[int, None]:
    actions.dismiss(incident_id, actor=actor(request))
    return 204, None
