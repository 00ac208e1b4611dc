"""Which addresses may be probed: private ones only when the caller says so."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Policy:
    """`allowed` are networks that are open although they are private, for example "127.0.0.0/8"."""

    allowed: tuple[str, ...] = ()
    timeout: float = 5.0
    user_agent: str = "Enishi-Doctor"
    _networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = field(
        init=False, default=(), repr=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "_networks", tuple(ipaddress.ip_network(text) for text in self.allowed))

    def allows(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        mapped = getattr(found, "ipv4_mapped", None)
        found = mapped or found
        return found.is_global or any(
            found.version == network.version and found in network for network in self._networks
        )
