"""Every call that we make to a WooCommerce shop."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import msgspec

from enishi.connectors.woocommerce import inbound, mapping, shapes
from enishi.hub import sdk
from enishi.hub.sdk.client import Client
from enishi.hub.sync.pulling import page_size
from enishi.kernel.exchange import Request

PAGES = "X-WP-TotalPages"
TOTAL = "X-WP-Total"


def authorized(request: Request, account: sdk.Account) -> Request:
    """Basic credentials; in the query only when the connection's setting says so."""
    key = str(account.secrets.get("consumer_key", ""))
    secret = str(account.secrets.get("consumer_secret", ""))
    if account.settings.get("credentials_in") == "query":
        mark = "&" if "?" in (request.url or "") else "?"
        pair = urlencode({"consumer_key": key, "consumer_secret": secret})
        return replace(request, url=f"{request.url}{mark}{pair}")
    token = base64.b64encode(f"{key}:{secret}".encode()).decode()
    return replace(request, headers=(*(request.headers or ()), ("Authorization", f"Basic {token}")))


def page(resource: str, cursor: Mapping[str, Any], since: datetime | None, client: Client) -> sdk.Page:
    """One page. Orders run by id, so that orders placed meanwhile come at the end and none is skipped."""
    number = int(cursor.get("page", 1))
    query = {"per_page": str(page_size(client.connection, resource)), "page": str(number)}
    if resource == "orders":
        query |= {"orderby": "id", "order": "asc"}
        if since:
            query |= {"modified_after": _iso(since), "dates_are_gmt": "true"}
    else:
        query |= {"role": "all", "orderby": "registered_date", "order": "desc" if since else "asc"}
    reply = client.call(sdk.Call(operation=f"{resource}.list", query=query))
    records = [bytes(raw) for raw in reply.json(list[msgspec.Raw])]
    stubs = [msgspec.json.decode(record, type=shapes.Stub, strict=False) for record in records]
    times = [mapping.gmt(stub.date_modified_gmt or stub.date_created_gmt) for stub in stubs]
    event = f"{resource[:-1]}.pulled"
    more = bool(records) and number < _number(reply.header(PAGES), default=number + 1)
    if since and resource == "customers" and _all_older(stubs, since):
        more = False
    return sdk.Page(
        records=records,
        keys=[str(stub.id) for stub in stubs],
        orderings=[inbound.ordering(event, record) for record in records],
        next={"page": number + 1} if more else None,
        total=_number(reply.header(TOTAL), default=-1) if reply.header(TOTAL) else None,
        newest=max(filter(None, times), default=None),
    )


def note_exists(call: sdk.Call, client: Client) -> bool:
    """Whether the note of a call whose outcome is unknown stands at the order."""
    reply = client.call(sdk.Call(operation="notes.list", path=call.path))
    wanted = str((call.json or {}).get("note", ""))
    return any(_plain(note.note) == _plain(wanted) for note in reply.json(list[shapes.Note]))


def _plain(text: str) -> str:
    return " ".join(text.replace("<br />", " ").split())


def _all_older(stubs: list[shapes.Stub], since: datetime) -> bool:
    """Customers cannot be asked for by change; the newest accounts come first, so old ones end the search."""
    times = [mapping.gmt(stub.date_created_gmt) for stub in stubs]
    return all(at is not None and at < since for at in times)


def _number(text: str, *, default: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() else default


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
