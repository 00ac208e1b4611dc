"""Idempotency-Key (IETF httpapi draft): a request sent twice has one effect and one answer.

    @router.post("", auth=needs("customers:write"))
    @idempotent(required=False)
    def create(request, body: CustomerIn): ...

The answer is stored in the transaction of the change, so both stand or neither does. Refusals are not
stored: they had no effect, and the corrected request may use the same key.
"""

from __future__ import annotations

import functools
import hashlib
import threading
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.http import HttpResponse
from ninja.decorators import decorate_view

from enishi.kernel import clock
from enishi.kernel.errors import EnishiError
from enishi.kernel.strings import t
from enishi.platform import language
from enishi.platform.api import problems
from enishi.platform.api.auth import identify
from enishi.platform.api.models import Replay
from enishi.platform.refusals import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

HEADER = "Idempotency-Key"
LONGEST = 255
KEPT = timedelta(hours=24)
KEPT_HEADERS = ("Content-Type", "ETag", "Location")
_running: set[tuple[str, str]] = set()
_running_lock = threading.Lock()


def idempotent(*, required: bool) -> Callable[[Any], Any]:
    """Give one operation the header Idempotency-Key.

    Args:
        required: a request without the header is refused with 400.
    """

    def decorate(operation: Any) -> Any:
        operation.idempotency = required
        return decorate_view(functools.partial(_wrap, required=required))(operation)

    return decorate


def forget_old() -> int:
    """Delete answers older than a day; the number deleted. For a recurring job."""
    deleted, _ = Replay.objects.filter(created_at__lt=clock.now() - KEPT).delete()
    return deleted


def _wrap(run: Callable[..., HttpResponseBase], *, required: bool) -> Callable[..., HttpResponseBase]:
    @functools.wraps(run)
    def answer(request: HttpRequest, **path: Any) -> HttpResponseBase:
        key = request.headers.get(HEADER, "").strip().strip('"')
        try:
            if not key and not required:
                return run(request, **path)
            return _once(request, key, functools.partial(run, request, **path))
        except EnishiError as error:
            return problems.response(request, error)

    return answer


def _once(request: HttpRequest, key: str, run: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    credential = identify(request).credential
    if not key or len(key) > LONGEST or not key.isprintable():
        why = t("platform.idempotency.why", language.current(), longest=LONGEST)
        raise refuse("FMT05", 400, header=HEADER, why=why)
    fingerprint = _fingerprint(request)
    with _alone(credential, key), transaction.atomic():
        _refuse_if_running_elsewhere(credential, key)
        earlier = Replay.objects.filter(
            credential=credential, key=key, created_at__gt=clock.now() - KEPT
        ).first()
        if earlier is not None:
            return _replay(earlier, fingerprint)
        response = run()
        if response.status_code >= 400:  # noqa: PLR2004
            transaction.set_rollback(True)
        else:
            _keep(credential, key, fingerprint, response)
        return response


def _fingerprint(request: HttpRequest) -> bytes:
    whole = hashlib.sha256()
    for part in ((request.method or "").encode(), request.get_full_path().encode(), request.body):
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.digest()


def _replay(earlier: Replay, fingerprint: bytes) -> HttpResponse:
    if bytes(earlier.fingerprint) != fingerprint:
        raise refuse("CON07", 422)
    response = HttpResponse(bytes(earlier.body), status=earlier.status, headers=earlier.headers)
    response["Idempotency-Replayed"] = "true"
    return response


def _keep(credential: str, key: str, fingerprint: bytes, response: HttpResponseBase) -> None:
    assert isinstance(response, HttpResponse)
    Replay.objects.filter(credential=credential, key=key).delete()
    Replay.objects.create(
        credential=credential,
        key=key,
        fingerprint=fingerprint,
        status=response.status_code,
        headers={name: response[name] for name in KEPT_HEADERS if name in response},
        body=response.content,
        created_at=clock.now(),
    )


@contextmanager
def _alone(credential: str, key: str) -> Iterator[None]:
    """Hold this key within the process; on SQLite the writers' queue does it across processes."""
    with _running_lock:
        if (credential, key) in _running:
            raise refuse("CON03", 409, headers={"Retry-After": "1"})
        _running.add((credential, key))
    try:
        yield
    finally:
        with _running_lock:
            _running.discard((credential, key))


def _refuse_if_running_elsewhere(credential: str, key: str) -> None:
    """On PostgreSQL another process may hold the key: ask for its advisory lock without waiting."""
    if connection.vendor != "postgresql":
        return
    number = int.from_bytes(
        hashlib.sha256(f"{credential}\x00{key}".encode()).digest()[:8], "big", signed=True
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        (granted,) = cursor.fetchone()
    if not granted:
        raise refuse("CON03", 409, headers={"Retry-After": "1"})
