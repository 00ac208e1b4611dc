"""The port through which probes look at the world, so that tests and callers can put their own eyes there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from enishi.kernel.exchange import Headers, Response


class Refused(Exception):  # noqa: N818
    """The caller's policy does not allow this address."""


class Unreachable(Exception):  # noqa: N818
    """The step did not work; `kind` is dns, refused, timeout, reset, tls or other."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the server showed in the handshake.

    Attributes:
        problem: "" when trusted, else expired, not-yet-valid, hostname, untrusted, incomplete or protocol.
    """

    version: str
    names: tuple[str, ...]
    issuer: str
    not_before: datetime | None
    not_after: datetime | None
    problem: str = ""
    detail: str = ""


class Prober(Protocol):
    """Read-only looks at another system. Methods raise `Unreachable` or `Refused`."""

    def now(self) -> datetime: ...

    def resolve(self, host: str, *, ipv6: bool) -> tuple[str, ...]: ...

    def connect(self, address: str, port: int) -> float:
        """Open and close a TCP connection; seconds it took."""

    def certificate(self, host: str, address: str, port: int) -> Certificate: ...

    def fetch(self, method: str, url: str, headers: Headers = ()) -> Response:
        """One request without following redirects; only GET, HEAD and OPTIONS."""
