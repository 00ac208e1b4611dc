"""Who really calls: the address and scheme told by proxies that the keeper trusts, and by no others."""

from __future__ import annotations

import ipaddress
from functools import cache
from typing import TYPE_CHECKING

from enishi.platform.config import options
from enishi.platform.gate.answers import header

if TYPE_CHECKING:
    from enishi.platform.gate.table import Scope


@cache
def trusted() -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """The networks of ENISHI_TRUSTED_PROXIES."""
    listed = options.value("ENISHI_TRUSTED_PROXIES").split(",")
    return tuple(ipaddress.ip_network(entry.strip()) for entry in listed if entry.strip())


def resolve(scope: Scope) -> None:
    """Put the caller's own address and scheme into `scope`."""
    client = scope.get("client")
    if not trusted() or client is None or not _is_trusted(client[0]):
        return
    chain = [entry.strip() for entry in (header(scope, b"x-forwarded-for") or "").split(",") if entry.strip()]
    caller = next((entry for entry in reversed(chain) if not _is_trusted(entry)), None)
    if caller is not None:
        scope["client"] = (caller, 0)
    if header(scope, b"x-forwarded-proto") == "https":
        scope["scheme"] = "https"


def _is_trusted(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in trusted())
