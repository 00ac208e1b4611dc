"""Who acts: a person, an API key, a connection or the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The author of a change, with the request that carried it.

    Attributes:
        kind: what acts.
        id: e-mail of a user, id of a key or connection, name of a part of the system.
        request_id: the request that asked for the change; "" outside requests.
        address: the network address it came from; "" outside requests.
    """

    kind: Literal["user", "key", "connection", "system"]
    id: str = ""
    request_id: str = ""
    address: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else self.kind


SYSTEM = Actor(kind="system")
CLI = Actor(kind="system", id="command line")
