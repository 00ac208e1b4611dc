"""The prober on real sockets, with nothing but the standard library."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from enishi.doctor.probes.port import Certificate, Refused, Unreachable
from enishi.kernel.exchange import Headers, Response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enishi.doctor.probes.policy import Policy

_READ_ONLY = ("GET", "HEAD", "OPTIONS")
_MAX_BODY = 64_000
_PROBLEMS = {
    10: "expired",
    9: "not-yet-valid",
    62: "hostname",
    64: "hostname",
    18: "untrusted",
    19: "untrusted",
    20: "incomplete",
    21: "incomplete",
}
"""X509_V_ERR_* numbers of OpenSSL."""


class SocketProber:
    """Looks with real connections, one at a time, only where the policy allows.

    The address is resolved once and the connection goes to that very address, so that a name cannot point elsewhere
    after it was checked.
    """

    def __init__(self, policy: Policy, *, trust: ssl.SSLContext | None = None) -> None:
        self._policy = policy
        self._trust = trust or ssl.create_default_context()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def resolve(self, host: str, *, ipv6: bool) -> tuple[str, ...]:
        family = socket.AF_INET6 if ipv6 else socket.AF_INET
        try:
            found = socket.getaddrinfo(host, None, family, socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Unreachable("dns", str(error)) from error
        return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))

    def connect(self, address: str, port: int) -> float:
        start = time.perf_counter()
        self._open(address, port).close()
        return time.perf_counter() - start

    def certificate(self, host: str, address: str, port: int) -> Certificate:
        try:
            with self._trust.wrap_socket(self._open(address, port), server_hostname=host) as connection:
                return _certificate(connection.getpeercert() or {}, connection.version() or "")
        except ssl.SSLCertVerificationError as error:
            seen = self._unchecked(host, address, port)
            problem = _PROBLEMS.get(error.verify_code, "untrusted")
            return Certificate(
                seen.version,
                seen.names,
                seen.issuer,
                seen.not_before,
                seen.not_after,
                problem,
                error.verify_message,
            )
        except (ssl.SSLError, OSError) as error:
            if isinstance(error, ssl.SSLError):
                return Certificate("", (), "", None, None, "protocol", str(error.reason or error))
            raise _unreachable(error) from error

    def _unchecked(self, host: str, address: str, port: int) -> Certificate:
        """Version of a connection that is not trusted; nothing is sent over it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        try:
            with context.wrap_socket(self._open(address, port), server_hostname=host) as connection:
                return _certificate({}, connection.version() or "")
        except (ssl.SSLError, OSError, Unreachable):
            return _certificate({}, "")

    def fetch(self, method: str, url: str, headers: Headers = ()) -> Response:
        if method not in _READ_ONLY:
            raise Refused(f"{method} is not read-only")
        parts = urlsplit(url)
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        address = self._address(host)
        connection = http.client.HTTPConnection(host, port, timeout=self._policy.timeout)
        try:
            raw = self._open(address, port)
            connection.sock = self._trust.wrap_socket(raw, server_hostname=host) if secure else raw
            target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
            connection.request(
                method,
                target,
                headers={"User-Agent": self._policy.user_agent, "Accept": "*/*", **dict(headers)},
            )
            answer = connection.getresponse()
            return Response(answer.status, tuple(answer.getheaders()), answer.read(_MAX_BODY))
        except (OSError, http.client.HTTPException) as error:
            raise _unreachable(error) from error
        finally:
            connection.close()

    def _address(self, host: str) -> str:
        try:
            return self.resolve(host, ipv6=False)[0]
        except Unreachable:
            return self.resolve(host, ipv6=True)[0]

    def _open(self, address: str, port: int) -> socket.socket:
        if not self._policy.allows(address):
            raise Refused(f"{address} is not a public address")
        try:
            return socket.create_connection((address, port), timeout=self._policy.timeout)
        except OSError as error:
            raise _unreachable(error) from error


def _unreachable(error: Exception) -> Unreachable:
    if isinstance(error, TimeoutError):
        return Unreachable("timeout", "timed out")
    if isinstance(error, ConnectionRefusedError):
        return Unreachable("refused", str(error))
    if isinstance(error, ConnectionResetError | http.client.RemoteDisconnected):
        return Unreachable("reset", str(error))
    if isinstance(error, ssl.SSLError):
        return Unreachable("tls", str(error.reason or error))
    return Unreachable("other", str(error) or type(error).__name__)


def _certificate(shown: Mapping[str, Any], version: str) -> Certificate:
    names = tuple(str(value) for _, value in shown.get("subjectAltName", ()))
    issuer = ", ".join(
        str(value)
        for part in shown.get("issuer", ())
        for key, value in part
        if key in ("organizationName", "commonName")
    )
    return Certificate(version, names, issuer, _time(shown.get("notBefore")), _time(shown.get("notAfter")))


def _time(text: object) -> datetime | None:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(text), UTC) if isinstance(text, str) else None
