"""Opens and closes the shop: three addresses of 127.0.0.1, one of them behind TLS."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

from aiohttp import web

from . import control, guard
from .api import gate, routes
from .api.call import PORTS, SHOP, Ports
from .api.limits import Limits
from .certificates import Certificates
from .handle import Handle, Process, start_process
from .pages import routes as pages
from .shop import Shop

if TYPE_CHECKING:
    from .options import Options

__all__ = ["Handle", "Open", "Process", "start_in_thread", "start_process"]

HOST = "127.0.0.1"
SWEEP = 0.2
LARGEST_BODY = 1024 * 1024


class Open:
    """The shop while it is open: `async with Open(options) as shop`."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.ports = Ports()
        self.shop: Shop
        self.certificates: Certificates | None = None
        self._closing = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Self:
        self.shop = Shop(self.options)
        self._closing.callback(self.shop.store.close)
        app = application(self.shop, self.ports)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        self._closing.push_async_callback(self._runner.cleanup)
        self.ports.old = await self._listen(self.options.port)
        self.ports.new = await self._listen(self.options.new_port)
        if self.options.tls_port is not None:
            await self._listen_tls(self.options.tls_port)
        self._closing.callback(self.shop.desk.mend_all)
        for work in (self.shop.sender.run(), self._customers(), self._sweep()):
            self._closing.push_async_callback(_stop, asyncio.create_task(work))
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._closing.aclose()

    async def _listen(self, port: int) -> int:
        site = web.TCPSite(self._runner, HOST, port)
        await site.start()
        return _port(site)

    async def _listen_tls(self, port: int) -> None:
        folder = self.options.tls_folder or Path(
            self._closing.enter_context(tempfile.TemporaryDirectory(prefix="hanaya-tls-"))
        )
        self.certificates = Certificates(folder, self._shows_expired)
        site = web.TCPSite(self._runner, HOST, port, ssl_context=self.certificates.context)
        await site.start()
        self.ports.tls = _port(site)
        self.ports.authority = str(self.certificates.authority) if self.certificates else None
        self.shop.lasting.hang_up = self._hang_up_tls

    def _shows_expired(self) -> bool:
        return self.shop.desk.strike("certificate-expired") is not None

    def _hang_up_tls(self) -> None:
        for connection in list(self._runner.server.connections if self._runner.server else ()):
            transport = connection.transport
            if transport is not None and transport.get_extra_info("ssl_object") is not None:
                transport.close()  # a kept connection would hide the new certificate

    async def _customers(self) -> None:
        while self.options.rate > 0:
            await asyncio.sleep(60 / self.options.rate)
            self.shop.buy()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP)
            self.shop.desk.running()  # ends what has had its time


def application(shop: Shop, ports: Ports) -> web.Application:
    app = web.Application(middlewares=[guard.guard, gate.gate], client_max_size=LARGEST_BODY)
    app[SHOP] = shop
    app[PORTS] = ports
    app[gate.LIMITS] = Limits(shop.options)
    routes.add(app)
    control.add(app)
    pages.add(app)
    return app


def start_in_thread(options: Options) -> Handle:
    """Open the shop in a thread of this process; the handle closes it."""
    from .thread import Thread

    return Thread(options).open()


def _port(site: web.TCPSite) -> int:
    server = site._server  # noqa: SLF001 - aiohttp tells the chosen port nowhere else per site
    assert isinstance(server, asyncio.Server)
    return int(server.sockets[0].getsockname()[1])


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
