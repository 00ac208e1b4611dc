"""From a connector's call to the request that leaves: address, body, credentials, the connection's edits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from string import Formatter
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from enishi import __version__
from enishi.hub.connections.models import Connection
from enishi.hub.sdk import hooks
from enishi.hub.sdk.call import Account, Call
from enishi.hub.sdk.connector import Connector
from enishi.hub.sdk.manifest import Operation
from enishi.kernel.exchange import Headers, Request, header

AGENT = f"Enishi/{__version__}"
ABOUT_EDIT = frozenset({"operation", "incident", "added_at", "actor"})


def request(connector: Connector, connection: Connection, account: Account, call: Call) -> Request:
    """The request of one attempt, edited and signed."""
    operation = connector.manifest.operation(call.operation)
    plain = Request(operation.method, _url(operation, account, call), _headers(operation, call), _body(call))
    edits = edits_for(connection.edits, operation.name)
    if connector.signs_body:
        return connector.authorize(hooks.current().edit_request(plain, edits), account, call)
    return hooks.current().edit_request(connector.authorize(plain, account, call), edits)


def edits_for(edits: Sequence[Mapping[str, Any]], operation: str) -> list[dict[str, Any]]:
    """The edits that concern an operation, as the doctor's actions (without what we note beside them)."""
    return [
        {name: value for name, value in edit.items() if name not in ABOUT_EDIT}
        for edit in edits
        if fnmatchcase(operation, str(edit.get("operation") or "*"))
    ]


def _url(operation: Operation, account: Account, call: Call) -> str:
    values = {**{key: str(value) for key, value in account.settings.items()}, **call.path}
    names = [name for _, name, _, _ in Formatter().parse(operation.path) if name]
    missing = [name for name in names if not values.get(name)]
    if missing:
        raise LookupError(f"{operation.name} needs {', '.join(missing)} in its path")
    if operation.path == "{url}":
        return values["url"]
    path = operation.path.format(**{name: quote(values[name], safe="") for name in names})
    query = f"?{urlencode(call.query)}" if call.query else ""
    return f"{account.base_url}{path}{query}"


def _headers(operation: Operation, call: Call) -> Headers:
    pairs = list(call.headers)
    if header(call.headers, "Accept") is None:
        pairs.append(("Accept", "application/json"))
    if call.json is not None and header(call.headers, "Content-Type") is None:
        pairs.append(("Content-Type", "application/json"))
    if operation.idempotency_header and call.key:
        pairs.append((operation.idempotency_header, call.key))
    return (("User-Agent", AGENT), *pairs)


def _body(call: Call) -> bytes | None:
    if call.json is not None:
        return msgspec.json.encode(call.json)
    return call.body.encode() if call.body else None
