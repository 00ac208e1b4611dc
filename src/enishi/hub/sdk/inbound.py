"""What reaches us: the raw call, the connector's judgement of it, and the answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from enishi.hub.sdk.outcome import Malformed
from enishi.kernel.exchange import Headers, header


@dataclass(frozen=True, slots=True)
class Inbound:
    """A call to ``/in/<connection>``, its body exactly as it came."""

    method: str
    query: str
    headers: Headers
    body: bytes
    received_at: datetime

    def header(self, name: str) -> str:
        """First value of a header, "" when absent."""
        return header(self.headers, name) or ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that ends the call at once, with nothing stored (handshake, ping)."""

    status: int = 200
    headers: Headers = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an accepted call is.

    Attributes:
        key: two calls with the same key are the same thing sent twice (at most 200 characters).
        event: the vendor's kind, e.g. "order.created".
        ordering: items with the same value are applied in order of arrival; "" for none.
    """

    key: str
    event: str
    ordering: str = ""


@dataclass(slots=True)
class Refused(Exception):  # noqa: N818 - names what happened to the call
    """Raised by `Connector.verify`.

    Attributes:
        code: "signature-missing", "signature-mismatch", "timestamp-outside", "malformed" or "secret-missing".
        status: 401, or 400 for a call that is not well-formed.
        detail: what is wrong and how to mend it, without the signature or secret.
    """

    code: str
    detail: str
    status: int = 401
    data: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Received:
    """An inbox item as a connector sees it when it is applied."""

    connection_id: str
    event: str
    headers: Headers
    body: bytes
    received_at: datetime

    def header(self, name: str) -> str:
        return header(self.headers, name) or ""

    def json(self, kind: Any = Any) -> Any:
        """The body as JSON of `kind` (a msgspec type).

        Raises:
            Malformed: not JSON, or a field of the wrong type; names the place.
        """
        try:
            return msgspec.json.decode(self.body, type=kind, strict=False)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Malformed(str(error) or "nested too deeply") from error
