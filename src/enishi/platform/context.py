"""What one request carries through all layers: its id and the address it came from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.kernel import ids

if TYPE_CHECKING:
    from django.http import HttpRequest

REQUEST_ID = "enishi.request_id"
_ACCEPTABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}")


def chosen_id(sent: str | None) -> str:
    """The caller's own request id when it is short and harmless, else a fresh one."""
    return sent if sent and _ACCEPTABLE.fullmatch(sent) else ids.new("req")


def request_id(request: HttpRequest) -> str:
    """The id of this request; the same however often it is asked for."""
    found: str | None = request.META.get(REQUEST_ID)
    if found is None:
        found = request.META[REQUEST_ID] = chosen_id(request.headers.get("X-Request-Id"))
    return found


def address(request: HttpRequest) -> str:
    """The caller's network address, after trusted proxies (the gate has resolved those)."""
    return str(request.META.get("REMOTE_ADDR") or "")
