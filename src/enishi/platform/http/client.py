"""Calls to other systems: one value in, one Exchange out, whatever happens on the way.

Redirects are never followed, private addresses are refused (guard.py), answers are capped.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from enishi.kernel import clock
from enishi.kernel.exchange import Exchange, Failure, Headers, Request, Response, header
from enishi.platform.http import guard
from enishi.platform.http.timing import Progress, tracing

CAP = 32 * 1024 * 1024
CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one call: seconds to connect (with DNS and TLS), seconds in all, bytes of answer."""

    connect: float = 10.0
    total: float = 30.0
    size: int = CAP


class Client:
    """A pool of connections that belongs to one event loop."""

    def __init__(self, *, ca_file: str | None = None) -> None:
        context = ssl.create_default_context(cafile=ca_file)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=0, limit_per_host=0, resolver=guard.GuardedResolver(), ssl=context, use_dns_cache=False
            ),
            trace_configs=[tracing()],
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=["User-Agent"],
        )

    async def send(self, request: Request, limits: Limits = Limits()) -> Exchange:
        """Make one attempt at one call; network trouble comes back as `failure`, never as an exception."""
        progress, started, begin = Progress(), clock.now(), time.perf_counter()
        response: Response | None = None
        failure: Failure | None = None
        try:
            async with asyncio.timeout(limits.total):
                response = await self._attempt(request, limits, progress)
        except Exception as error:  # noqa: BLE001 - every fault of the way belongs to the exchange
            failure = describe(error, progress)
        return Exchange(
            request=request,
            response=response,
            failure=failure,
            started_at=started,
            elapsed=round(time.perf_counter() - begin, 6),
            timings=progress.finish(),
        )

    async def close(self) -> None:
        await self._session.close()

    async def _attempt(self, request: Request, limits: Limits, progress: Progress) -> Response:
        url = request.url or ""
        host = urlsplit(url).hostname or ""
        if guard.is_literal(host) and not guard.allowed(host):
            message = f"{host} is not a public address"
            raise guard.PrivateAddressRefused(message)
        async with self._session.request(
            request.method or "GET",
            URL(url, encoded=True),
            headers=list(request.headers or ()),
            data=request.body,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=limits.connect),
            trace_request_ctx=progress,
        ) as answer:
            progress.enter("read")
            headers: Headers = tuple((name, value) for name, value in answer.headers.items())
            return Response(answer.status, headers, await _body(answer, limits.size))


async def _body(answer: aiohttp.ClientResponse, size: int) -> bytes:
    parts, length = [], 0
    async for part in answer.content.iter_chunked(CHUNK):
        parts.append(part)
        length += len(part)
        if length > size:
            message = f"the answer is longer than {size} bytes"
            raise ValueError(message)
    return b"".join(parts)


def describe(error: BaseException, progress: Progress) -> Failure:
    """What went wrong, where, and whether the request may have been acted upon."""
    cause = error.__cause__ or error.__context__
    refused = next((item for item in (error, cause) if isinstance(item, guard.PrivateAddressRefused)), None)
    if refused or isinstance(getattr(error, "os_error", None), guard.PrivateAddressRefused):
        return Failure("PrivateAddressRefused", str(refused or error), "dns", sent=False)
    phase = progress.phase
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        phase = "dns"
    elif isinstance(error, aiohttp.ClientSSLError):
        phase = "tls"
    elif isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        phase = "connect"
    inner = getattr(error, "os_error", None)
    kind = type(inner).__name__ if isinstance(inner, OSError) and phase == "connect" else type(error).__name__
    if isinstance(error, TimeoutError):
        what = "connect" if phase in {"dns", "connect", "tls"} else "read"
        message = str(error) or f"{what} timed out: no answer within the time limit"
    else:
        message = str(error) or repr(error)
    return Failure(kind, message, phase, sent=progress.sent)


def retry_after(response: Response | None) -> float | None:
    """Seconds that the other side asks us to wait (Retry-After, seconds or date); None when it does not say."""
    value = header(response.headers, "Retry-After") if response else None
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, (parsedate_to_datetime(value) - clock.now()).total_seconds())
    except (TypeError, ValueError):
        return None
