"""Probes against servers that the tests start on the loopback address."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from enishi.doctor import Exchange, Failure, Request, Response, investigate
from enishi.doctor.preflight import check
from enishi.doctor.probes.ladder import Plan
from enishi.doctor.probes.policy import Policy
from enishi.doctor.probes.port import Refused
from enishi.doctor.probes.sockets import SocketProber

LOOPBACK = Policy(allowed=("127.0.0.0/8", "::1/128"), timeout=2.0)


class Handler(BaseHTTPRequestHandler):
    """Answers by path; writes down what it was asked."""

    def _answer(self):
        self.server.asked.append((self.command, self.path))
        status, headers = self.server.answers(self)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = do_OPTIONS = do_POST = _answer  # noqa: N815

    def log_message(self, *_):
        pass


@contextmanager
def serving(answers, context=None):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.answers, server.asked = answers, []
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server, server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def certificate(tmp_path, *, name: str, days: int):
    """A self-signed certificate for a name that ends so many days from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    alternative = x509.SubjectAlternativeName([x509.DNSName(name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=400))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(alternative, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / f"{name}{days}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return pem


@contextmanager
def serving_tls(tmp_path, *, name: str = "localhost", days: int = 90, trusted: bool = True):
    pem = certificate(tmp_path, name=name, days=days)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    trust = ssl.create_default_context(cafile=str(pem)) if trusted else ssl.create_default_context()
    with serving(lambda _: (200, {}), context) as (_, port):
        yield SocketProber(LOOPBACK, trust=trust), f"https://localhost:{port}/"


def found(seen, probe):
    return next(one for one in seen if one.probe == probe)


def test_everything_is_fine(tmp_path):
    """A good server passes every step."""
    with serving_tls(tmp_path) as (prober, url):
        seen = check(url, prober)
    assert [one.probe for one in seen if one.ok][:4] == ["dns", "tcp", "tls", "http"]


@pytest.mark.parametrize(
    ("setting", "slug"),
    [
        ({"days": -2}, "network-tls-server-cert-expired"),
        ({"name": "elsewhere.example"}, "network-tls-hostname-mismatch"),
        ({"trusted": False}, "network-tls-untrusted-ca"),
        ({"days": 3}, "network-certificate-expiring"),
    ],
)
def test_certificates(tmp_path, setting, slug):
    """Date, name, issuer and nearing end are told apart."""
    with serving_tls(tmp_path, **setting) as (prober, url):
        seen = found(check(url, prober), "tls")
    assert max(seen.speaks, key=seen.speaks.get) == slug


def test_nothing_listens():
    """A closed port is a refused connection, and nothing further is tried."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    seen = check(f"http://127.0.0.1:{port}/", SocketProber(LOOPBACK))
    assert [one.probe for one in seen] == ["dns", "tcp"]
    assert seen[-1].speaks["network-connection-refused"] > 3


def test_private_addresses_are_refused():
    """Without leave a private address is not touched."""
    with serving(lambda _: (200, {})) as (server, port):
        seen = check(f"http://127.0.0.1:{port}/", SocketProber(Policy()))
        assert server.asked == []
    assert seen[-1].speaks == {"network-private-address": 7.0}


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "::1",
        "fe80::1",
        "::ffff:10.0.0.1",
        "100.64.0.1",
        "0.0.0.0",
        "not an address",
    ],
)
def test_policy_refuses(address):
    """Private, loopback, link-local, metadata and carrier addresses, also dressed up as IPv6."""
    assert not Policy().allows(address)


def test_policy_allows_public_and_named():
    """Public addresses, and private ones that are named."""
    assert Policy().allows("93.184.216.34")
    assert Policy(allowed=("10.0.0.0/8",)).allows("10.1.2.3")


def test_writes_are_never_sent():
    """The prober itself refuses everything that is not read-only."""
    with serving(lambda _: (200, {})) as (server, port):
        with pytest.raises(Refused):
            SocketProber(LOOPBACK).fetch("POST", f"http://127.0.0.1:{port}/")
        assert server.asked == []


def test_a_redirect_that_only_adds_a_slash():
    """The chain is followed and named."""
    with serving(lambda h: (200, {}) if h.path.endswith("/") else (301, {"Location": h.path + "/"})) as (
        _,
        port,
    ):
        seen = check(f"http://127.0.0.1:{port}/items", SocketProber(LOOPBACK))
    assert found(seen, "redirect").speaks == {"endpoint-trailing-slash": 5.0}


def test_method_that_is_not_allowed():
    """OPTIONS names the methods, and the failing one is not among them: that decides."""
    with serving(lambda _: (405, {"Allow": "GET, HEAD"})) as (server, port):
        exchange = Exchange(Request("POST", f"http://127.0.0.1:{port}/x", (), b"{}"), Response(405))
        diagnosis, seen = investigate(exchange, SocketProber(LOOPBACK))
        assert all(command in ("GET", "HEAD", "OPTIONS") for command, _ in server.asked)
    assert diagnosis.causes[0].slug == "endpoint-wrong-method"
    assert seen


def test_replay_with_one_thing_changed():
    """A safe call is sent again without the stray characters, and that it works names the cause."""

    def answers(handler):
        return (200, {}) if handler.headers.get("X-Api-Key") == "key-1234" else (401, {})

    with serving(answers) as (_, port):
        request = Request("GET", f"http://127.0.0.1:{port}/x", (("X-Api-Key", '"key-1234"'),))
        diagnosis, seen = investigate(  # noqa: RUF059
            Exchange(request, Response(401)), SocketProber(LOOPBACK), plan=Plan(replay=True)
        )
    assert diagnosis.causes[0].slug == "auth-malformed-credential"


def test_the_ladder_stops_when_one_cause_is_left(tmp_path):
    """After an expired certificate nothing further is asked."""
    with serving_tls(tmp_path, days=-2) as (prober, url):
        diagnosis, seen = investigate(Exchange(Request("GET", url), failure=Failure("", "SSL error")), prober)
    assert diagnosis.causes[0].slug == "network-tls-server-cert-expired"
    assert seen[-1].probe == "tls"


def test_who_am_i_stays_on_the_host():
    """The credential is never taken to another host."""
    with serving(lambda _: (200, {})) as (server, port):
        request = Request("GET", f"http://127.0.0.1:{port}/x", (("Authorization", "Bearer a"),))
        plan = Plan(who_am_i_url=f"http://localhost:{port}/me")
        investigate(Exchange(request, Response(401)), SocketProber(LOOPBACK), plan=plan)
        assert "/me" not in [path for _, path in server.asked]
