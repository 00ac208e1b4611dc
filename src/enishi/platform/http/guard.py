"""Which addresses outgoing calls may reach: public ones, and networks that the keeper allowed."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from functools import lru_cache
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from enishi.platform.config import options

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class PrivateAddressRefused(OSError):  # noqa: N818 - names what happened
    """The name resolves only to private, loopback, link-local or metadata addresses."""


@lru_cache(maxsize=8)
def networks(text: str) -> tuple[Network, ...]:
    """Networks of a comma-separated list.

    Raises:
        ValueError: naming the entry that is no network.
    """
    return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())


def allowed(address: str) -> bool:
    """Whether a call may go to this IP address."""
    ip: Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if ip.is_global and not ip.is_multicast:
        return True
    return any(ip in network for network in networks(options.value("ENISHI_ALLOW_NETWORKS")))


def is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


class GuardedResolver(AbstractResolver):
    """Resolves once and hands on only addresses that may be called, so that the checked one is the used one."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        usable = [row for row in found if allowed(str(row[4][0]))]
        if not usable:
            message = f"{host} resolves to {', '.join(sorted({str(row[4][0]) for row in found}))}: not a public address"
            raise PrivateAddressRefused(message)
        return [self._result(host, row) for row in usable]

    async def close(self) -> None:
        """Nothing is held."""

    @staticmethod
    def _result(host: str, row: Any) -> ResolveResult:
        family, _, protocol, _, address = row
        return ResolveResult(
            hostname=host,
            host=str(address[0]),
            port=int(address[1]),
            family=family,
            proto=protocol,
            flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
        )
