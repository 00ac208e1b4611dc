"""What becomes of a call that was made: its exchange, the connection's health, the hold on a dead credential."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from enishi.hub.calls import building, verdicts
from enishi.hub.connections.accounts import known_secrets
from enishi.hub.connections.holding import hold
from enishi.hub.connections.models import Connection, Health
from enishi.hub.exchanges import recording
from enishi.hub.exchanges.models import ExchangeRow
from enishi.hub.sdk import hooks
from enishi.hub.sdk.call import Account, Call
from enishi.hub.sdk.connector import Connector
from enishi.hub.sdk.outcome import Verdict
from enishi.kernel import clock
from enishi.kernel.exchange import Exchange

OPENS_AFTER = 5
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 600.0
NOTED = ["last_success_at", "last_failure_at", "failures", "blocked_until", "blocked_why"]


@dataclass(frozen=True, slots=True)
class Made:
    """A call that was made. `exchange` is the answer after the connection's edits for answers."""

    connection: Connection
    call: Call
    exchange: Exchange
    row: ExchangeRow
    ok: bool
    plain: Verdict
    credential_refused: bool


def look_at(
    connector: Connector,
    connection: Connection,
    account: Account,
    call: Call,
    *,
    exchange: Exchange,
    reference: str,
) -> Made:
    """Judge an answer; nothing is stored yet."""
    operation = connector.manifest.operation(call.operation)
    decoded = hooks.current().decode_response(exchange, building.edits_for(connection.edits, operation.name))
    ok = connector.succeeded(decoded)
    row = recording.row(
        exchange,
        ok=ok,
        connection_id=connection.pk,
        operation=operation.name,
        reference=reference,
        call=call.to_dict(),
        known=known_secrets(account),
    )
    keyed = bool(call.key and operation.idempotency_header)
    refused = not ok and connector.credential_refused(decoded)
    return Made(
        connection,
        call,
        decoded,
        row,
        ok,
        verdicts.plain(connector, operation, decoded, keyed=keyed),
        refused,
    )


def store(batch: Sequence[Made], *, trial: bool = False) -> None:
    """Keep exchanges and health in one transaction; a refused credential holds all further calls at once.

    A trial asks whether things work: it holds nothing, whatever it finds.
    """
    with transaction.atomic():
        ExchangeRow.objects.bulk_create([made.row for made in batch])
        _keep_health(batch)
        for connection_id in {made.connection.pk for made in batch if made.credential_refused and not trial}:
            hold(connection_id, lane="out", reason="credential")


def verdict(made: Made) -> Verdict:
    """What to do with the work of a failed call: the clinic's word, or the plain one. Call after `store`."""
    found = hooks.current().on_failed_exchange(made.row, made.call) or made.plain
    if found.holds:
        operation = "" if found.holds == "connection" else made.call.operation
        hold(
            made.connection.pk, lane="out", operation=operation, reason=found.reason, incident=found.incident
        )
    return found


def _keep_health(batch: Sequence[Made]) -> None:
    wanted = sorted({made.connection.pk for made in batch})
    Health.objects.bulk_create([Health(connection_id=key) for key in wanted], ignore_conflicts=True)
    rows = {row.pk: row for row in Health.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    now = clock.now()
    for made in batch:
        _note(rows[made.connection.pk], made, now)
    Health.objects.bulk_update(rows.values(), NOTED)


def _note(health: Health, made: Made, now: datetime) -> None:
    if made.ok:
        health.last_success_at, health.failures = now, 0
        if health.blocked_why == "breaker":
            health.blocked_until, health.blocked_why = None, ""
    else:
        health.last_failure_at = now
        health.failures = health.failures + 1 if verdicts.of_the_way(made.exchange) else 0
    _block(health, verdicts.pause_asked(made.exchange), now)


def _block(health: Health, asked: float | None, now: datetime) -> None:
    if asked:
        health.blocked_until, health.blocked_why = now + timedelta(seconds=asked), "asked"
    elif health.failures >= OPENS_AFTER:
        pause = min(FIRST_PAUSE * 2 ** (health.failures - OPENS_AFTER), LONGEST_PAUSE)
        health.blocked_until, health.blocked_why = now + timedelta(seconds=pause), "breaker"
