"""Load over HTTP/1.1 on loopback: keep-alive connections, one request under way on each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run of load measured: requests a second, and milliseconds at the 50th, 95th and 99th percentile."""

    per_second: float
    p50: float
    p95: float
    p99: float
    count: int
    bad: int

    def line(self) -> str:
        return f"{self.per_second:9,.0f}/s  p50 {self.p50:6.1f} ms  p95 {self.p95:6.1f} ms  p99 {self.p99:6.1f} ms"


class _Caller(asyncio.Protocol):
    """One connection: sends the next request when the answer has come."""

    def __init__(self, work: _Work) -> None:
        self._work = work
        self._buffer = b""
        self._began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._buffer[:end].lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self._buffer) < end + 4 + length:
            return
        self._work.note(time.perf_counter() - self._began, int(self._buffer[9:12]))
        self._buffer = b""
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        self._work.lost(exc)

    def _next(self) -> None:
        request = self._work.take()
        if request is None:
            self._transport.close()
            return
        self._began = time.perf_counter()
        self._transport.write(request)


class _Work:
    def __init__(self, make: Callable[[int], bytes], *, count: int, seconds: float, connections: int) -> None:
        self._make, self._left, self._end = make, count, time.perf_counter() + seconds
        self._open, self._number = connections, 0
        self.times: list[float] = []
        self.bad = 0
        self.done = asyncio.get_running_loop().create_future()

    def take(self) -> bytes | None:
        if self._number >= self._left or time.perf_counter() > self._end:
            return None
        self._number += 1
        return self._make(self._number - 1)

    def note(self, seconds: float, status: int) -> None:
        self.times.append(seconds)
        self.bad += status >= 400

    def lost(self, error: Exception | None) -> None:
        self.bad += error is not None
        self._open -= 1
        if not self._open and not self.done.done():
            self.done.set_result(None)


def request(method: str, url: str, *, headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    """A whole request as bytes."""
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [
        f"{method} {target} HTTP/1.1",
        f"Host: {parts.netloc}",
        *(f"{key}: {value}" for key, value in (headers or {}).items()),
    ]
    if body or method in {"POST", "PUT", "PATCH"}:
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def run(
    url: str,
    make: Callable[[int], bytes],
    *,
    connections: int = 32,
    count: int = 200_000,
    seconds: float = 6.0,
) -> Figures:
    """Send requests for a while.

    Args:
        url: any address of the server.
        make: bytes of request number n.
        connections: at the same time.
        count: most requests.
        seconds: longest time.
    """
    return asyncio.run(_run(url, make, connections=connections, count=count, seconds=seconds))


async def _run(
    url: str, make: Callable[[int], bytes], *, connections: int, count: int, seconds: float
) -> Figures:
    parts = urlsplit(url)
    loop = asyncio.get_running_loop()
    work = _Work(make, count=count, seconds=seconds, connections=connections)
    began = time.perf_counter()
    for _ in range(connections):
        await loop.create_connection(lambda: _Caller(work), parts.hostname, parts.port)
    await work.done
    spent = time.perf_counter() - began
    times = sorted(work.times) or [0.0]

    def at(share: float) -> float:
        return 1000 * times[min(len(times) - 1, int(share * len(times)))]

    return Figures(len(times) / spent, at(0.5), at(0.95), at(0.99), len(times), work.bad)
