"""The vendor's own API description, fetched from the connection's host and kept for a while."""

from __future__ import annotations

import threading
import time
from typing import Any
from urllib.parse import urljoin

import msgspec

from enishi.doctor import Contract
from enishi.hub.connections.models import Connection
from enishi.hub.sdk.registry import connector
from enishi.kernel.exchange import Request
from enishi.platform import http

KEPT = 60.0
LARGEST = 2_000_000
_kept: dict[str, tuple[float, Contract | None]] = {}
_lock = threading.Lock()


def of(connection_id: str) -> Contract | None:
    """The OpenAPI document of a connection's vendor; None when its connector names none or it cannot be read."""
    with _lock:
        known = _kept.get(connection_id)
    if known and time.monotonic() - known[0] < KEPT:
        return known[1]
    found = _fetched(connection_id)
    with _lock:
        _kept[connection_id] = (time.monotonic(), found)
    return found


def _fetched(connection_id: str) -> Contract | None:
    connection = Connection.objects.filter(pk=connection_id).first()
    path = connector(connection.connector).openapi_path if connection else ""
    base = str(connection.settings.get("base_url", "")) if connection else ""
    if not path or not base:
        return None
    request = Request("GET", urljoin(base, path), (("Accept", "application/json"),))
    ca_file = connection.settings.get("ca_file") if connection else None
    exchange = http.call(request, http.Limits(connect=2.0, total=5.0, size=LARGEST), ca_file=ca_file or None)
    body = exchange.response.body if exchange.response and exchange.response.status == 200 else None  # noqa: PLR2004
    try:
        document: Any = msgspec.json.decode(body or b"")
    except msgspec.DecodeError:
        return None
    return Contract(openapi=document) if isinstance(document, dict) and "paths" in document else None
