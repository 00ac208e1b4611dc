"""How long each phase of a call took, and how far it got."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import aiohttp


class Progress:
    """What happened so far in one call: phases with seconds, and whether bytes had left."""

    __slots__ = ("_since", "phase", "seconds", "sent")

    def __init__(self) -> None:
        self.phase = "connect"
        self.seconds: dict[str, float] = {}
        self.sent = False
        self._since = time.perf_counter()

    def enter(self, phase: str) -> None:
        """End the current phase and begin the next."""
        now = time.perf_counter()
        self.seconds[self.phase] = self.seconds.get(self.phase, 0.0) + now - self._since
        self.phase, self._since = phase, now

    def finish(self) -> tuple[tuple[str, float], ...]:
        self.enter(self.phase)
        return tuple((name, round(value, 6)) for name, value in self.seconds.items())


def tracing() -> aiohttp.TraceConfig:
    """A trace that fills the `Progress` given as the request's trace_request_ctx."""
    config = aiohttp.TraceConfig()

    def enter(phase: str) -> Any:
        async def signal(_session: Any, context: SimpleNamespace, _params: Any) -> None:
            context.trace_request_ctx.enter(phase)

        return signal

    async def headers_sent(_session: Any, context: SimpleNamespace, _params: Any) -> None:
        context.trace_request_ctx.sent = True
        context.trace_request_ctx.enter("send")

    async def chunk_sent(_session: Any, context: SimpleNamespace, _params: Any) -> None:
        context.trace_request_ctx.sent = True
        context.trace_request_ctx.enter("wait")

    config.on_dns_resolvehost_start.append(enter("dns"))
    config.on_dns_resolvehost_end.append(enter("connect"))
    config.on_connection_create_end.append(enter("send"))
    config.on_connection_reuseconn.append(enter("send"))
    config.on_request_headers_sent.append(headers_sent)
    config.on_request_chunk_sent.append(chunk_sent)
    return config
