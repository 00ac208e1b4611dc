"""GET /events: pages hear at once what happened, without asking again and again.

A message says what happened to which record, never its data: the page asks for that with the reader's
own rights. A page that was away names what it heard last (Last-Event-ID) and gets what it missed.
"""

from __future__ import annotations

import asyncio
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from enishi.platform.gate import table
from enishi.platform.gate.answers import header, problem, request_id
from enishi.platform.gate.feed import Feed, Message, after
from enishi.platform.refusals import refuse

if TYPE_CHECKING:
    from enishi.platform.gate.feed import Queue
    from enishi.platform.gate.table import Receive, Scope, Send

ALIVE_EVERY = 15.0
CHECKS_EVERY = 4  # beats between two looks at the session
CATCH_UP = 200
RETRY_MS = 2000


class Stream:
    """The handler of /events."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        session = _session_key(scope)
        if not await self._feed.read(lambda: signed_in(session)):
            await problem(scope, send, lambda: refuse("AUTH01", 401, key="platform.problem.session"))
            return
        queue = await self._feed.listen()
        leaving: asyncio.Future[Any] = asyncio.ensure_future(_disconnected(receive))
        try:
            await self._start(scope, send)
            await self._relay(scope, send, queue, leaving, session)
        finally:
            leaving.cancel()
            self._feed.leave(queue)

    async def _start(self, scope: Scope, send: Send) -> None:
        headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
            (b"x-request-id", request_id(scope).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _write(send, f"retry: {RETRY_MS}\n\n".encode())
        heard = header(scope, b"last-event-id") or ""
        if heard.isdecimal():
            for message in await self._feed.read(lambda: after(int(heard), most=CATCH_UP)):
                await _tell(send, scope, message)

    async def _relay(
        self, scope: Scope, send: Send, queue: Queue, leaving: asyncio.Future[Any], session: str
    ) -> None:
        quiet = 0
        while not leaving.done():
            waiting: asyncio.Future[Any] = asyncio.ensure_future(queue.get())
            await asyncio.wait((waiting, leaving), timeout=ALIVE_EVERY, return_when=asyncio.FIRST_COMPLETED)
            if waiting.done():
                message = waiting.result()
                if message is None:
                    break
                await _tell(send, scope, message)
                continue
            waiting.cancel()
            quiet += 1
            if quiet % CHECKS_EVERY == 0 and not await self._feed.read(lambda: signed_in(session)):
                break
            await _write(send, b": still here\n\n")
        await send({"type": "http.response.body", "body": b""})


def register() -> Feed:
    """Put /events into the machine lane; the feed ends with the server."""
    feed = Feed()
    table.route("GET", "/events", Stream(feed))
    table.on_stop(feed.stop)
    return feed


def signed_in(session_key: str) -> bool:
    """Whether this session belongs to someone who may sign in."""
    if not session_key:
        return False
    engine = import_module(settings.SESSION_ENGINE)
    request = HttpRequest()
    request.session = engine.SessionStore(session_key)
    return get_user(request).is_authenticated


def _session_key(scope: Scope) -> str:
    try:
        cookies = SimpleCookie(header(scope, b"cookie") or "")
    except CookieError:
        return ""
    found = cookies.get(settings.SESSION_COOKIE_NAME)
    return found.value if found else ""


async def _tell(send: Send, scope: Scope, message: Message) -> None:
    """Send a message when the reader asked for its kind (`?kinds=order.,incident.`) or for all."""
    wanted = parse_qs(scope["query_string"].decode("latin-1")).get("kinds", [""])[0].split(",")
    if message.kind.startswith(tuple(wanted)):
        await _write(
            send, b"id: %d\nevent: %s\ndata: %s\n\n" % (message.seq, message.kind.encode(), message.data)
        )


async def _write(send: Send, text: bytes) -> None:
    await send({"type": "http.response.body", "body": text, "more_body": True})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
