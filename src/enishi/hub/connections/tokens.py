"""OAuth tokens: one refresh at a time per connection, the rotated token stored before anyone uses it.

The lease lives in the token's row, so that it holds across processes; whoever waits re-reads the row and
finds the new token. A grant that has ended (``invalid_grant``) is never tried again.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import F, Q

from enishi.hub.connections.models import Connection, Token
from enishi.hub.sdk.call import Account
from enishi.hub.sdk.outcome import Held
from enishi.hub.sdk.registry import connector
from enishi.kernel import clock
from enishi.kernel.exchange import Exchange
from enishi.platform import crypto, http

MARGIN = timedelta(seconds=60)
LEASE = timedelta(seconds=30)
WAIT = 20.0
POLL = 0.1
FINAL = frozenset({"invalid_grant", "invalid_client", "unauthorized_client"})


class _Answer(msgspec.Struct):
    access_token: str = ""
    refresh_token: str = ""
    expires_in: float = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class RefreshFailed(Exception):  # noqa: N818 - names what happened
    """The token endpoint gave no token. `final`: the grant has ended and a person must connect again."""

    exchange: Exchange
    error: str
    final: bool


def store(connection: Connection, *, access: str, refresh: str, expires_in: float) -> Token:
    """Keep tokens that were just issued (first authorisation, or a person's paste)."""
    return _save(connection.pk, {"access_token": access, "refresh_token": refresh}, expires_in)


def begin(connection: Connection) -> None:
    """Get the first tokens with the client's own credentials, where the vendor gives them without a person.

    Raises:
        RefreshFailed: the vendor gave none.
    """
    described = connector(connection.connector)
    if (
        described.manifest.oauth is None
        or Token.objects.filter(connection=connection, dead_reason="").exists()
    ):
        return
    request = described.token_request(Account(connection.id, connection.settings, connection.secrets), "")
    if request is None:
        return
    exchange = http.call(request)
    answer = _read(exchange)
    if not answer.access_token:
        why = answer.error or (exchange.failure.message if exchange.failure else "no token in the answer")
        raise RefreshFailed(exchange, why, answer.error in FINAL)
    store(connection, access=answer.access_token, refresh=answer.refresh_token, expires_in=answer.expires_in)


def access_token(connection: Connection) -> str:
    """The token to use now; refreshed first when it is about to expire. "" when none was ever stored.

    Raises:
        Held: the grant has ended.
    """
    token = Token.objects.filter(connection=connection).first()
    if token is None:
        return ""
    if token.dead_reason:
        raise Held(f"OAuth: {token.dead_reason}", credential=True)
    if token.expires_at and token.expires_at - MARGIN <= clock.now() and _opened(token).get("refresh_token"):
        try:
            return refresh(connection, used_version=token.version)
        except RefreshFailed as failed:
            if failed.final:
                raise Held(f"OAuth: {failed.error}", credential=True) from failed
    return str(_opened(token).get("access_token", ""))


def refresh(connection: Connection, *, used_version: int | None = None) -> str:
    """Trade the refresh token for new ones, or return the newer token that someone else just got.

    Args:
        connection: whose token.
        used_version: the version that was refused or is expiring; None for the one stored now.

    Raises:
        RefreshFailed: the endpoint refused or could not be reached.
        Held: the grant had ended before, or there is nothing to refresh with.
    """
    first = Token.objects.filter(connection=connection).first()
    if first is None or first.dead_reason:
        raise Held(f"OAuth: {first.dead_reason if first else 'no token stored'}", credential=True)
    version = first.version if used_version is None else used_version
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline:
        token = Token.objects.get(connection=connection)
        if token.version > version:
            return str(_opened(token)["access_token"])
        if _lease(connection.pk, version):
            return _refreshed(connection, token)
        time.sleep(POLL)
    raise Held("OAuth: another process has been refreshing the token for too long", credential=True)


def _lease(connection_id: str, version: int) -> bool:
    now = clock.now()
    free = Q(refreshing_until=None) | Q(refreshing_until__lt=now)
    with transaction.atomic():
        mine = Token.objects.filter(free, connection_id=connection_id, version=version)
        return bool(mine.update(refreshing_until=now + LEASE))


def _refreshed(connection: Connection, token: Token) -> str:
    old = _opened(token)
    shown = Account(connection.id, connection.settings, connection.secrets)
    request = connector(connection.connector).token_request(shown, str(old.get("refresh_token", "")))
    if request is None or not old.get("refresh_token"):
        Token.objects.filter(pk=token.pk).update(refreshing_until=None)
        raise Held("OAuth: there is no refresh token to use", credential=True)
    exchange = http.call(request, ca_file=connection.settings.get("ca_file") or None)
    answer = _read(exchange)
    if answer.access_token:
        rotated = answer.refresh_token or str(old["refresh_token"])
        _save(
            connection.pk, {"access_token": answer.access_token, "refresh_token": rotated}, answer.expires_in
        )
        return answer.access_token
    final = answer.error in FINAL
    Token.objects.filter(pk=token.pk).update(refreshing_until=None, dead_reason=answer.error if final else "")
    raise RefreshFailed(exchange, answer.error or "no token in the answer", final)


def _save(connection_id: str, values: dict[str, Any], expires_in: float) -> Token:
    now = clock.now()
    expires: datetime | None = now + timedelta(seconds=expires_in) if expires_in else None
    with transaction.atomic():
        token, _ = Token.objects.select_for_update().get_or_create(connection_id=connection_id)
        token.sealed, token.expires_at, token.refreshed_at = crypto.seal(json.dumps(values)), expires, now
        token.version, token.refreshing_until, token.dead_reason = token.version + 1, None, ""
        token.save()
        Connection.objects.filter(pk=connection_id).update(version=F("version") + 1)
    return token


def _opened(token: Token) -> dict[str, Any]:
    return dict(json.loads(crypto.open_sealed(token.sealed))) if token.sealed else {}


def _read(exchange: Exchange) -> _Answer:
    body = (exchange.response.body if exchange.response else None) or b""
    try:
        return msgspec.json.decode(body, type=_Answer, strict=False)
    except msgspec.DecodeError:
        return _Answer()
