"""The only way in which a connector's code calls its vendor from a thread."""

from __future__ import annotations

from enishi.hub.calls import building, gates, refusals, storing
from enishi.hub.connections.accounts import account
from enishi.hub.connections.models import Connection
from enishi.hub.sdk import hooks
from enishi.hub.sdk.call import Account, Call, Reply
from enishi.hub.sdk.connector import Connector
from enishi.hub.sdk.outcome import CallFailed, Held
from enishi.hub.sdk.registry import connector
from enishi.platform import http


class Client:
    """Calls of one connection: held when it is held, at its rate, edited, signed, recorded, judged.

    Args:
        connection: whose calls.
        reference: what they are made for (delivery, pull or inbox item), kept with each exchange.
        trial: the calls are made to find out whether things work (preflight, verification): holds do not bind them
            and a failure is not reported to the clinic.
    """

    def __init__(self, connection: Connection, *, reference: str = "", trial: bool = False) -> None:
        self.connection = connection
        self.connector: Connector = connector(connection.connector)
        self.reference, self.trial = reference, trial

    @property
    def account(self) -> Account:
        """The connection's settings and opened secrets, as they are now."""
        return account(self.connection)

    def call(self, call: Call) -> Reply:
        """Make one call, once.

        Raises:
            Held: not made; the connection or operation is held.
            Later: not made now; the rate or the other side asks for quiet.
            CallFailed: made, without success; recorded, and the clinic knows.
        """
        self.connection = gates.permit(self.connection.pk, call.operation, trial=self.trial)
        gates.wait_for_slot(self.connection)
        with gates.one_of(self.connection):
            if not self.trial:
                self.connection = gates.permit(self.connection.pk, call.operation)
                if refusals.known(self.connection):
                    raise Held("credential", credential=True)
            made = self._attempt(call)
            if made.credential_refused:
                refusals.note(self.connection)
        storing.store([made], trial=self.trial)
        if made.ok:
            if not self.trial:
                hooks.current().on_succeeded_exchange(made.row, call)
            return Reply(made.exchange, made.row.id)
        raise CallFailed(made.exchange, made.row.id, made.plain if self.trial else storing.verdict(made))

    def _attempt(self, call: Call) -> storing.Made:
        opened = self.account
        request = building.request(self.connector, self.connection, opened, call)
        operation = self.connector.manifest.operation(call.operation)
        exchange = http.call(
            request, http.Limits(total=operation.timeout), ca_file=opened.settings.get("ca_file") or None
        )
        return storing.look_at(
            self.connector, self.connection, opened, call, exchange=exchange, reference=self.reference
        )
