"""Which requests are answered on the event loop, and what starts and stops with the server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Handler = Callable[[Scope, Receive, Send], Awaitable[None]]
Hook = Callable[[], Awaitable[None]]

ROUTES: dict[str, list[tuple[str, dict[str, Handler]]]] = {}
STARTING: list[Hook] = []
STOPPING: list[Hook] = []


def route(method: str, prefix: str, handler: Handler) -> None:
    """Answer `method` on every path that begins with `prefix` by `handler`; the longest prefix wins.

    Args:
        method: one HTTP method, in capitals.
        prefix: begins with "/" and a whole first segment, e.g. "/in/" or "/events".
        handler: an ASGI callable; registering another for the same place replaces it.
    """
    listed = ROUTES.setdefault(_first(prefix), [])
    for known, methods in listed:
        if known == prefix:
            methods[method] = handler
            return
    listed.append((prefix, {method: handler}))
    listed.sort(key=lambda entry: -len(entry[0]))


def on_start(hook: Hook) -> None:
    """Run `hook` on the event loop of each web process before it takes requests."""
    STARTING.append(hook)


def on_stop(hook: Hook) -> None:
    """Run `hook` when a web process stops, after the last request."""
    STOPPING.append(hook)


def find(path: str) -> dict[str, Handler] | None:
    """The handlers by method for this path; None when Django answers it."""
    for prefix, methods in ROUTES.get(_first(path), ()):
        if path.startswith(prefix):
            return methods
    return None


def _first(path: str) -> str:
    return path.split("/", 2)[1]
