"""How one leased item ends. Each ending is one statement that counts only while the lease is ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, connection
from django.db.models import F

from enishi.hub.inbox.models import InboxItem
from enishi.hub.rows import stamp
from enishi.hub.sdk.outcome import CallFailed, Held, Later, Malformed
from enishi.kernel import clock
from enishi.kernel.errors import EnishiError

ATTEMPTS = 8
FIRST, LONGEST = 2.0, 3600.0
SERVER = 500
PATIENCE = timedelta(hours=72)
"""How long an item may go on asking to be tried later (a refund whose order never comes)."""


_END_APPLIED = """
UPDATE hub_inbox SET state = v.column2, reason = '', leased_by = '', leased_until = NULL, exchange_id = v.column3,
 done_at = %s
FROM (VALUES {values}) AS v WHERE hub_inbox.id = v.column1 AND leased_by = %s AND state = 'waiting'
"""


@dataclass(frozen=True, slots=True)
class Ending:
    """`state` waiting means another attempt at `run_at`; `counted` False gives the attempt back."""

    state: str
    reason: str = ""
    run_at: datetime | None = None
    counted: bool = True


def of(error: Exception, *, attempt: int, now: datetime, received_at: datetime) -> Ending:
    """What an error means for the item: set aside, held, or tried again."""
    match error:
        case Held():
            found = Ending("held", str(error)[:500], counted=False)
        case Later() if now - received_at > PATIENCE:
            found = Ending("quarantined", str(error)[:2000])
        case Later():
            found = Ending("waiting", str(error)[:500], now + timedelta(seconds=error.seconds), counted=False)
        case CallFailed():
            found = _of_call(error, attempt=attempt, now=now)
        case Malformed():
            found = Ending("quarantined", str(error)[:2000])
        case EnishiError() if error.status < SERVER:
            found = Ending("quarantined", _words(error)[:2000])
        case OperationalError():
            found = Ending("waiting", "database", now + timedelta(seconds=FIRST), counted=False)
        case _ if attempt >= ATTEMPTS:
            found = Ending("quarantined", repr(error)[:2000])
        case _:
            found = Ending("waiting", repr(error)[:2000], now + pause(attempt))
    return found


def pause(attempt: int) -> timedelta:
    return timedelta(seconds=min(FIRST * 2 ** (attempt - 1), LONGEST))


def end(item_id: int, worker: str, ending: Ending, *, exchange_id: str) -> bool:
    """Write the ending; False when the lease had passed to another worker."""
    now = clock.now()
    values: dict[str, Any] = {
        "state": ending.state,
        "reason": ending.reason,
        "leased_by": "",
        "leased_until": None,
        "exchange_id": exchange_id,
        "done_at": now if ending.state in {"done", "skipped"} else None,
    }
    if ending.run_at:
        values["run_at"] = ending.run_at
    mine = InboxItem.objects.filter(id=item_id, leased_by=worker, state="waiting")
    if not ending.counted:
        values["attempts"] = F("attempts") - 1
    return bool(mine.update(**values))


def end_applied(worker: str, items: Sequence[tuple[int, str, str]]) -> bool:
    """Write the endings (id, state, exchange) of applied items; False when the lease of any had passed on."""
    if not items:
        return True
    values = ", ".join(["(%s, %s, %s)"] * len(items))
    bound = [value for item in items for value in item]
    with connection.cursor() as cursor:
        cursor.execute(_END_APPLIED.format(values=values), [stamp(clock.now()), *bound, worker])
        return bool(cursor.rowcount == len(items))


def _of_call(error: CallFailed, *, attempt: int, now: datetime) -> Ending:
    verdict = error.verdict
    if verdict.action == "hold":
        return Ending("held", verdict.reason[:2000], counted=False)
    if verdict.action in {"quarantine", "fail"} or attempt >= ATTEMPTS:
        return Ending("quarantined", str(error)[:2000])
    wait = timedelta(seconds=verdict.after) if verdict.after is not None else pause(attempt)
    return Ending("waiting", str(error)[:2000], now + wait)


def _words(error: EnishiError) -> str:
    fields = "; ".join(f"{reason.pointer}: {reason.why}" for reason in error.errors[:5])
    return f"{error.detail or error.title} {fields}".strip()
