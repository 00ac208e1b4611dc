"""The shop in a thread of this process."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from .handle import Handle

if TYPE_CHECKING:
    from .options import Options

PATIENCE = 20.0


class Thread:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._ready = threading.Event()
        self._announced: dict[str, str | None] = {}
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="hanaya", daemon=True)

    def open(self) -> Handle:
        """The handle once the shop listens; raises what kept it from opening."""
        self._thread.start()
        if not self._ready.wait(PATIENCE):
            raise TimeoutError("the shop did not open")
        if self._error is not None:
            raise self._error
        return Handle(self._announced, self.stop)

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._over.set)
            self._thread.join(PATIENCE)

    def _run(self) -> None:
        try:
            asyncio.run(self._open())
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            self._error = error
            self._ready.set()

    async def _open(self) -> None:
        from .announce import announcement
        from .server import Open

        self._loop = asyncio.get_running_loop()
        self._over = asyncio.Event()
        async with Open(self._options) as opened:
            self._announced = announcement(opened)
            self._ready.set()
            await self._over.wait()
