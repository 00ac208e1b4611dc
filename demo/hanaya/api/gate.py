"""What every call goes through: breakages, credentials, limits, and the record of what happened."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from aiohttp import web

from demo.hanaya.wire import Refusal, render

from . import entry, strikes
from .call import CALL, SHOP, Call
from .limits import Limits

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

LIMITS = web.AppKey("limits", Limits)
API = ("/v1/", "/v2/", "/api/", "/oauth/")
NOTICE = timedelta(days=40)


@web.middleware
async def gate(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Treat calls of the API; let pages and control through."""
    if not request.path.startswith(API):
        return await handler(request)
    call = Call(request=request, shop=request.app[SHOP], id="req_" + secrets.token_hex(8))
    call.changes = call.shop.changes()
    call.prefix = next((p for p in ("/api/v2", "/v1", "/v2") if request.path.startswith(p + "/")), "")
    request[CALL] = call
    answer = await _answer(call, handler)
    _record(call, answer)
    return answer


async def _answer(call: Call, handler: Handler) -> web.StreamResponse:
    try:
        struck = await strikes.before(call)
        answer = struck if struck is not None else await handler(call.request)
    except Refusal as refusal:
        answer = _refused(call, refusal)
    except web.HTTPException as error:
        answer = _refused(call, _as_refusal(call, error))
    if not isinstance(answer, web.Response) or answer.prepared:
        return answer
    _headers(call, answer)
    return await strikes.after(call, answer)


def _refused(call: Call, refusal: Refusal) -> web.Response:
    answer = render(refusal.body(call.id), status=refusal.status, xml=call.xml(problem=True), problem=True)
    answer.headers.update(refusal.headers)
    return answer


def _as_refusal(call: Call, error: web.HTTPException) -> Refusal:
    if isinstance(error, web.HTTPMethodNotAllowed):
        allowed = ", ".join(sorted(error.allowed_methods))
        words = f"{call.request.method} is not possible here; {allowed} is."
        return Refusal(405, "method_not_allowed", words, headers={"Allow": allowed})
    if error.status == HTTPStatus.NOT_FOUND:
        return Refusal(404, "route_not_found", f"No route matches {call.request.method} {call.request.path}.")
    return Refusal(error.status, "refused", error.reason)


def _headers(call: Call, answer: web.Response) -> None:
    answer.headers["Server"] = "hanaya"
    answer.headers["X-Request-Id"] = call.id
    milliseconds = (time.perf_counter() - call.started) * 1000
    answer.headers["Server-Timing"] = f"app;dur={milliseconds:.1f}"
    answer.headers.setdefault("Cache-Control", "no-store")
    if call.prefix == "/v1" and answer.status != HTTPStatus.GONE:
        answer.headers.update(_farewell())


def _farewell() -> dict[str, str]:
    """The announcement of version 1's end, which is always 40 days away."""
    today = datetime.combine(datetime.now(UTC), datetime.min.time(), UTC)
    return {
        "Deprecation": "@1767225600",
        "Sunset": format_datetime(today + NOTICE, usegmt=True),
        "Link": '</v2>; rel="successor-version"',
    }


def _record(call: Call, answer: web.StreamResponse) -> None:
    resource = call.request.match_info.route.resource
    call.shop.ledger.call(
        {
            "at": call.shop.clock.text(),
            "id": call.id,
            "method": call.request.method,
            "path": call.request.path_qs,
            "route": resource.canonical if resource else "-",
            "status": answer.status,
            "credential": call.credential_name,
            "milliseconds": round((time.perf_counter() - call.started) * 1000, 1),
        }
    )


async def admitted(call: Call, handler: Handler) -> web.StreamResponse:
    """Run an operation for a caller who may: credential, scope, limits."""
    entry.admit(call)
    limits = call.request.app[LIMITS]
    headers = limits.count(call)
    async with limits.slot(call):
        answer = await handler(call.request)
    answer.headers.update(headers)
    return answer
