"""Probes from the name to the first answer: clock, DNS, TCP, TLS, HTTP and its redirects, control host."""

from __future__ import annotations

from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from enishi.doctor.engine.words import Text
from enishi.doctor.probes.observation import Observation
from enishi.doctor.probes.port import Refused, Unreachable
from enishi.kernel.exchange import header

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from enishi.doctor.probes.port import Certificate, Prober
    from enishi.kernel.exchange import Response

_BELOW = ("network-dns-failure", "network-connection-refused", "network-firewall")
_TLS_CAUSES = {
    "expired": "network-tls-server-cert-expired",
    "not-yet-valid": "auth-clock-skew",
    "hostname": "network-tls-hostname-mismatch",
    "untrusted": "network-tls-untrusted-ca",
    "incomplete": "network-tls-incomplete-chain",
    "protocol": "network-tls-protocol",
}
SKEW = timedelta(seconds=120)
SOON = timedelta(days=14)
_MAX_REDIRECTS = 5


def dns(prober: Prober, host: str) -> tuple[Observation, tuple[str, ...]]:
    """Addresses of both families."""
    four, six = _addresses(prober, host, ipv6=False), _addresses(prober, host, ipv6=True)
    if not four and not six:
        seen = Text(
            f"No address is found for the name {host}.", f"{host}という名前のアドレスが見つかりません。"
        )
        return Observation(
            "dns",
            ok=False,
            seen=seen,
            speaks={"network-dns-failure": 3.0, "endpoint-wrong-host": 3.5},
            stop=True,
        ), ()
    seen = Text(
        f"{host} has {len(four)} IPv4 and {len(six)} IPv6 addresses.",
        f"{host}にはIPv4が{len(four)}個、IPv6が{len(six)}個あります。",
    )
    return Observation("dns", ok=True, seen=seen, speaks={"network-dns-failure": -3.0}), (*four[:1], *six[:1])


def _addresses(prober: Prober, host: str, *, ipv6: bool) -> tuple[str, ...]:
    try:
        return prober.resolve(host, ipv6=ipv6)
    except Unreachable:
        return ()


def tcp(prober: Prober, addresses: tuple[str, ...], port: int) -> Observation:
    """A connection to one address of each family."""
    results = {address: _connect(prober, address, port) for address in addresses}
    good = [address for address, kind in results.items() if not kind]
    if not good:
        return _no_connection(next(iter(results.values())), port)
    dead_six = [address for address, kind in results.items() if kind and ":" in address]
    if dead_six:
        seen = Text("IPv4 works, IPv6 does not.", "IPv4ではつながり、IPv6ではつながりません。")
        return Observation(
            "tcp", ok=False, seen=seen, speaks={"network-ipv6-broken": 5.0, "network-firewall": 1.0}
        )
    seen = Text(f"Port {port} accepts connections.", f"ポート{port}に接続できます。")
    return Observation(
        "tcp", ok=True, seen=seen, speaks={"network-connection-refused": -3.0, "network-firewall": -3.0}
    )


def _connect(prober: Prober, address: str, port: int) -> str:
    try:
        prober.connect(address, port)
    except Unreachable as error:
        return error.kind
    except Refused:
        return "private"
    return ""


def _no_connection(kind: str, port: int) -> Observation:
    if kind == "private":
        seen = Text(
            "The address is private and must not be called.",
            "非公開のアドレスのため、呼び出しは許可されていません。",
        )
        return Observation("tcp", ok=False, seen=seen, speaks={"network-private-address": 7.0}, stop=True)
    if kind == "refused":
        seen = Text(f"The connection to port {port} is refused.", f"ポート{port}への接続が拒否されます。")
        return Observation("tcp", ok=False, seen=seen, speaks={"network-connection-refused": 5.0}, stop=True)
    seen = Text(f"No answer to a connection on port {port}.", f"ポート{port}への接続に応答がありません。")
    return Observation(
        "tcp", ok=False, seen=seen, speaks={"network-firewall": 3.5, "server-outage": 1.5}, stop=True
    )


def tls(prober: Prober, host: str, address: str, port: int, now: datetime) -> Observation:
    """Chain, name, dates and version."""
    try:
        shown = prober.certificate(host, address, port)
    except (Unreachable, Refused) as error:
        seen = Text(f"The handshake broke off: {error}", f"TLSの接続確立が途中で切れました: {error}")
        return Observation(
            "tls",
            ok=False,
            seen=seen,
            speaks={"network-tls-protocol": 3.0, "network-firewall": 1.5},
            stop=True,
        )
    if shown.problem:
        return _bad_certificate(shown)
    left = shown.not_after - now if shown.not_after else None
    if left is not None and left < SOON:
        seen = Text(f"The certificate ends in {left.days} days.", f"証明書の期限まであと{left.days}日です。")
        return Observation(
            "tls", ok=True, seen=seen, speaks={"network-certificate-expiring": 4.0} | _no_tls_fault()
        )
    seen = Text(
        f"{shown.version}, certificate valid, issued by {shown.issuer}.",
        f"{shown.version}、証明書は有効です(発行元: {shown.issuer})。",
    )
    return Observation("tls", ok=True, seen=seen, speaks=_no_tls_fault())


def _no_tls_fault() -> dict[str, float]:
    return {slug: -2.5 for slug in _TLS_CAUSES.values() if slug.startswith("network")}


def _bad_certificate(shown: Certificate) -> Observation:
    slug = _TLS_CAUSES[shown.problem]
    seen = Text(f"The handshake fails: {shown.detail}.", f"TLSの接続確立に失敗します: {shown.detail}")
    others = {"network-tls-untrusted-ca": 2.5} if shown.problem == "incomplete" else {}
    return Observation("tls", ok=False, seen=seen, speaks={slug: 6.0, **others}, stop=True)


def clock(prober: Prober, answer: Response) -> Observation | None:
    """Our clock against the answer's Date."""
    try:
        there = parsedate_to_datetime(header(answer.headers, "date") or "")
    except (ValueError, TypeError):
        return None
    there = there if there.tzinfo else there.replace(tzinfo=UTC)
    apart = (prober.now() - there).total_seconds()
    good = abs(apart) <= SKEW.total_seconds()
    seen = Text(f"The clocks differ by {apart:.0f} s.", f"時計の差は{apart:.0f}秒です。")
    return Observation("clock", ok=good, seen=seen, speaks={"auth-clock-skew": -4.0 if good else 4.0})


def http(prober: Prober, url: str) -> tuple[Observation, Response | None]:
    """The first answer of the server to a plain GET, without credentials."""
    try:
        answer = prober.fetch("GET", url)
    except Unreachable as error:
        speaks = (
            {"server-outage": 2.0, "network-read-timeout": 1.5}
            if error.kind == "timeout"
            else {"server-outage": 1.5}
        )
        return Observation(
            "http",
            ok=False,
            seen=Text(f"No HTTP answer: {error}.", f"HTTPの応答がありません: {error}"),
            speaks=speaks,
            stop=True,
        ), None
    except Refused as error:
        return Observation("http", ok=False, seen=Text(str(error), str(error)), stop=True), None
    status = answer.status or 0
    seen = Text(f"The server answers with {status}.", f"サーバーは{status}を返しました。")
    speaks = (
        {"server-outage": 3.0, "server-internal-error": 1.0} if status >= 500 else {"server-outage": -2.5}  # noqa: PLR2004
    )
    return Observation("http", ok=status < 500, seen=seen, speaks=speaks), answer  # noqa: PLR2004


def redirects(prober: Prober, url: str, first: Response) -> Iterator[Observation]:
    """Where the chain of redirects leads, and what it changes."""
    here, answer = url, first
    for _ in range(_MAX_REDIRECTS):
        target = header(answer.headers, "location")
        if answer.status not in (301, 302, 303, 307, 308) or not target:
            return
        there = urljoin(here, target)
        yield _redirect(here, there)
        if urlsplit(there).hostname != urlsplit(here).hostname:
            return
        try:
            here, answer = there, prober.fetch("GET", there)
        except (Unreachable, Refused):
            return


def _redirect(here: str, there: str) -> Observation:
    one, other = urlsplit(here), urlsplit(there)
    if one.hostname != other.hostname or one.scheme != other.scheme:
        speaks = {"endpoint-redirect-drops-body": 2.5, "endpoint-wrong-host": 1.0}
    elif one.path.rstrip("/") == other.path.rstrip("/"):
        speaks = {"endpoint-trailing-slash": 5.0}
    else:
        speaks = {"endpoint-wrong-path": 1.5}
    plain = f"{other.scheme}://{other.netloc}{other.path}"
    return Observation(
        "redirect",
        ok=False,
        seen=Text(f"The address redirects to {plain}.", f"{plain}へリダイレクトされます。"),
        speaks=speaks,
    )


def control(prober: Prober, url: str) -> Observation:
    """A host that has nothing to do with the vendor: when it fails too, the fault is on our side."""
    try:
        prober.fetch("HEAD", url)
    except (Unreachable, Refused):
        seen = Text(
            "A host that has nothing to do with it cannot be reached either.",
            "関係のない別のサーバーにもつながりません。",
        )
        return Observation(
            "control",
            ok=False,
            seen=seen,
            speaks={"network-egress-blocked": 5.0, "network-firewall": 4.0, "server-outage": -3.0},
            stop=True,
        )
    seen = Text("Another host can be reached.", "別のサーバーにはつながります。")
    return Observation(
        "control", ok=True, seen=seen, speaks={"network-egress-blocked": -4.0, "network-firewall": -1.0}
    )
