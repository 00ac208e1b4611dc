"""Breakages that strike a call before it is looked at, or its answer before it leaves."""

from __future__ import annotations

import asyncio
import contextlib
import html
import math
import socket
import struct
from typing import TYPE_CHECKING

from aiohttp import web

from demo.hanaya.pages.notices import CANNOT_GET, LOGIN, MAINTENANCE
from demo.hanaya.wire import Refusal, render, to_cp932

from .call import PORTS

if TYPE_CHECKING:
    from demo.hanaya.breakages.model import Running

    from .call import Call

JSON_TYPES = ("application/json", "application/problem+json")
MOVED = ("host-changed", "post-redirected")


async def before(call: Call) -> web.StreamResponse | None:
    """The answer of the first breakage that strikes; None lets the call through."""
    desk = call.shop.desk
    hanging = desk.on("hanging")
    if hanging and hanging.variant == "before-write":
        return await hang(call, hanging)
    for slug, struck in STRIKES.items():
        running = desk.on(slug)
        if running and slug in MOVED and call.at_new_host():
            continue
        if running is None:
            continue
        try:
            answer = struck(call, running)
        except Refusal:
            desk.strike(slug)
            raise
        if answer is not None:
            desk.strike(slug)
            return answer
    return None


async def after(call: Call, answer: web.Response) -> web.StreamResponse:
    """What is left of an answer once the breakages have had it."""
    desk = call.shop.desk
    done = call.write and answer.status < 400  # noqa: PLR2004 - refusals change nothing
    hanging = desk.on("hanging")
    if done and hanging and hanging.variant == "after-write":
        return await hang(call, hanging)
    if done and desk.strike("reset-after-write"):
        abort(call.request)
        return answer
    if (running := desk.on("shift-jis")) and _to_shift_jis(answer, running):
        desk.strike("shift-jis")
    if answer.body and (running := desk.on("truncated-body")):
        desk.strike("truncated-body")
        return await _truncated(call, answer, running)
    return answer


async def hang(call: Call, running: Running) -> web.StreamResponse:
    """Say nothing until the time is over or the breakage is mended, then drop the connection."""
    call.shop.desk.strike("hanging")
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(running.kept["released"].wait(), running.wait)
    abort(call.request)
    return web.Response(status=504)


def abort(request: web.Request) -> None:
    """End the connection with a reset instead of a farewell."""
    transport = request.transport
    if transport is None:
        return
    raw = transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()


def _host_changed(call: Call, running: Running) -> web.StreamResponse:
    base = call.request.app[PORTS].base(moved=True)
    if running.variant == "421":
        raise Refusal(421, "misdirected_request", "This host does not serve the API.")
    if running.variant == "404":
        raise Refusal(404, "not_found", "There is nothing here.")
    raise Refusal(
        404,
        "host_moved",
        f"The API has moved to {base}. This host will not come back.",
        new_base_url=base,
        headers={"Link": f'<{base}{call.request.path}>; rel="alternate"'},
    )


def _maintenance(call: Call, running: Running) -> web.StreamResponse:  # noqa: ARG001 - one shape for all strikes
    headers = {"Retry-After": str(math.ceil(running.wait))}
    return web.Response(text=MAINTENANCE, status=503, content_type="text/html", headers=headers)


def _login(call: Call, running: Running) -> web.StreamResponse | None:
    if call.request.path.startswith("/oauth/"):
        return None
    if running.variant == "page":
        return web.Response(text=LOGIN, content_type="text/html")
    target = f"/login?next={call.request.path}"
    return web.Response(status=302, headers={"Location": target, "Set-Cookie": "hanaya_session=; Path=/"})


def _path_changed(call: Call, running: Running) -> web.StreamResponse | None:
    path = call.request.path
    if not path.startswith("/v2"):
        return None
    if running.variant == "json":
        raise Refusal(
            404,
            "route_not_found",
            f"No route matches {path}. The API lives under /api/v2.",
            headers={"Link": f'</api{path}>; rel="successor-version"'},
        )
    text = CANNOT_GET.format(method=call.request.method, path=html.escape(path))
    return web.Response(text=text, status=404, content_type="text/html")


def _version_retired(call: Call, running: Running) -> web.StreamResponse | None:  # noqa: ARG001 - as above
    path = call.request.path
    if not path.startswith("/v1"):
        return None
    successor = "/v2" + path.removeprefix("/v1")
    raise Refusal(
        410,
        "version_retired",
        "Version 1 of this API has been retired. Use version 2.",
        successor=successor,
        headers={"Link": f'<{successor}>; rel="successor-version"'},
    )


def _post_redirected(call: Call, running: Running) -> web.StreamResponse | None:
    if not call.write or call.request.path.startswith("/oauth/"):
        return None
    target = call.request.app[PORTS].base(moved=True) + call.request.path_qs
    data = {"code": "moved", "location": target}
    answer = render(data, status=int(running.variant), xml=False)
    answer.headers["Location"] = target
    return answer


STRIKES = {
    "host-changed": _host_changed,
    "maintenance": _maintenance,
    "html-login-page": _login,
    "path-changed": _path_changed,
    "version-retired": _version_retired,
    "post-redirected": _post_redirected,
}


def _to_shift_jis(answer: web.Response, running: Running) -> bool:
    """Rewrite an answer that is a document; False when it is none."""
    kind = answer.content_type
    if not isinstance(answer.body, bytes) or not (kind in JSON_TYPES or kind.endswith("xml")):
        return False
    answer.body = to_cp932(answer.body, xml=kind.endswith("xml"))
    answer.headers["Content-Type"] = kind + ("; charset=Shift_JIS" if running.variant == "labelled" else "")
    return True


async def _truncated(call: Call, answer: web.Response, running: Running) -> web.StreamResponse:
    body = answer.body if isinstance(answer.body, bytes) else b""
    half = body[: len(body) // 2]
    if running.variant == "short":
        answer.body = half
        return answer
    cut = web.StreamResponse(status=answer.status, headers=answer.headers)
    cut.content_length = len(body)
    await cut.prepare(call.request)
    await cut.write(half)
    if call.request.transport:
        call.request.transport.close()
    return cut
