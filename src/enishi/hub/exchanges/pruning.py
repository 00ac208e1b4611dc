"""Forgetting old exchanges, in batches along the time-ordered key."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from enishi.hub.exchanges.models import ExchangeRow
from enishi.hub.inbox.models import InboxItem
from enishi.kernel import clock, ids
from enishi.platform import jobs
from enishi.platform.config import options

BATCH = 2000


def first_id_at(moment: datetime) -> str:
    """The smallest exchange id of a moment."""
    return f"exc_{ids.encode(int(moment.timestamp() * 1000) << 80)}"


def prune(*, older_than: datetime, batch: int = BATCH) -> int:
    """Delete exchanges and finished inbox items from before a moment; returns how many went."""
    gone = 0
    cut = first_id_at(older_than)
    while True:
        with transaction.atomic():
            keys = list(
                ExchangeRow.objects.filter(id__lt=cut).order_by("id").values_list("id", flat=True)[:batch]
            )
            ExchangeRow.objects.filter(id__in=keys).delete()
            old = (
                InboxItem.objects.filter(done_at__lt=older_than)
                .order_by("done_at")
                .values_list("id", flat=True)
            )
            items = list(old[:batch])
            InboxItem.objects.filter(id__in=items).delete()
        gone += len(keys) + len(items)
        if len(keys) < batch and len(items) < batch:
            return gone


@jobs.every(timedelta(hours=1), name="hub.prune")
def prune_hourly(_payload: dict[str, Any]) -> None:
    prune(older_than=clock.now() - timedelta(days=float(options.value("ENISHI_EXCHANGE_DAYS"))))
