"""``/in/<connection>`` on the event loop: check, commit, answer 202. Nothing else happens before the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import msgspec
import structlog
from django.db import connections

from enishi.hub.intake import bare
from enishi.hub.intake.directory import Directory, Entry
from enishi.hub.intake.failures import Sample, keep
from enishi.hub.intake.writing import Writer
from enishi.hub.sdk.call import Account
from enishi.hub.sdk.inbound import Answer, Inbound, Receipt, Refused
from enishi.kernel import clock
from enishi.kernel.errors import EnishiError
from enishi.platform import gate
from enishi.platform.crypto import redaction
from enishi.platform.gate.table import Receive, Scope, Send
from enishi.platform.refusals import refuse

log = structlog.get_logger()
PREFIX = "/in/"
LIMIT = 10 * 1024 * 1024
METHODS = "POST, GET, OPTIONS"
RETRY_AFTER = 5
ACCEPTED = b'{"accepted":true}'
_CONTROL = dict.fromkeys((*range(32), 127), None)


class Intake:
    """The handler of the machine lane. One a process; `close` after the last request."""

    def __init__(self, *, directory: Directory | None = None, writer: Writer | None = None) -> None:
        self.directory = directory or Directory()
        self.writer = writer or Writer()
        self._sample = Sample()
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="intake-read")
        self._keeper = ThreadPoolExecutor(1, thread_name_prefix="intake-keep")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call (ASGI)."""
        try:
            answer = await self._handle(scope, receive)
        except (_Worded, EnishiError) as refusal:
            await gate.problem(scope, send, refusal.make if isinstance(refusal, _Worded) else refusal)
        else:
            if answer is not None:
                await gate.send_bytes(
                    scope,
                    send,
                    answer.body,
                    status=answer.status,
                    headers=_rest(answer),
                    content_type=_kind(answer),
                )

    async def _handle(self, scope: Scope, receive: Receive) -> Answer | None:
        connection_id = str(scope["path"])[len(PREFIX) :].strip("/")
        entry = await self._entry(connection_id)
        inbound = _inbound(scope, b"")
        try:
            if entry is None:
                raise _Worded("unknown-connection", 404, connection=connection_id[:60])
            body = await gate.body_within(scope, receive, LIMIT)
            if body is None:
                return None
            inbound = replace(inbound, body=body)
            return await self._judge(connection_id, entry, inbound)
        except (_Worded, EnishiError) as refusal:
            self._keep(connection_id if entry else "", entry, inbound, refusal)
            raise

    async def _entry(self, connection_id: str) -> Entry | None:
        fresh, entry = self.directory.remembered(connection_id)
        if fresh:
            return entry
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._reader, self.directory.read, connection_id
            )
        except Exception as error:
            log.warning("intake cannot read connections", error=repr(error)[:500])
            raise _busy() from error

    async def _judge(self, connection_id: str, entry: Entry, inbound: Inbound) -> Answer:
        if entry.off:
            raise _Worded("connection-off", 410, connection=connection_id)
        if entry.account is None:
            raise _busy()  # our secrets cannot be opened: our fault, the sender keeps the webhook
        if not entry.connector.manifest.webhooks_in:
            raise _Worded("not-a-receiver", 404)
        at_once = entry.connector.answer(inbound, entry.account)
        if at_once is not None:
            return at_once
        if inbound.method == "OPTIONS":
            return Answer(204, (("Allow", METHODS),))
        if inbound.method != "POST":
            raise _Worded("intake-method", 405, headers={"Allow": METHODS})
        receipt = _verified(entry, entry.account, inbound)
        try:
            await self.writer.write(_row(connection_id, inbound, receipt))
        except Exception as error:
            raise _busy() from error
        return Answer(202, (), ACCEPTED)

    def _keep(
        self, connection_id: str, entry: Entry | None, inbound: Inbound, refusal: _Worded | EnishiError
    ) -> None:
        if refusal.status < 500 and self._sample.takes(connection_id, refusal.code):  # noqa: PLR2004
            query = f"?{inbound.query}" if inbound.query else ""
            self._keeper.submit(
                _kept_quietly,
                inbound,
                connection_id=connection_id,
                url=f"{PREFIX}{connection_id or '…'}{query}",
                status=refusal.status,
                code=refusal.code,
                account=entry.account if entry else None,
            )

    def close(self) -> None:
        """Commit what waits and end the threads."""
        self.writer.close()
        for threads in (self._reader, self._keeper):
            try:
                threads.submit(connections.close_all)
            except RuntimeError:  # closed before
                continue
            threads.shutdown(wait=True)


class _Worded(Exception):  # noqa: N818 - a refusal whose words are made in the caller's language
    def __init__(
        self, code: str, status: int, *, headers: dict[str, str] | None = None, **values: Any
    ) -> None:
        super().__init__(code)
        self.code, self.status, self.values, self.headers = code, status, values, headers or {}

    @property
    def make(self) -> Callable[[], EnishiError]:
        return lambda: refuse(
            self.code, self.status, key=f"hub.problem.{self.code}", headers=self.headers, **self.values
        )


def _busy() -> _Worded:
    """Our own failure: never 4xx, never 2xx, so that the sender sends again."""
    return _Worded("intake-busy", 503, headers={"Retry-After": str(RETRY_AFTER)}, retry_after=RETRY_AFTER)


def _verified(entry: Entry, account: Account, inbound: Inbound) -> Receipt:
    try:
        entry.connector.verify(inbound, account)
    except Refused as refused:
        values = {"hint": refused.detail, **refused.data}
        raise _Worded(refused.code, refused.status, **values) from None
    return entry.connector.receipt(inbound)


def _row(connection_id: str, inbound: Inbound, receipt: Receipt) -> bare.Row:
    headers = msgspec.json.encode(redaction.headers(inbound.headers)).decode()
    now = inbound.received_at
    return (
        connection_id,
        _clean(receipt.key, 200),
        _clean(receipt.ordering, 200),
        _clean(receipt.event, 100),
        inbound.method,
        headers,
        inbound.body,
        now,
        now,
        "waiting",
        "",
        0,
        "",
        "",
    )


def _clean(text: str, longest: int) -> str:
    """Text that both databases take: no control characters, no lone surrogates, within the column."""
    return text.translate(_CONTROL).encode("utf-8", "replace").decode()[:longest]


def _inbound(scope: Scope, body: bytes) -> Inbound:
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    return Inbound(scope["method"], scope["query_string"].decode("latin-1"), headers, body, clock.now())


def _kind(answer: Answer) -> str:
    return next(
        (value for name, value in answer.headers if name.lower() == "content-type"), "application/json"
    )


def _rest(answer: Answer) -> list[tuple[str, str]]:
    return [(name, value) for name, value in answer.headers if name.lower() != "content-type"]


def _kept_quietly(inbound: Inbound, **parts: Any) -> None:
    try:
        keep(inbound, **parts)
    except Exception as error:  # noqa: BLE001 - the caller has its answer; a lost sample is only logged
        log.warning("refused call not recorded", error=repr(error)[:500])
