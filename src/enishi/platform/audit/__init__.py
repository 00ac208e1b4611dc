"""The audit trail: who did what, when, to which record.

    audit.record(actor, "customer.update", "cus_…", {"name": ["old", "new"]})

Call it inside the transaction of the change, so that neither stands without the other.
"""

from __future__ import annotations

from typing import Any

from enishi.kernel import clock
from enishi.platform.audit.actor import CLI, SYSTEM, Actor

__all__ = ["CLI", "SYSTEM", "Actor", "record"]


def record(actor: Actor, action: str, subject: str, changes: dict[str, Any] | None = None) -> None:
    """Write one act; entries are never changed or deleted afterwards.

    Args:
        actor: who acts.
        action: "<thing>.<verb>", e.g. "key.revoke".
        subject: id of the record acted upon.
        changes: what changed, JSON-ready; never a secret.
    """
    from enishi.platform import gathering
    from enishi.platform.audit.models import Entry  # Django imports this package before apps are ready

    entry = Entry(
        at=clock.now(),
        actor=str(actor)[:200],
        action=action,
        subject=subject[:40],
        changes=changes or {},
        request_id=actor.request_id,
        address=actor.address,
    )
    gathering.add(entry)
