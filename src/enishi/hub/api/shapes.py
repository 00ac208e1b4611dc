"""What the hub's endpoints take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from enishi.platform.api.schemas import Input, Output

Name = Annotated[str, StringConstraints(max_length=200)]
Identifier = Annotated[str, StringConstraints(max_length=60)]
Pattern = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[a-z_.*?]+$")]
Secret = Annotated[str, StringConstraints(max_length=10_000)]


class ConnectionIn(Input):
    """A new connection. Which settings and secrets it takes stands in the connector's manifest."""

    connector: Identifier
    name: Name = ""
    settings: dict[str, Any] = Field(default_factory=dict, max_length=50)
    secrets: dict[str, Secret | list[Secret]] = Field(
        default_factory=dict, max_length=50, description="Never shown again"
    )


class ConnectionChangeIn(Input):
    name: Name | None = None
    settings: dict[str, Any] | None = Field(None, max_length=50, description="Replaces all settings")
    rate: Annotated[float, Field(ge=0, le=10_000)] | None = Field(
        None, description="Calls a second; 0: no bound"
    )
    concurrency: Annotated[int, Field(ge=1, le=100)] | None = None


class SecretsIn(Input):
    secrets: dict[str, Secret | list[Secret]] = Field(
        min_length=1, max_length=50, description="Named ones are replaced, the others stay"
    )


class ReasonIn(Input):
    reason: Annotated[str, StringConstraints(max_length=500)] = ""


class PullIn(Input):
    resource: Identifier
    mode: Literal["backfill", "recent"] = "backfill"


class ReplayIn(Input):
    ids: list[Identifier] = Field(
        min_length=1, max_length=1000, description="Deliveries (dlv_…) and inbox items (in_…)"
    )


class HealthOut(Output):
    last_success_at: datetime | None = None
    last_failure_at: datetime | None = None
    last_received_at: datetime | None = None
    failures: int = 0
    blocked_until: datetime | None = None
    blocked_why: str = ""


class HoldOut(Output):
    lane: str
    operation: str
    reason: str
    incident: str
    since: datetime


class ConnectionOut(Output):
    id: str
    name: str
    connector: str
    state: Literal["active", "paused", "needs_person", "off"]
    reason: str
    settings: dict[str, Any]
    inbox_url: str
    rate: float
    concurrency: int
    version: int
    created_at: datetime
    changed_at: datetime
    health: HealthOut


class ConnectionFullOut(ConnectionOut):
    edits: list[dict[str, Any]]
    secrets: list[str] = Field(description="Names of the secrets that are stored")
    holds: list[HoldOut]
    held: dict[str, int] = Field(description="What waits or is stuck, by kind and state")


class ChangeOut(Output):
    id: int
    at: datetime
    actor: str
    action: str
    note: str
    before: dict[str, Any]
    after: dict[str, Any]
    undone_at: datetime | None


class StepOut(Output):
    slug: str
    label: str
    ok: bool
    found: str
    exchange_id: str


class CountsOut(Output):
    inbox: int
    deliveries: int
    pulls: int


class DeliveryOut(Output):
    id: str
    connection_id: str
    subscription_id: str | None
    operation: str
    subject: str
    event_id: str
    state: Literal["pending", "sending", "held", "delivered", "failed", "unknown"]
    attempts: int
    next_at: datetime
    last_exchange: str
    reason: str
    created_at: datetime
    finished_at: datetime | None


class InboxItemOut(Output):
    id: str
    event: str
    state: Literal["waiting", "held", "quarantined", "done", "skipped"]
    reason: str
    attempts: int
    exchange_id: str
    received_at: datetime


class PullOut(Output):
    id: str
    resource: str
    mode: str
    state: Literal["waiting", "running", "held", "done", "failed"]
    pages: int
    records: int
    total: int | None
    newest: datetime | None
    reason: str
    started_at: datetime
    finished_at: datetime | None


class MendedOut(Output):
    done: list[str] = Field(description="What was made or switched on at the other system")


class ConnectorOut(Output):
    slug: str
    name: str
    about: str
    auth: list[str]
    webhooks_in: bool
    settings: list[dict[str, Any]]
    secrets: list[dict[str, Any]]
    resources: list[str]


class ExchangeOut(Output):
    id: str
    connection_id: str
    direction: str
    operation: str
    reference: str
    ok: bool
    method: str
    url: str
    status: int | None
    failure_kind: str
    failure_phase: str
    sent: bool | None
    request_size: int
    response_size: int
    started_at: datetime
    elapsed: float | None
    cause: str
    incident: str


class ExchangeFullOut(ExchangeOut):
    request_headers: list[list[str]]
    request_body: str
    response_headers: list[list[str]]
    response_body: str
    failure_message: str
    timings: list[list[Any]]


class SubscriptionIn(Input):
    url: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    events: list[Pattern] = Field(min_length=1, max_length=100, examples=[["order.*"]])
    name: Name = ""
    filter: dict[str, Any] = Field(
        default_factory=dict, max_length=20, description="Path in the event's data to the value it must have"
    )


class SubscriptionChangeIn(Input):
    events: list[Pattern] | None = Field(None, min_length=1, max_length=100)
    filter: dict[str, Any] | None = Field(None, max_length=20)
    state: Literal["active", "paused"] | None = None


class SubscriptionOut(Output):
    id: str
    connection_id: str
    name: str
    url: str
    events: list[str]
    filter: dict[str, Any]
    state: Literal["active", "paused", "gone"]
    created_at: datetime
    changed_at: datetime


class SubscriptionMadeOut(SubscriptionOut):
    secret: str = Field(description="Shown only now")


class SecretOut(Output):
    secret: str = Field(description="Shown only now; the old one signs beside it for a day")
