"""Reading another system page by page. What is read goes through the inbox, like what is sent to us."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction

from enishi.hub.connections.models import Connection, State
from enishi.hub.inbox.models import InboxItem
from enishi.hub.sdk.client import Client
from enishi.hub.sdk.connector import Page
from enishi.hub.sdk.outcome import CallFailed, Held, Later, Malformed
from enishi.hub.sdk.registry import UnknownConnectorError, manifest
from enishi.hub.sync.models import Pull
from enishi.kernel import clock
from enishi.kernel.errors import EnishiError
from enishi.kernel.strings import t
from enishi.platform import jobs
from enishi.platform.language import current

TURN = 20.0
REMEMBERED = 50
ATTEMPTS = 8
OPEN = ("waiting", "running", "held")


def start(
    connection: Connection, resource: str, *, mode: str = "backfill", since: datetime | None = None
) -> Pull:
    """Begin to read a resource; returns the pull that runs already when there is one.

    Raises:
        EnishiError: 422 when the connector has no such resource.
    """
    described = manifest(connection.connector)
    if resource not in {one.name for one in described.resources}:
        known = ", ".join(one.name for one in described.resources) or "–"
        place, lang = "hub.problem.no-such-resource", current()
        raise EnishiError(
            "no-such-resource",
            422,
            t(f"{place}.title", lang),
            t(f"{place}.detail", lang, resource=resource, known=known),
        )
    with transaction.atomic():
        Connection.objects.select_for_update().filter(pk=connection.pk).first()
        running = Pull.objects.filter(connection=connection, resource=resource, state__in=OPEN).first()
        if running:
            return running
        pull = Pull.objects.create(connection=connection, resource=resource, mode=mode, since=since)
        enqueue(pull)
    return pull


def begin(connection: Connection, resource: str, *, mode: str) -> Pull:
    """As `start`; a pull of recent changes finds by itself where to begin.

    Raises:
        EnishiError: 422 when the connector has no such resource.
    """
    known = {one.name for one in manifest(connection.connector).resources}
    return (
        _recent(connection, resource)
        if mode == "recent" and resource in known
        else start(connection, resource)
    )


def catch_up(connection: Connection) -> list[Pull]:
    """Read now what changed since the last good pull of every resource; closes gaps after an outage."""
    return [_recent(connection, one.name) for one in manifest(connection.connector).resources]


def enqueue(pull: Pull) -> None:
    jobs.enqueue("hub.pull", {"pull": pull.pk}, key=f"pull:{pull.connection_id}", dedupe=f"pull:{pull.pk}")


@jobs.handler("hub.pull", attempts=ATTEMPTS, lease=timedelta(minutes=2))
def run(payload: dict[str, Any]) -> None:
    """Read pages until the end, or for a while; the checkpoint is stored with each page."""
    pull = (
        Pull.objects.select_related("connection")
        .filter(pk=payload["pull"], state__in=("waiting", "running"))
        .first()
    )
    if pull is None:
        return
    client = Client(pull.connection, reference=pull.pk)
    until = time.monotonic() + TURN
    try:
        while _one_page(pull, client):
            if time.monotonic() > until:
                raise jobs.Again(timedelta(0))
    except Held as held:
        _end(pull, "held", str(held))
    except Later as later:
        raise jobs.Again(timedelta(seconds=later.seconds)) from later
    except Malformed as malformed:
        _end(pull, "failed", str(malformed))
    except CallFailed as failed:
        _call_failed(pull, failed)


@jobs.every(timedelta(minutes=1), name="hub.pull_recent")
def pull_recent(_payload: dict[str, Any]) -> None:
    """The net under the webhooks: read what changed, as often as each connector's manifest says."""
    for connection in Connection.objects.filter(state__in=(State.ACTIVE, State.NEEDS_PERSON)):
        try:
            described = manifest(connection.connector)
        except UnknownConnectorError:
            continue
        if described.recent_minutes:
            due = clock.now() - timedelta(minutes=described.recent_minutes)
            for resource in described.resources:
                if not Pull.objects.filter(
                    connection=connection, resource=resource.name, started_at__gt=due
                ).exists():
                    _recent(connection, resource.name)


def page_size(connection: Connection, resource: str) -> int:
    """How many records to ask for: the manifest's number, or less when a remedy clamped it."""
    described = manifest(connection.connector).resource(resource)
    clamps = [int(edit["n"]) for edit in connection.edits if edit.get("kind") == "page-size"]
    return max(1, min([described.page_size, *clamps]))


def _recent(connection: Connection, resource: str) -> Pull:
    last = Pull.objects.filter(connection=connection, resource=resource, state="done").order_by("-id").first()
    overlap = timedelta(minutes=manifest(connection.connector).overlap_minutes)
    since = ((last.newest or last.started_at) if last else connection.created_at) - overlap
    return start(connection, resource, mode="recent", since=since)


def _one_page(pull: Pull, client: Client) -> bool:
    """Read and store one page; False at the end."""
    cursor = dict(pull.checkpoint.get("next") or {})
    page = client.connector.page(pull.resource, cursor, pull.since, client)
    seen = [*pull.checkpoint.get("seen", []), _digest(page)]
    if page.keys and seen[-1] in seen[:-1]:
        raise Malformed("cursor-loop: a page came back that was read before")
    with transaction.atomic():
        items = _items(pull, page)
        InboxItem.objects.bulk_create(items, ignore_conflicts=True)
        pull.checkpoint = {"next": dict(page.next) if page.next else None, "seen": seen[-REMEMBERED:]}
        pull.pages, pull.records = pull.pages + 1, pull.records + len(items)
        pull.total = page.total if page.total is not None else pull.total
        pull.newest = max(filter(None, (pull.newest, page.newest)), default=None)
        pull.state, pull.reason = ("running", "") if page.next else ("done", "")
        pull.finished_at = None if page.next else clock.now()
        pull.save()
    return page.next is not None


def _items(pull: Pull, page: Page) -> list[InboxItem]:
    event = manifest(pull.connection.connector).resource(pull.resource).event
    now = clock.now()
    orderings = page.orderings or [""] * len(page.records)
    return [
        InboxItem(
            connection_id=pull.connection_id,
            key=f"{pull.resource}:{key}:{hashlib.sha256(record).hexdigest()[:32]}"[:200],
            ordering=ordering[:200],
            event=event,
            method="GET",
            body=record,
            received_at=now,
            run_at=now,
        )
        for key, ordering, record in zip(page.keys, orderings, page.records, strict=True)
    ]


def _call_failed(pull: Pull, failed: CallFailed) -> None:
    verdict = failed.verdict
    if verdict.action in {"fail", "quarantine"}:
        _end(pull, "failed", str(failed))
    elif verdict.action == "hold":
        _end(pull, "held", verdict.reason)
    elif verdict.after is not None:
        raise jobs.Again(timedelta(seconds=verdict.after)) from failed
    else:
        Pull.objects.filter(pk=pull.pk).update(reason=str(failed)[:2000])
        raise failed


def _end(pull: Pull, state: str, reason: str) -> None:
    finished = clock.now() if state == "failed" else None
    Pull.objects.filter(pk=pull.pk).update(state=state, reason=reason[:2000], finished_at=finished)


def _digest(page: Page) -> str:
    parts: Mapping[str, Any] = {"keys": list(page.keys)}
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:16]
