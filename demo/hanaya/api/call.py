"""One call on its way through the shop."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from demo.hanaya.shop import Shop
from demo.hanaya.views import view
from demo.hanaya.wire import names_json, render, wants_xml

if TYPE_CHECKING:
    from demo.hanaya.contract.operations import Operation
    from demo.hanaya.records import Credential, Record


@dataclass(slots=True)
class Call:
    """What is known of a call.

    Attributes:
        prefix: "/v1", "/v2" or "/api/v2".
        changes: the changes of form that were in force when it came in.
        credential: who calls; None until known.
        write: True when the call may change something.
    """

    request: web.Request
    shop: Shop
    id: str
    operation: Operation | None = None
    prefix: str = ""
    changes: frozenset[str] = frozenset()
    credential: Credential | None = None
    credential_name: str = ""
    started: float = field(default_factory=time.perf_counter)

    @property
    def version(self) -> str:
        return "v1" if self.prefix == "/v1" else "v2"

    @property
    def write(self) -> bool:
        return self.request.method not in {"GET", "HEAD", "OPTIONS"}

    @property
    def port(self) -> int:
        """The port at which the call arrived."""
        transport = self.request.transport
        name = transport.get_extra_info("sockname") if transport else None
        return int(name[1]) if name else 0

    def at_new_host(self) -> bool:
        return self.port == self.request.app[PORTS].new

    def show(self, record: Record) -> dict[str, Any]:
        return view(record, version=self.version, changes=self.changes)

    def answer(self, data: Any, *, status: int = 200) -> web.Response:
        return render(data, status=status, xml=self.xml())

    def xml(self, *, problem: bool = False) -> bool:
        """Whether the answer goes out as XML."""
        accept = self.request.headers.get("Accept", "")
        if wants_xml(accept):
            return True
        running = self.shop.desk.on("xml-instead-of-json")
        if running and (running.variant == "always" or not names_json(accept)):
            if not problem:
                self.shop.desk.strike("xml-instead-of-json")
            return True
        return False


@dataclass(slots=True)
class Ports:
    """Where the shop listens; known once it does."""

    old: int = 0
    new: int = 0
    tls: int | None = None
    authority: str | None = None

    def base(self, *, moved: bool) -> str:
        return f"http://127.0.0.1:{self.new if moved else self.old}"


SHOP = web.AppKey("shop", Shop)
PORTS = web.AppKey("ports", Ports)
CALL = web.RequestKey("call", Call)
