"""A call that a connector asks for, the account it is made with, and the reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from enishi.hub.sdk.outcome import Malformed
from enishi.kernel.exchange import Exchange, Headers, header


@dataclass(frozen=True, slots=True)
class Account:
    """A connection as its connector sees it: settings, opened secrets, token, and our address for webhooks."""

    connection_id: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, Any] = field(default_factory=dict, repr=False)
    access_token: str = field(default="", repr=False)
    inbox_url: str = ""

    @property
    def base_url(self) -> str:
        """The setting ``base_url`` without a trailing slash."""
        return str(self.settings.get("base_url", "")).strip().rstrip("/")

    def secret_list(self, name: str) -> tuple[str, ...]:
        """A secret that may have several valid values (rotation), newest first; stored as text or list."""
        value = self.secrets.get(name) or ()
        return (value,) if isinstance(value, str) else tuple(str(item) for item in value if item)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One use of an operation of the manifest.

    Attributes:
        path: values for the ``{names}`` in the operation's path; escaped by the client.
        json: body as JSON; or `body` as bytes with a Content-Type in `headers`.
        key: idempotency key, the same for every attempt.
        subject: our record that it is about.
    """

    operation: str
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    body: str = ""
    headers: Headers = ()
    key: str = ""
    subject: str = ""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, empty parts left out."""
        parts: dict[str, Any] = msgspec.to_builtins(self)
        return {name: value for name, value in parts.items() if value not in ("", None, {}, (), [])}

    @classmethod
    def from_dict(cls, parts: Mapping[str, Any]) -> Call:
        return msgspec.convert(parts, cls)


@dataclass(frozen=True, slots=True)
class Reply:
    """A successful answer; `exchange_id` is its record."""

    exchange: Exchange
    exchange_id: str

    @property
    def status(self) -> int:
        return (self.exchange.response.status if self.exchange.response else None) or 0

    @property
    def body(self) -> bytes:
        return (self.exchange.response.body if self.exchange.response else None) or b""

    def header(self, name: str) -> str:
        return header(self.exchange.response.headers if self.exchange.response else None, name) or ""

    def json(self, kind: Any = Any) -> Any:
        """The body as JSON of `kind` (a msgspec type).

        Raises:
            Malformed: not JSON, or a field of the wrong type; names the place.
        """
        try:
            return msgspec.json.decode(self.body, type=kind, strict=False)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Malformed(str(error) or "nested too deeply") from error
