"""What a remedy would change in the call that failed, shown before anyone approves it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from enishi.doctor.engine.acting.preview import preview
from enishi.hub.calls import building
from enishi.hub.connections.accounts import inbox_url, known_secrets
from enishi.hub.exchanges import recording
from enishi.hub.sdk.call import Account, Call
from enishi.hub.sdk.registry import UnknownConnectorError, connector
from enishi.platform.crypto import Undecryptable, redaction
from enishi.ui.parts import Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enishi.clinic.models import Incident
    from enishi.doctor.engine.action import Action
    from enishi.hub.connections.models import Connection
    from enishi.hub.exchanges.models import ExchangeRow
    from enishi.kernel.exchange import Request


class Previewer:
    """Knows the request as it would leave now; made once a page."""

    def __init__(self, incident: Incident, connection: Connection | None, row: ExchangeRow | None) -> None:
        self._known: tuple[str, ...] = ()
        built = self._built(incident, connection) if incident.call and connection else None
        stored = recording.to_exchange(row).request if row and row.direction == "out" else None
        self._request = built or stored

    def changes(self, actions: Sequence[Action]) -> tuple[Change, ...]:
        """The difference in lines without secrets; empty when the request itself stays as it is."""
        if self._request is None:
            return ()
        return tuple(self._change(line) for line in preview(self._request, actions).lines)

    def _built(self, incident: Incident, connection: Connection) -> Request | None:
        """The request with the connection's present settings and edits. No token is fetched for a look."""
        with suppress(LookupError, ValueError, UnknownConnectorError, Undecryptable):
            account = Account(
                connection_id=connection.id,
                settings=connection.settings,
                secrets=connection.secrets,
                inbox_url=inbox_url(connection.id),
            )
            self._known = known_secrets(account)
            return building.request(
                connector(connection.connector), connection, account, Call.from_dict(incident.call)
            )
        return None

    def _change(self, line: str) -> Change:
        text = redaction.text(line[1:], self._known)
        return Change("-", text) if line[0] == "-" else Change("+" if line[0] == "+" else " ", text)
