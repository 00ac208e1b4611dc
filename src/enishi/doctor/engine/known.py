"""What is known besides the exchange: recent calls, the connection's settings, the vendor's contract."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier call of the same connection: when, which operation, how it ended (status None = no answer)."""

    at: datetime
    ok: bool
    status: int | None = None
    operation: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed on our side.

    Attributes:
        kind: "settings", "credential", "release", "mapping", "network", "clock" or "vendor".
        what: short description that a reader understands.
    """

    at: datetime
    kind: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """Recent calls (any order), recent changes, and how others fare at the same moment.

    Attributes:
        same_vendor_failing: other connections to this vendor that fail now; None = unknown.
        same_vendor_working: other connections to this vendor that work now; None = unknown.
        other_vendors_failing: whether calls to unrelated vendors fail too; None = unknown.
        parallel: calls of this connection in flight when this one was sent; None = unknown.
        seen_before: earlier deliveries with this delivery id; None = unknown.
        seen_same_body: whether such an earlier delivery had the same body; None = unknown.
        noticed: names of facts (see `facts`) that the caller has measured itself, for example "own-edits-return".
    """

    calls: tuple[Past, ...] = ()
    changes: tuple[Change, ...] = ()
    same_vendor_failing: int | None = None
    same_vendor_working: int | None = None
    other_vendors_failing: bool | None = None
    parallel: int | None = None
    seen_before: int | None = None
    seen_same_body: bool | None = None
    noticed: frozenset[str] = frozenset()

    @property
    def last_success(self) -> datetime | None:
        return max((call.at for call in self.calls if call.ok), default=None)

    @property
    def first_failure(self) -> datetime | None:
        """First failure after the last success; None when nothing failed since."""
        start = self.last_success
        return min(
            (call.at for call in self.calls if not call.ok and (start is None or call.at > start)),
            default=None,
        )

    @property
    def change_between(self) -> Change | None:
        """The latest change between the last success and the first failure."""
        start, end = self.last_success, self.first_failure
        if start is None or end is None:
            return None
        inside = [change for change in self.changes if start <= change.at <= end]
        return max(inside, key=lambda change: change.at, default=None)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the connection is set to.

    Attributes:
        issued_at: when the access token was issued; expires_in: its life in seconds.
        refresh_issued_at: when the refresh token was stored; refresh_expires_in: its life in seconds.
        has_refresh_token: None when unknown.
        scopes_granted: scopes of the token; scopes_needed: scopes of this operation.
        hosts: hosts registered for the connection, for example the token response's api_domain.
        environment: "live" or "sandbox"; empty when unknown.
        version: API version the connection is pinned to.
        timeout: seconds after which our client gives up; pool_idle: seconds we keep idle connections.
        page_size: items asked for in a page.
        secrets: values to be hidden in every output and tried on signatures; never shown.
    """

    issued_at: datetime | None = None
    expires_in: float | None = None
    refresh_issued_at: datetime | None = None
    refresh_expires_in: float | None = None
    has_refresh_token: bool | None = None
    scopes_granted: frozenset[str] | None = None
    scopes_needed: frozenset[str] | None = None
    hosts: tuple[str, ...] = ()
    environment: str = ""
    account: str = ""
    version: str = ""
    timeout: float | None = None
    page_size: int | None = None
    secrets: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Contract:
    """An OpenAPI document (3.x or 2.0), or the JSON Schema of this request's body."""

    openapi: Mapping[str, Any] | None = None
    schema: Mapping[str, Any] | None = None
