"""The ASGI application that the server runs in each web process."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

import structlog

from enishi.kernel.errors import EnishiError
from enishi.platform.gate import proxies, table
from enishi.platform.gate.answers import problem, request_id
from enishi.platform.gate.bridge import Bridge
from enishi.platform.gate.metrics import REQUESTS, SECONDS
from enishi.platform.refusals import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, MutableMapping

    from enishi.platform.gate.table import Handler, Receive, Scope, Send

log = structlog.get_logger(__name__)


class Gate:
    """Sends each request down its lane."""

    def __init__(self, wsgi: Callable[..., Iterable[bytes]]) -> None:
        self.django = Bridge(wsgi)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        proxies.resolve(scope)
        methods = table.find(scope["path"])
        lane, begun, told = "machine" if methods else "django", perf_counter(), {"status": 0}

        async def noting(message: MutableMapping[str, Any]) -> None:
            told["status"] = message.get("status", told["status"])
            await send(message)

        await self._answer(methods, scope, receive, noting)
        REQUESTS.labels(lane, scope["method"][:10], told["status"]).inc()
        SECONDS.labels(lane).observe(perf_counter() - begun)

    async def _answer(
        self, methods: dict[str, Handler] | None, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if methods is None:
            await self.django(scope, receive, send)
            return
        handler = methods.get(scope["method"])
        if handler is None:
            await problem(scope, send, lambda: _wrong_method(scope, methods))
            return
        await _guarded(handler, scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            for hook in table.STARTING:
                await hook()
        except Exception as error:
            log.exception("gate.start_failed")
            await send({"type": "lifespan.startup.failed", "message": repr(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for hook in reversed(table.STOPPING):
            try:
                await hook()
            except Exception:
                log.exception("gate.stop_failed", hook=getattr(hook, "__qualname__", ""))
        self.django.pool.shutdown(wait=True)
        await send({"type": "lifespan.shutdown.complete"})


async def _guarded(handler: Handler, scope: Scope, receive: Receive, send: Send) -> None:
    """Let a handler's refusals become problems, and its faults a 503: the sender shall try again."""
    begun = False

    async def noting(message: object) -> None:
        nonlocal begun
        begun = True
        await send(message)  # type: ignore[arg-type]

    try:
        await handler(scope, receive, noting)
    except EnishiError as error:
        if not begun:
            await problem(scope, send, error)
    except Exception:
        log.exception("gate.fault", path=scope["path"], request_id=request_id(scope))
        if not begun:
            await problem(
                scope, send, lambda: refuse("SRV02", 503, headers={"Retry-After": "5"}, retry_after=5)
            )


def _wrong_method(scope: Scope, methods: dict[str, Handler]) -> EnishiError:
    allowed = ", ".join(sorted(methods))
    path = scope["path"][:200]
    return refuse(
        "END04", 405, headers={"Allow": allowed}, path=path, method=scope["method"], allowed=allowed
    )
