"""The gate: lanes, bodies, answers and proxies, driven as plain ASGI."""

import asyncio
import json
import threading

import pytest

from enishi.platform.gate import answers, bridge, proxies, table
from enishi.platform.gate.app import Gate
from enishi.platform.refusals import refuse


class Result:
    """What an application sent."""

    def __init__(self):
        self.status, self.headers, self.body, self.more = 0, {}, b"", True

    async def send(self, message):
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.body += message.get("body", b"")
            self.more = message.get("more_body", False)


def request(method="GET", path="/", *, headers=(), query=b""):
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "http_version": "1.1",
        "scheme": "http",
        "client": ("127.0.0.9", 5000),
        "server": ("127.0.0.1", 8080),
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }


def receiving(*chunks):
    left = [
        {"type": "http.request", "body": chunk, "more_body": index < len(chunks) - 1}
        for index, chunk in enumerate(chunks or (b"",))
    ]

    async def receive():
        if not left:
            await asyncio.sleep(3600)
        return left.pop(0)

    return receive


def ask(app, scope, *chunks):
    result = Result()
    asyncio.run(app(scope, receiving(*chunks), result.send))
    return result


def echo(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("201 Created", [("Content-Type", "text/plain"), ("X-Path", environ["PATH_INFO"])])
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    return [json.dumps(told).encode(), b"\n", str(len(body)).encode()]


@pytest.fixture
def gate():
    made = Gate(echo)
    yield made
    made.django.pool.shutdown()


@pytest.fixture(autouse=True)
def _clean_table(monkeypatch):
    monkeypatch.setattr(table, "ROUTES", {})
    monkeypatch.setattr(table, "STARTING", [])
    monkeypatch.setattr(table, "STOPPING", [])


def test_django_gets_the_request_whole(gate):
    """Method, path, query, headers and a body in pieces arrive as WSGI wants them."""
    scope = request(
        "POST",
        "/a/%E8%8A%B1%2Fb",
        query=b"q=1",
        headers=[
            ("content-type", "text/x"),
            ("x-shop", "hana"),
            ("x_shop", "forged"),
            ("cookie", "a=1"),
            ("cookie", "b=2"),
        ],
    )
    result = ask(gate, scope, b"12345", b"678")
    assert (result.status, result.more) == (201, False)
    told, size = result.body.decode().split("\n")
    told = json.loads(told)
    assert size == "8"
    assert told["PATH_INFO"].encode("latin-1").decode() == "/a/花/b"
    assert (told["QUERY_STRING"], told["CONTENT_TYPE"], told["CONTENT_LENGTH"]) == ("q=1", "text/x", "8")
    assert (told["HTTP_X_SHOP"], told["HTTP_COOKIE"], told["REMOTE_ADDR"]) == (
        "hana",
        "a=1; b=2",
        "127.0.0.9",
    )


def test_large_bodies_go_to_disk_and_too_large_ones_are_refused(gate):
    """Up to the limit Django reads them; beyond it 413, by the header or while reading."""
    piece = b"x" * 1_000_000
    assert ask(gate, request("POST"), *[piece] * 12).body.endswith(b"\n12000000")
    told = request("POST", headers=[("content-length", "12000001"), ("accept-language", "en")])
    for result in (ask(gate, told), ask(gate, request("POST"), *[piece] * 13)):
        assert (result.status, json.loads(result.body)["code"]) == (413, "FMT11")
        assert result.headers["content-type"] == "application/problem+json"


def test_streamed_answers_free_their_thread(gate):
    """A long answer without length is sent in pieces, in order and whole."""

    class Streamed(list):
        streaming = True

    def wsgi(environ, start_response):
        start_response("200 OK", [])
        return Streamed(bytes([number]) * 300_000 for number in range(8))

    gate.django._wsgi = wsgi
    result = ask(gate, request())
    assert result.body == b"".join(bytes([number]) * 300_000 for number in range(8))
    assert not result.more


def test_a_caller_who_leaves_the_queue_is_not_served(gate):
    """With all threads busy, a request whose caller left never reaches Django."""
    release, served = threading.Event(), []

    def wsgi(environ, start_response):
        served.append(environ["PATH_INFO"])
        release.wait(10)
        start_response("200 OK", [])
        return []

    gate.django._wsgi = wsgi

    async def story():
        busy = [
            asyncio.ensure_future(gate(request(path="/busy"), receiving(b""), Result().send))
            for _ in range(2)
        ]
        await asyncio.sleep(0.05)
        messages = [{"type": "http.request", "body": b""}, {"type": "http.disconnect"}]

        async def receive():
            return messages.pop(0)

        left = Result()
        await gate(request(path="/left"), receive, left.send)
        release.set()
        await asyncio.gather(*busy)
        return left

    assert asyncio.run(story()).status == 0
    assert served == ["/busy", "/busy"]


def test_machine_lane_comes_first_and_says_which_methods_it_takes(gate):
    """A registered prefix is answered on the loop; another method is a 405 problem."""

    async def handler(scope, receive, send):
        body = await answers.body_within(scope, receive, 10)
        await answers.send_bytes(scope, send, body, status=202)

    table.route("POST", "/in/", handler)
    assert (ask(gate, request("POST", "/in/con_1"), b"hi").status) == 202
    assert json.loads(ask(gate, request("POST", "/in/con_1"), b"x" * 11).body)["code"] == "FMT11"
    refused = ask(gate, request("GET", "/in/con_1"))
    assert (refused.status, refused.headers["allow"]) == (405, "POST")
    assert ask(gate, request("POST", "/inn")).status == 201


def test_the_longest_prefix_wins(gate):
    """A more special place is found before a general one."""
    for prefix in ("/in/", "/in/deep/"):

        async def handler(scope, receive, send, prefix=prefix):
            await answers.send_bytes(scope, send, prefix.encode())

        table.route("GET", prefix, handler)
    assert ask(gate, request(path="/in/deep/x")).body == b"/in/deep/"


def test_faults_of_a_handler_ask_the_sender_to_come_again(gate):
    """Our own fault is 503 with Retry-After, never a 4xx; a refusal keeps its status."""

    async def broken(scope, receive, send):
        raise RuntimeError("inside")

    async def refusing(scope, receive, send):
        raise refuse("AUTH03", 401)

    table.route("GET", "/broken", broken)
    table.route("GET", "/refusing", refusing)
    result = ask(gate, request(path="/broken"))
    assert (result.status, result.headers["retry-after"]) == (503, "5")
    assert b"inside" not in result.body
    assert ask(gate, request(path="/refusing")).status == 401


def test_hooks_run_at_start_and_stop(gate):
    """The server reports ready after the hooks, and stops them in reverse order."""
    ran = []

    def hook(name):
        async def run():
            ran.append(name)

        return run

    table.on_start(hook("open"))
    table.on_stop(hook("close a"))
    table.on_stop(hook("close b"))
    messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    sent = []

    async def receive():
        return messages.pop(0)

    async def send(message):
        sent.append(message["type"])

    asyncio.run(gate({"type": "lifespan"}, receive, send))
    assert ran == ["open", "close b", "close a"]
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "caller", "scheme"),
    [
        ("10.0.0.5", "203.0.113.7", "203.0.113.7", "https"),
        ("10.0.0.5", "198.51.100.1, 203.0.113.7, 10.0.0.6", "203.0.113.7", "https"),
        ("192.0.2.1", "203.0.113.7", "192.0.2.1", "http"),
    ],
)
def test_only_trusted_proxies_name_the_caller(monkeypatch, peer, forwarded, caller, scheme):
    """The address nearest to us that is not a trusted proxy counts; strangers' headers do not."""
    monkeypatch.setenv("ENISHI_TRUSTED_PROXIES", "10.0.0.0/24")
    proxies.trusted.cache_clear()
    scope = request(headers=[("x-forwarded-for", forwarded), ("x-forwarded-proto", "https")])
    scope["client"] = (peer, 1)
    proxies.resolve(scope)
    proxies.trusted.cache_clear()
    assert (scope["client"][0], scope["scheme"]) == (caller, scheme)


def test_a_flood_is_turned_away(gate):
    """Beyond the bound of waiting requests the answer is 503 at once."""
    gate.django._under_way = bridge.MOST_WAITING
    result = ask(gate, request())
    assert (result.status, result.headers["retry-after"]) == (503, "1")
