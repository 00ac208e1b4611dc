"""What the hub's tests share: connections, a fake CRM behind the commands, a receiver on loopback."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from enishi.hub.connections import actions
from enishi.hub.delivery import fanout
from enishi.hub.sdk import commands as sdk_commands
from enishi.hub.sdk import hooks as sdk_hooks
from enishi.hub.sdk import signing
from enishi.kernel import clock

SECRET = "whsec_" + "dGVzdC1zZWNyZXQtb2YtdGhlLXRlc3Rz"


@pytest.fixture(autouse=True)
def _loopback(monkeypatch):
    monkeypatch.setenv("ENISHI_ALLOW_NETWORKS", "127.0.0.0/8")
    fanout.forget()


@pytest.fixture
def crm():
    """A CRM that only remembers what it was told."""
    told = []

    def apply(commands, source):
        for command in commands:
            if getattr(command, "number", "") == "poison":
                raise ValueError("this one breaks the mapping")
            told.append((command, source))

    before = sdk_commands._applier[:]
    sdk_commands.set_applier(apply)
    yield told
    sdk_commands._applier[:] = before


@pytest.fixture(autouse=True)
def hooks():
    """The hub alone, without the clinic; replace hooks for one test with ``hooks(on_failed_exchange=…)``."""
    before = sdk_hooks.current()
    sdk_hooks.restore(sdk_hooks.Hooks())
    yield sdk_hooks.register
    sdk_hooks.restore(before)


@pytest.fixture
def webhook(transactional_db):
    """A connection of the webhook connector that takes events in."""
    return actions.create(
        name="Shop", connector="webhook", settings={}, secrets={"signing_secret": SECRET}, actor="user:test"
    )


def signed(body: bytes, *, message_id="msg_1", secret=SECRET, at=None):
    """Headers of a Standard Webhooks call."""
    stamp = int((at or clock.now()).timestamp())
    signature = signing.sign([secret], message_id=message_id, timestamp=stamp, body=body)
    return [
        (b"content-type", b"application/json"),
        (b"webhook-id", message_id.encode()),
        (b"webhook-timestamp", str(stamp).encode()),
        (b"webhook-signature", signature.encode()),
    ]


def order(number: str, *, customer="c1") -> bytes:
    """An order event in our own form."""
    data = {
        "external_id": f"o{number}",
        "number": number,
        "status": "paid",
        "currency": "JPY",
        "total": 1200,
        "customer": {"external_id": customer, "family_name": "架空", "emails": [f"{customer}@example.jp"]},
    }
    return json.dumps({"type": "order.created", "data": data}).encode()


class Receiver:
    """A server on loopback. `answers` is a function of the request; `calls` is what came."""

    def __init__(self):
        self.calls = []
        self.answer = lambda call: (200, {}, b"{}")
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _any(self):
                length = int(self.headers.get("Content-Length") or 0)
                call = {
                    "method": self.command,
                    "path": self.path,
                    "headers": dict(self.headers.items()),
                    "body": self.rfile.read(length),
                    "at": time.monotonic(),
                }
                receiver.calls.append(call)
                found = receiver.answer(call)
                if found is None:
                    self.connection.close()
                    self.close_connection = True
                    return
                status, headers, body = found
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815 - names that http.server asks for

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.close()
