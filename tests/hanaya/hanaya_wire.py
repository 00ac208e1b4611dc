"""Both ends of the wire: a caller of the shop's API, and a receiver of its webhooks."""

import json
import threading
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass
class Answer:
    status: int
    headers: dict
    raw: bytes

    @property
    def json(self):
        return json.loads(self.raw)

    def header(self, name):
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), None)


@dataclass
class Caller:
    """Calls the shop as an integration would: one connection a call, no redirects followed."""

    base: str
    key: str = ""
    headers: dict = field(default_factory=lambda: {"Accept": "application/json"})
    context: object = None
    timeout: float = 5.0

    def __call__(self, method, path, body=None, *, base=None, headers=None):
        sent = {**self.headers, **({"X-Api-Key": self.key} if self.key else {})}
        sent.update(headers or {})
        if isinstance(body, dict):
            sent.setdefault("Content-Type", "application/json")
            body = json.dumps(body, ensure_ascii=False).encode()
        connection = self._connection(urlsplit(base or self.base))
        try:
            connection.request(method, path, body, {k: v for k, v in sent.items() if v is not None})
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.headers), answer.read())
        finally:
            connection.close()

    def _connection(self, place):
        if place.scheme == "https":
            return HTTPSConnection(place.netloc, timeout=self.timeout, context=self.context)
        return HTTPConnection(place.netloc, timeout=self.timeout)

    def note(self, text="お電話あり", **more):
        headers = {"Idempotency-Key": more.pop("key")} if "key" in more else None
        return self("POST", "/v2/customers/c-1001/notes", {"text": text, **more}, headers=headers)

    def track(self, **more):
        body = {"carrier": "reibin", "number": "1234-5678", "parcels": 1, **more}
        return self("POST", "/v2/orders/o-10001/tracking", body)


def fine(call):
    """True when reading and writing both work."""
    return call("GET", "/v2/me").status == 200 and call.note("ok").status == 201


class Receiver:
    """Takes webhooks at a loopback address and answers what the test wants."""

    def __init__(self):
        self.received = []
        self.statuses = []  # answered in turn, 204 when none is left
        self.usual = 204
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/in/hanaya"

    def _handler(receiver):  # noqa: N805 - the inner self is the handler's
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.received.append((dict(self.headers), body))
                self.send_response(receiver.statuses.pop(0) if receiver.statuses else receiver.usual)
                self.send_header("Content-Length", "0")
                self.send_header("Location", receiver.url + "/elsewhere")
                self.end_headers()

            def do_GET(self):  # where a redirect that is followed would end well
                self.send_response(204)
                self.end_headers()

            def log_message(self, *args):
                pass

        return Handler

    def bodies(self):
        return [json.loads(body) for _, body in self.received]

    def ids(self):
        return [headers["webhook-id"] for headers, _ in self.received]

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
