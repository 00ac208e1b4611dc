"""Everything that is known besides the failing exchange itself, brought to the doctor."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from enishi.doctor import Change, Contract, Diagnosis, History, Past, Settings, diagnose
from enishi.hub.calls import building
from enishi.hub.connections.accounts import account, known_secrets
from enishi.hub.connections.models import Connection, ConnectionChange, Token
from enishi.hub.exchanges import recording
from enishi.hub.exchanges.models import ExchangeRow
from enishi.hub.sdk.call import Account, Call
from enishi.hub.sdk.outcome import Held
from enishi.hub.sdk.registry import connector
from enishi.kernel import clock
from enishi.kernel.exchange import Exchange, header
from enishi.platform.crypto import Undecryptable, redaction

RECENT = timedelta(hours=24)
CALLS = 50
_OURS = {
    "signature-mismatch": "signature-mismatch-on-raw-bytes",
    "secret-missing": "signature-mismatch-on-raw-bytes",
    "timestamp-outside": "timestamp-outside-tolerance",
    "signature-missing": "signature-header-missing",
}
"""What our own intake has established about a refused webhook, as the doctor calls it."""
SUCCESSES = range(200, 300)
_KINDS = {"secrets": "credential", "edited": "mapping"}


@dataclass(frozen=True, slots=True)
class Looked:
    """A diagnosis with what it was made from."""

    diagnosis: Diagnosis
    exchange: Exchange


def look(row: ExchangeRow, call: Call | None, *, contract: Contract | None = None) -> Looked:
    """Diagnose a stored exchange with all that the installation knows; offline.

    Args:
        row: the failed exchange.
        call: what a connector asked for; None for a call that came in.
        contract: the vendor's API description, when it was fetched.
    """
    connection = Connection.objects.filter(pk=row.connection_id).first()
    stored = recording.to_exchange(row)
    exchange = replace(
        stored, started_at=timezone.localtime(row.started_at)
    )  # the doctor tells the time as given
    opened = _opened(connection)
    if connection and opened and call:
        exchange = _with_real_request(exchange, connection, opened, call)
    diagnosis = diagnose(
        exchange,
        vendor=connector(connection.connector).manifest.name.en if connection else None,
        context=_wanted(exchange) if call else None,
        history=_history(row),
        contract=contract,
        settings=_settings(connection, opened),
        now=timezone.localtime(row.started_at),
    )
    return Looked(diagnosis, exchange)


def _wanted(exchange: Exchange) -> str | None:
    """That a connector reads JSON, where a success came as something else; the answer alone does not tell."""
    answer = exchange.response
    if answer is None or (answer.status or 0) not in SUCCESSES:
        return None
    return (
        "The client reads JSON." if "xml" in (header(answer.headers, "Content-Type") or "").lower() else None
    )


def _opened(connection: Connection | None) -> Account | None:
    if connection is None:
        return None
    with suppress(Undecryptable, Held):
        return account(connection)
    return None


def _with_real_request(exchange: Exchange, connection: Connection, opened: Account, call: Call) -> Exchange:
    """The request as it really left, made again.

    What is stored of it is masked and capped, so that a stray blank or a field further down does not show. Where the connection was changed since, what is stored counts, with the credentials filled in.
    """
    try:
        real = building.request(connector(connection.connector), connection, opened, call)
    except (LookupError, ValueError):
        return exchange
    stored = exchange.request
    plain = [pair for pair in stored.headers or () if redaction.MASK not in pair[1]]
    same = all(pair in (real.headers or ()) for pair in plain)
    if same and (stored.url == real.url or redaction.MASK in (stored.url or "")):
        return replace(exchange, request=real)
    headers = tuple(
        (name, (header(real.headers, name) or value) if redaction.MASK in value else value)
        for name, value in stored.headers or ()
    )
    return replace(exchange, request=replace(stored, headers=headers, body=stored.body or real.body))


def _history(row: ExchangeRow) -> History:
    since = row.started_at - RECENT
    own = ExchangeRow.objects.filter(
        connection_id=row.connection_id, direction=row.direction, started_at__gte=since
    )
    calls = (
        own.exclude(pk=row.pk)
        .order_by("-id")
        .values_list("started_at", "ok", "status", "operation", "cause")[:CALLS]
    )
    changes = ConnectionChange.objects.filter(connection_id=row.connection_id, at__gte=since).order_by("-id")[
        :20
    ]
    return History(
        calls=tuple(Past(at, ok, status, operation, cause) for at, ok, status, operation, cause in calls),
        changes=tuple(
            Change(one.at, _KINDS.get(one.action, "settings"), one.note or one.action) for one in changes
        ),
        other_vendors_failing=_others_failing(row),
        parallel=_parallel(row) if row.direction == "out" else None,
        noticed=frozenset({_OURS[row.reference]}) if row.reference in _OURS else frozenset(),
    )


def _others_failing(row: ExchangeRow) -> bool | None:
    """Whether no other connection that was used in the last minutes was answered; None when none was used.

    A refusal is an answer: it shows that the line stands.
    """
    since = row.started_at - timedelta(minutes=5)
    others = ExchangeRow.objects.filter(direction="out", started_at__gte=since).exclude(
        connection_id=row.connection_id
    )
    seen = others.order_by("-id").values_list("status", flat=True)[:20]
    return all(status is None for status in seen) if seen else None


def _parallel(row: ExchangeRow) -> int:
    """Calls of the connection that were under way when this one was sent."""
    near = ExchangeRow.objects.filter(
        connection_id=row.connection_id, direction="out", started_at__lte=row.started_at
    ).exclude(pk=row.pk)
    ends = near.order_by("-id").values_list("started_at", "elapsed")[:20]
    return sum(1 for at, elapsed in ends if at + timedelta(seconds=elapsed or 0) > row.started_at)


def _settings(connection: Connection | None, opened: Account | None) -> Settings | None:
    if connection is None:
        return None
    token = Token.objects.filter(connection=connection).first()
    facts: dict[str, Any] = {}
    if token and token.refreshed_at and token.expires_at:
        facts["issued_at"] = token.refreshed_at
        facts["expires_in"] = (token.expires_at - token.refreshed_at).total_seconds()
    return Settings(
        **facts,
        has_refresh_token=None if token is None else not token.dead_reason,
        version=str(connection.settings.get("version", "")),
        secrets=known_secrets(opened) if opened else (),
    )


def succeeded_since(row: ExchangeRow) -> bool:
    """Whether the same operation has worked for other records around this failure: then the record is at fault."""
    since = row.started_at - timedelta(minutes=2)
    return (
        ExchangeRow.objects.filter(connection_id=row.connection_id, operation=row.operation, ok=True)
        .filter(Q(started_at__gte=since) & Q(started_at__lte=clock.now()))
        .exists()
    )
