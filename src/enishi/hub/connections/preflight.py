"""Does a connection work? Step by step, each green or why not, by real calls that change nothing."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from enishi.hub.connections.accounts import inbox_url
from enishi.hub.connections.models import Connection
from enishi.hub.sdk.client import Client
from enishi.hub.sdk.connector import Step
from enishi.hub.sdk.manifest import Text
from enishi.hub.sdk.outcome import CallFailed, Held, Later, Malformed
from enishi.kernel.strings import t
from enishi.platform.crypto import Undecryptable

FORBIDDEN, UNAUTHORIZED = 403, 401
WAY = ("address", "way", "credential", "rights", "answer")


def preflight(connection: Connection) -> list[Step]:
    """All steps up to the first that fails. Calls are trials: holds do not bind them, nothing is changed there."""
    return list(_steps(connection))


def _steps(connection: Connection) -> Iterator[Step]:
    try:
        readable = bool(connection.secrets is not None)
    except Undecryptable as error:
        yield _step("secrets", ok=False, found=str(error))
        return
    yield _step("secrets", ok=readable)
    client = Client(connection, trial=True)
    call = client.connector.who_am_i()
    if call is None:
        yield from _without_call(connection)
        return
    try:
        reply = client.call(call)
    except CallFailed as failed:
        yield from _failed(connection, failed)
        return
    except (Held, Later, Malformed) as error:
        yield _step("credential", ok=False, found=str(error))
        return
    for slug in WAY:
        yield _step(slug, ok=True, found=_shown(connection, slug, reply.status), exchange=reply.exchange_id)
    yield from _own(client)


def _own(client: Client) -> Iterator[Step]:
    """The connector's further checks; a call of theirs that fails is a red step, not an error."""
    try:
        yield from client.connector.preflight(client)
    except CallFailed as failed:
        yield _step("answer", ok=False, found=str(failed), exchange=failed.exchange_id)
    except (Held, Later, Malformed) as error:
        yield _step("answer", ok=False, found=str(error))


def _failed(connection: Connection, failed: CallFailed) -> Iterator[Step]:
    """Green up to the step where the call ended, red there."""
    broken = _where(failed)
    for slug in WAY:
        status = failed.status or 0
        if slug == broken:
            why = (
                str(failed) if not failed.exchange.failure else failed.exchange.failure.message or str(failed)
            )
            found = urlsplit(_base(connection)).hostname or "" if slug == "address" else why
            yield _step(slug, ok=False, found=found, exchange=failed.exchange_id)
            return
        yield _step(slug, ok=True, found=_shown(connection, slug, status))


def _where(failed: CallFailed) -> str:
    if failed.exchange.failure:
        return "address" if failed.exchange.failure.phase == "dns" else "way"
    return {UNAUTHORIZED: "credential", FORBIDDEN: "rights"}.get(failed.status or 0, "answer")


def _without_call(connection: Connection) -> Iterator[Step]:
    address = str(connection.settings.get("url", ""))
    if not address:
        yield _step("nothing", ok=True, found=inbox_url(connection.pk))
        return
    host = urlsplit(address).hostname or ""
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        yield _step("address", ok=False, found=host)
    else:
        yield _step("address", ok=True, found=host)


def _shown(connection: Connection, slug: str, status: int) -> str:
    return urlsplit(_base(connection)).hostname or "" if slug == "address" else f"HTTP {status}"


def _base(connection: Connection) -> str:
    return str(connection.settings.get("base_url", ""))


def _step(slug: str, *, ok: bool, found: str = "", exchange: str = "") -> Step:
    def both(part: str) -> Text:
        return Text(*(t(f"hub.preflight.{slug}.{part}", lang, found=found) for lang in ("ja", "en")))

    return Step(slug, both("label"), ok, both("ok" if ok else "bad"), exchange)
