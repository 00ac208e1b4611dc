"""The contract of a connector. Every method has a default, so that a connector says only what it does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from enishi.hub.sdk.call import Account, Call
from enishi.hub.sdk.commands import Command
from enishi.hub.sdk.inbound import Answer, Inbound, Receipt, Received, Refused
from enishi.hub.sdk.manifest import Manifest, Text
from enishi.kernel.exchange import Exchange, Request

if TYPE_CHECKING:
    from enishi.hub.sdk.client import Client
    from enishi.platform.outbox.models import Event


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a pull.

    Attributes:
        records: payloads as the vendor gave them, one a record, JSON bytes.
        keys: for each record, the vendor's id (for order and to tell repeats apart).
        orderings: for each record, as in `Receipt.ordering`; empty for none.
        next: cursor of the next page, JSON-ready; None at the end.
        total: how many records there are in all, when the vendor says so.
        newest: latest change seen on this page.
    """

    records: Sequence[bytes]
    keys: Sequence[str]
    orderings: Sequence[str] = ()
    next: Mapping[str, Any] | None = None
    total: int | None = None
    newest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a preflight: green, or why not."""

    slug: str
    label: Text
    ok: bool
    found: Text
    exchange_id: str = ""


@dataclass
class Connector:
    """Base of all connectors. Instances are shared between threads and keep no state of their own.

    `signs_body`: `authorize` signs the final body, so it runs after the connection's edits, not before.
    `openapi_path`: where the vendor serves its OpenAPI document, under ``base_url``; "" for nowhere.
    """

    signs_body: ClassVar[bool] = False
    openapi_path: ClassVar[str] = ""
    manifest: Manifest
    extra: Mapping[str, Any] = field(default_factory=dict)

    # In: runs in the intake, on the raw call; quick, no network, no database.

    def answer(self, inbound: Inbound, account: Account) -> Answer | None:  # noqa: ARG002
        """An immediate answer to a handshake or ping; None when the call is to be verified and stored."""
        return None

    def verify(self, inbound: Inbound, account: Account) -> None:  # noqa: ARG002
        """Check the signature on the raw bytes in constant time.

        Raises:
            Refused: when the call is not to be trusted.
        """
        raise Refused("secret-missing", f"{self.manifest.slug} takes no webhooks", status=404)

    def receipt(self, inbound: Inbound) -> Receipt:
        """What the verified call is. By default each distinct body is one thing."""
        return Receipt(hashlib.sha256(inbound.body).hexdigest(), "")

    # In: runs in the worker.

    def commands(self, item: Received, client: Client) -> Sequence[Command]:  # noqa: ARG002
        """What the payload means. May call the vendor; an unknown event gives no commands.

        Raises:
            Malformed: this payload can never be applied.
        """
        return ()

    # Out.

    def authorize(self, request: Request, account: Account, call: Call) -> Request:  # noqa: ARG002
        """The request with credentials or signature; called for every attempt."""
        return request

    def succeeded(self, exchange: Exchange) -> bool:
        """Whether the answer means success; vendors that refuse inside 200 look at the body."""
        status = exchange.response.status if exchange.response else None
        return exchange.failure is None and status is not None and 200 <= status < 300  # noqa: PLR2004

    def credential_refused(self, exchange: Exchange) -> bool:
        """Whether the answer says that the credential itself is not accepted (not: lacks a right)."""
        return exchange.response is not None and exchange.response.status == 401  # noqa: PLR2004

    def react(self, event: Event, account: Account) -> Iterable[Call]:  # noqa: ARG002
        """Calls that one of our events asks for (kinds: `manifest.reacts`). No network here."""
        return ()

    def read_back(self, call: Call, client: Client) -> bool | None:  # noqa: ARG002
        """Whether a write of unknown outcome happened: True, False, or None when it cannot be told."""
        return None

    def token_request(self, account: Account, refresh_token: str) -> Request | None:  # noqa: ARG002
        """The request that trades a refresh token for new tokens; None when there is no OAuth."""
        return None

    # Reading.

    def page(self, resource: str, cursor: Mapping[str, Any], since: datetime | None, client: Client) -> Page:
        """One page of a resource; an empty cursor is the first page, `since` bounds it to recent changes."""
        raise NotImplementedError(resource)

    # The connection itself.

    def preflight(self, client: Client) -> Iterable[Step]:  # noqa: ARG002
        """Checks beyond those that the hub makes for every connection (address, way, credential)."""
        return ()

    def who_am_i(self) -> Call | None:
        """The cheapest safe call that needs the credential."""
        return None

    def subscribe(self, client: Client) -> Sequence[str]:  # noqa: ARG002
        """Make sure that the vendor sends its webhooks to `client.account.inbox_url`; returns what was mended."""
        return ()

    def renew_secret(self, client: Client) -> Sequence[str]:  # noqa: ARG002
        """Agree with the vendor on a fresh secret for its webhooks and store it; returns what was mended."""
        return ()
