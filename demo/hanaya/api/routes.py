"""Where each operation is served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from demo.hanaya.contract.document import document
from demo.hanaya.contract.operations import OPERATIONS, Operation
from demo.hanaya.wire import Refusal

from . import oauth, reads, writes
from .call import CALL, PORTS, SHOP
from .gate import admitted

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp.typedefs import Handler

    from .call import Call

PREFIXES = ("/v1", "/v2", "/api/v2")


def add(app: web.Application) -> None:
    for operation in OPERATIONS:
        work = getattr(reads, operation.id, None) or getattr(writes, operation.id)
        for prefix in PREFIXES:
            app.router.add_route(operation.method, prefix + operation.path, _handler(operation, work))
    for prefix in PREFIXES:
        app.router.add_get(f"{prefix}/openapi.json", describe)
    app.router.add_get("/openapi.json", describe)
    app.router.add_post("/oauth/token", oauth.token)


def _handler(operation: Operation, work: Callable[[Call], Awaitable[web.StreamResponse]]) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        call = request[CALL]
        call.operation = operation
        if call.prefix == "/api/v2" and not call.shop.desk.on("path-changed"):
            raise Refusal(404, "route_not_found", f"No route matches {request.method} {request.path}.")
        return await admitted(call, lambda _: work(call))

    return handle


async def describe(request: web.Request) -> web.Response:
    """The OpenAPI document of a version, as it is served at this moment."""
    shop = request.app[SHOP]
    version = "v1" if request.path.startswith("/v1") else "v2"
    moved = bool(shop.desk.on("host-changed"))
    prefix = "/v1" if version == "v1" else "/api/v2" if shop.desk.on("path-changed") else "/v2"
    server = request.app[PORTS].base(moved=moved)
    described = document(version, prefix=prefix, server=server, changes=shop.changes())
    return web.json_response(described)
