"""Pages and control are for this machine only, and not for other sites open in the same browser."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from aiohttp import web
from yarl import URL

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

LOCAL = ("127.0.0.1", "localhost", "::1")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:;"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.path.startswith("/control") and not _from_here(request):
        raise web.HTTPForbidden(text="The control desk can only be reached from this machine.\n")
    answer = await handler(request)
    if not answer.prepared and answer.content_type == "text/html":
        answer.headers.setdefault("Content-Security-Policy", POLICY)
        answer.headers.setdefault("X-Content-Type-Options", "nosniff")
        answer.headers.setdefault("Referrer-Policy", "same-origin")
    return answer


def _from_here(request: web.Request) -> bool:
    if not request.remote or not ip_address(request.remote).is_loopback:
        return False
    if URL(f"http://{request.host}").host not in LOCAL:
        return False
    origin = request.headers.get("Origin")
    return origin is None or URL(origin).authority == request.host
