"""/api/v1/connections."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import StringConstraints

from enishi.hub.api import shapes
from enishi.hub.connections import actions, holding, queries
from enishi.hub.connections.models import Connection, ConnectionChange
from enishi.hub.connections.preflight import preflight
from enishi.hub.delivery.models import Delivery
from enishi.hub.inbox.models import InboxItem
from enishi.hub.sdk.client import Client
from enishi.hub.sdk.manifest import Setting
from enishi.hub.sdk.registry import manifests_all
from enishi.hub.sync import pulling
from enishi.hub.sync.models import Pull
from enishi.platform import audit, language
from enishi.platform.api import cursors
from enishi.platform.api.auth import actor, needs
from enishi.platform.api.schemas import Cursor, Input, Limit, Page

router = Router(tags=["connections"])
READ, WRITE = needs("connections:read"), needs("connections:write")


class ConnectionFilter(Input):
    connector: Annotated[str, StringConstraints(max_length=50)] = ""
    state: Literal["", "active", "paused", "needs_person", "off"] = ""


class DeliveryFilter(Input):
    state: Literal["", "pending", "sending", "held", "delivered", "failed", "unknown"] = ""


class ItemFilter(Input):
    state: Literal["", "waiting", "held", "quarantined", "done", "skipped"] = ""


@router.get("", auth=READ, response=Page[shapes.ConnectionOut], summary="List connections")
def listing(
    request: HttpRequest, chosen: Query[ConnectionFilter], limit: Limit, cursor: Cursor
) -> dict[str, Any]:
    del request
    rows = Connection.objects.select_related("health").order_by("-id")
    rows = rows.filter(**{name: value for name, value in chosen.model_dump().items() if value})
    return _paged(rows, f"connections {chosen}", cursor, limit, queries.summary)


@router.post("", auth=WRITE, response={201: shapes.ConnectionFullOut}, summary="Make a connection")
def create(request: HttpRequest, body: shapes.ConnectionIn) -> Any:
    made = actions.create(
        name=body.name,
        connector=body.connector,
        settings=body.settings,
        secrets=body.secrets,
        actor=actor(request),
    )
    return Status(201, queries.full(made.pk))


@router.get("/connectors", auth=READ, response=Page[shapes.ConnectorOut], summary="List kinds of connections")
def connectors(request: HttpRequest) -> dict[str, Any]:
    del request
    lang = language.current()

    def fields(items: Iterable[Setting]) -> list[dict[str, Any]]:
        return [
            {
                "name": item.name,
                "label": item.label.in_(lang),
                "help": item.help.in_(lang),
                "kind": item.kind,
                "required": item.required,
                "choices": list(item.choices),
            }
            for item in items
        ]

    rows = [
        {
            "slug": one.slug,
            "name": one.name.in_(lang),
            "about": one.about.in_(lang),
            "auth": list(one.auth),
            "webhooks_in": one.webhooks_in,
            "settings": fields(one.settings),
            "secrets": fields(one.secrets),
            "resources": [resource.name for resource in one.resources],
        }
        for one in manifests_all()
    ]
    return {"data": rows, "next": None}


@router.post("/replay", auth=WRITE, response=shapes.CountsOut, summary="Try set-aside work again")
def replay(request: HttpRequest, body: shapes.ReplayIn) -> holding.Counts:
    counts = holding.replay(body.ids)
    audit.record(actor(request), "delivery.replay", "", {"ids": body.ids[:100], "count": counts.total})
    return counts


@router.get("/{connection_id}", auth=READ, response=shapes.ConnectionFullOut, summary="Read a connection")
def read(request: HttpRequest, connection_id: str) -> dict[str, Any]:
    del request
    return queries.full(connection_id)


@router.patch(
    "/{connection_id}", auth=WRITE, response=shapes.ConnectionFullOut, summary="Change a connection"
)
def change(request: HttpRequest, connection_id: str, body: shapes.ConnectionChangeIn) -> dict[str, Any]:
    given = {name: value for name, value in body.model_dump(exclude_unset=True).items() if value is not None}
    actions.change(connection_id, given, actor=actor(request))
    return queries.full(connection_id)


@router.put(
    "/{connection_id}/secrets", auth=WRITE, response=shapes.ConnectionFullOut, summary="Replace secrets"
)
def replace_secrets(request: HttpRequest, connection_id: str, body: shapes.SecretsIn) -> dict[str, Any]:
    actions.replace_secrets(connection_id, body.secrets, actor=actor(request))
    return queries.full(connection_id)


@router.post(
    "/{connection_id}/preflight", auth=WRITE, response=Page[shapes.StepOut], summary="Check a connection"
)
def check(request: HttpRequest, connection_id: str) -> dict[str, Any]:
    del request
    lang = language.current()
    steps = [
        {
            "slug": step.slug,
            "label": step.label.in_(lang),
            "ok": step.ok,
            "found": step.found.in_(lang),
            "exchange_id": step.exchange_id,
        }
        for step in preflight(actions.found(connection_id))
    ]
    return {"data": steps, "next": None}


@router.post(
    "/{connection_id}/pause", auth=WRITE, response=shapes.ConnectionFullOut, summary="Pause a connection"
)
def pause(request: HttpRequest, connection_id: str, body: shapes.ReasonIn) -> dict[str, Any]:
    actions.pause(connection_id, actor=actor(request), reason=body.reason)
    return queries.full(connection_id)


@router.post("/{connection_id}/resume", auth=WRITE, response=shapes.CountsOut, summary="Resume a connection")
def resume(request: HttpRequest, connection_id: str) -> holding.Counts:
    actions.activate(connection_id, actor=actor(request))
    return holding.release(connection_id)


@router.delete("/{connection_id}", auth=WRITE, response={204: None}, summary="Switch a connection off")
def switch_off(request: HttpRequest, connection_id: str) -> Any:
    actions.switch_off(connection_id, actor=actor(request))
    return Status(204, None)


@router.get("/{connection_id}/changes", auth=READ, response=Page[shapes.ChangeOut], summary="List changes")
def changes(request: HttpRequest, connection_id: str, limit: Limit, cursor: Cursor) -> dict[str, Any]:
    del request
    rows = ConnectionChange.objects.filter(connection=actions.found(connection_id)).order_by("-id")
    return _paged(rows, f"changes {connection_id}", cursor, limit)


@router.post(
    "/{connection_id}/changes/{change_id}/undo",
    auth=WRITE,
    response=shapes.ConnectionFullOut,
    summary="Undo a change",
)
def undo(request: HttpRequest, connection_id: str, change_id: int) -> dict[str, Any]:
    actions.undo(change_id, connection_id=connection_id, actor=actor(request))
    return queries.full(connection_id)


@router.get(
    "/{connection_id}/deliveries", auth=READ, response=Page[shapes.DeliveryOut], summary="List deliveries"
)
def deliveries(
    request: HttpRequest, connection_id: str, chosen: Query[DeliveryFilter], limit: Limit, cursor: Cursor
) -> dict[str, Any]:
    del request
    rows = Delivery.objects.filter(connection=actions.found(connection_id)).defer("call").order_by("-id")
    rows = rows.filter(state=chosen.state) if chosen.state else rows
    return _paged(rows, f"deliveries {connection_id} {chosen}", cursor, limit)


@router.get(
    "/{connection_id}/inbox", auth=READ, response=Page[shapes.InboxItemOut], summary="List received items"
)
def inbox(
    request: HttpRequest, connection_id: str, chosen: Query[ItemFilter], limit: Limit, cursor: Cursor
) -> dict[str, Any]:
    del request
    rows = InboxItem.objects.filter(connection_id=actions.found(connection_id).pk).defer("body", "headers")
    rows = rows.filter(state=chosen.state) if chosen.state else rows
    return _paged(rows.order_by("-id"), f"inbox {connection_id} {chosen}", cursor, limit, queries.item)


@router.post(
    "/{connection_id}/pulls",
    auth=WRITE,
    response={201: shapes.PullOut},
    summary="Read the other system's records",
)
def pull(request: HttpRequest, connection_id: str, body: shapes.PullIn) -> Any:
    made = pulling.begin(actions.found(connection_id), body.resource, mode=body.mode)
    audit.record(
        actor(request), "connection.pull", connection_id, {"resource": body.resource, "pull": made.pk}
    )
    return Status(201, made)


@router.get("/{connection_id}/pulls", auth=READ, response=Page[shapes.PullOut], summary="List pulls")
def pulls(request: HttpRequest, connection_id: str, limit: Limit, cursor: Cursor) -> dict[str, Any]:
    del request
    rows = Pull.objects.filter(connection=actions.found(connection_id)).defer("checkpoint").order_by("-id")
    return _paged(rows, f"pulls {connection_id}", cursor, limit)


@router.post(
    "/{connection_id}/webhooks",
    auth=WRITE,
    response=shapes.MendedOut,
    summary="Make or mend the other system's webhooks",
)
def webhooks(request: HttpRequest, connection_id: str) -> dict[str, list[str]]:
    client = Client(actions.found(connection_id), trial=True)
    done = list(queries.answered(lambda: client.connector.subscribe(client)))
    audit.record(actor(request), "connection.webhooks", connection_id, {"done": done})
    return {"done": done}


def _paged(rows: Any, name: str, cursor: str | None, limit: int, shown: Any = None) -> dict[str, Any]:
    """One page along the key, newest first."""
    place = cursors.decode(cursor, name)
    rows = rows.filter(pk__lt=place[0]) if place else rows
    found = list(rows[: limit + 1])
    end = cursors.encode([found[limit - 1].pk], name) if len(found) > limit else None
    return {"data": [shown(row) if shown else row for row in found[:limit]], "next": end}
