"""Django's WSGI handler behind ASGI, on a few threads.

The body is read before a thread is taken, and the answer is whole before it is sent: a slow caller
holds a file, never a thread. Two threads a process: with more, SQLite's slowest answers grow.
"""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from enishi.platform import context
from enishi.platform.gate.answers import header, problem, request_id
from enishi.platform.refusals import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from enishi.platform.gate.table import Receive, Scope, Send

THREADS = 2
IN_MEMORY = 1_000_000
LARGEST_BODY = 12_000_000
MOST_WAITING = 500
PIECE = 256 * 1024
Headers = list[tuple[bytes, bytes]]
Environ = dict[str, Any]


class Gone(Exception):  # noqa: N818 - not a fault
    """The caller went away."""


class Bridge:
    """An ASGI application around a WSGI one."""

    def __init__(self, wsgi: Callable[..., Iterable[bytes]], *, threads: int = THREADS) -> None:
        self._wsgi = wsgi
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="django")
        self._threads = threads
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        declared = header(scope, b"content-length") or "0"
        if declared.isdecimal() and int(declared) > LARGEST_BODY:
            await problem(scope, send, lambda: refuse("FMT11", 413, limit=LARGEST_BODY))
            return
        if self._under_way >= MOST_WAITING:
            await problem(scope, send, _busy)
            return
        self._under_way += 1
        try:
            await self._answer(scope, receive, send)
        finally:
            self._under_way -= 1

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        with SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                size = await _read(receive, body)
            except Gone:
                return
            if size > LARGEST_BODY:
                await problem(scope, send, lambda: refuse("FMT11", 413, limit=LARGEST_BODY))
                return
            body.seek(0)
            answer = await self._run(environ(scope, body, size), receive)
        if answer is not None:
            await _send(send, *answer)

    async def _run(self, environ: Environ, receive: Receive) -> Answer | None:
        """The answer; None when the caller left before a thread was free."""
        work = self.pool.submit(answer_of, self._wsgi, environ)
        future: asyncio.Future[Any] = asyncio.wrap_future(work)
        if self._under_way > self._threads:
            leaving: asyncio.Future[Any] = asyncio.ensure_future(_disconnected(receive))
            await asyncio.wait((future, leaving), return_when=asyncio.FIRST_COMPLETED)
            left = leaving.done() and not future.done()
            leaving.cancel()
            if left and work.cancel():
                return None
        answer: Answer = await future
        return answer


def _busy() -> Any:
    return refuse("SRV02", 503, headers={"Retry-After": "1"}, retry_after=1)


class Answer:
    """A whole answer, its body in memory or in a file."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, headers: Headers, body: SpooledTemporaryFile[bytes] | _Whole) -> None:
        self.status, self.headers, self.body = status, headers, body

    def __iter__(self) -> Any:
        return iter((self.status, self.headers, self.body))


class _Whole:
    """A body that is in memory already, read like a file."""

    __slots__ = ("_left",)

    def __init__(self, body: bytes) -> None:
        self._left = body

    def read(self, size: int) -> bytes:
        if len(self._left) <= size:
            piece, self._left = self._left, b""
        else:
            piece, self._left = self._left[:size], self._left[size:]
        return piece

    def close(self) -> None:
        self._left = b""


def answer_of(wsgi: Callable[..., Iterable[bytes]], environ: Environ) -> Answer:
    """Run the WSGI application to the end of its answer; called on a thread."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _: object = None) -> None:
        started[:] = [(status, headers)]

    result = wsgi(environ, start_response)
    try:
        body = _Whole(b"".join(result)) if not getattr(result, "streaming", True) else _spooled(result)
    finally:
        close = getattr(result, "close", None)
        if close:
            close()
    status, pairs = started[0]
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in pairs]
    return Answer(int(status[:3]), headers, body)


def _spooled(chunks: Iterable[bytes]) -> SpooledTemporaryFile[bytes]:
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed when sent
    for chunk in chunks:
        file.write(chunk)
    file.seek(0)
    return file


async def _send(send: Send, status: int, headers: Headers, body: Any) -> None:
    try:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        piece = body.read(PIECE)
        while len(piece) == PIECE:
            following = body.read(PIECE)
            await send({"type": "http.response.body", "body": piece, "more_body": bool(following)})
            piece = following
            if not piece:
                return
        await send({"type": "http.response.body", "body": piece})
    finally:
        body.close()


async def _read(receive: Receive, body: IO[bytes]) -> int:
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        size += len(message.get("body", b""))
        if size > LARGEST_BODY:
            return size
        body.write(message.get("body", b""))
        if not message.get("more_body"):
            return size


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def environ(scope: Scope, body: IO[bytes], size: int) -> Environ:
    """The WSGI environment (PEP 3333) of an ASGI request."""
    raw = scope.get("raw_path") or scope["path"].encode()
    host, port = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    found: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw.partition(b"?")[0]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        context.REQUEST_ID: request_id(scope),
    }
    _add_headers(found, scope["headers"])
    found["CONTENT_LENGTH"] = str(size)  # as read, also when the body came in chunks
    return found


def _add_headers(found: Environ, headers: Iterable[tuple[bytes, bytes]]) -> None:
    for raw_name, raw_value in headers:
        if b"_" in raw_name:
            continue  # would be taken for the header with a hyphen
        name, value = raw_name.decode("latin-1").upper().replace("-", "_"), raw_value.decode("latin-1")
        key = name if name == "CONTENT_TYPE" else f"HTTP_{name}"
        if key in found:
            value = f"{found[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
        found[key] = value
