"""Calls out against servers on loopback that we start here."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from enishi.kernel.exchange import Request, header
from enishi.platform import http
from enishi.platform.http import guard

Answer = Callable[[socket.socket], None]


@pytest.fixture
def allow_loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ENISHI_ALLOW_NETWORKS", "127.0.0.0/8")
    yield
    http.close()


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """Start a one-connection server that answers with the given function; returns its URL."""
    sockets: list[socket.socket] = []

    def start(answer: Answer) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        sockets.append(listener)

        def accept() -> None:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            with peer:
                answer(peer)

        threading.Thread(target=accept, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/x"

    yield start
    for item in sockets:
        item.close()


def _say(text: bytes) -> Answer:
    def answer(peer: socket.socket) -> None:
        peer.recv(65536)
        peer.sendall(text)

    return answer


def test_answer(allow_loopback: None, serve: Callable[[Answer], str]) -> None:
    """An answer comes back whole, with its phases timed."""
    url = serve(_say(b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nX-A: b\r\n\r\nno"))
    exchange = http.call(Request("POST", url, (("Content-Type", "text/plain"),), b"hello"))
    assert exchange.failure is None
    assert exchange.response is not None
    assert (exchange.response.status, exchange.response.body) == (404, b"no")
    assert header(exchange.response.headers, "x-a") == "b"
    assert {"connect", "send", "wait", "read"} <= {name for name, _ in exchange.timings}


def test_redirect_is_not_followed(allow_loopback: None, serve: Callable[[Answer], str]) -> None:
    """A redirect is an answer like any other."""
    url = serve(_say(b"HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"))
    exchange = http.call(Request("GET", url))
    assert exchange.response is not None
    assert exchange.response.status == 301


def test_reset_after_the_request_left(allow_loopback: None, serve: Callable[[Answer], str]) -> None:
    """A connection that ends without an answer leaves the outcome unknown: `sent` is true."""
    exchange = http.call(Request("POST", serve(lambda peer: peer.recv(65536) and None), (), b"x"))
    assert exchange.response is None
    assert exchange.failure is not None
    assert exchange.failure.sent is True


def test_refused(allow_loopback: None) -> None:
    """Nothing listening: the phase is connect and no byte had left."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    exchange = http.call(Request("GET", f"http://127.0.0.1:{port}/"))
    assert exchange.failure is not None
    assert (exchange.failure.kind, exchange.failure.phase, exchange.failure.sent) == (
        "ConnectionRefusedError",
        "connect",
        False,
    )


def test_hanging(allow_loopback: None, serve: Callable[[Answer], str]) -> None:
    """A silent server costs the time limit and is told as waiting."""
    done = threading.Event()
    url = serve(lambda peer: done.wait(5) and None)
    exchange = http.call(Request("GET", url), http.Limits(total=0.2))
    done.set()
    assert exchange.failure is not None
    assert (exchange.failure.kind, exchange.failure.sent) == ("TimeoutError", True)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://localhost:1/", "http://[::1]:1/", "http://169.254.169.254/"]
)
def test_private_addresses_are_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the keeper's word no call reaches loopback, private or metadata addresses."""
    monkeypatch.setenv("ENISHI_ALLOW_NETWORKS", "")
    exchange = http.call(Request("GET", url))
    http.close()
    assert exchange.failure is not None
    assert exchange.failure.kind == "PrivateAddressRefused"


def test_mapped_addresses_are_seen_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """An IPv4 address in IPv6 clothing counts as what it is."""
    monkeypatch.setenv("ENISHI_ALLOW_NETWORKS", "")
    assert not guard.allowed("::ffff:127.0.0.1")
    assert guard.allowed("::ffff:8.8.8.8")
