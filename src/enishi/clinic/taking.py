"""One at a time: whoever treats an incident holds it, across threads and processes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db.models import Q

from enishi.clinic.models import Incident
from enishi.kernel import clock

LEASE = timedelta(seconds=120)
POLL = 0.05


class Busy(Exception):  # noqa: N818 - names its state
    """Someone else treats the incident at this moment."""


@contextmanager
def taken(incident_id: str, *, patience: float = 0.0) -> Iterator[Incident]:
    """Hold an incident; the row as it is now.

    Args:
        incident_id: which.
        patience: seconds to wait for it.

    Raises:
        Busy: when it stays held by another.
        Incident.DoesNotExist: when there is none.
    """
    end = time.monotonic() + patience
    while not _take(incident_id):
        if time.monotonic() >= end:
            raise Busy(incident_id)
        time.sleep(POLL)
    try:
        yield Incident.objects.get(pk=incident_id)
    finally:
        Incident.objects.filter(pk=incident_id).update(busy_until=None)


def _take(incident_id: str) -> bool:
    now = clock.now()
    free = Q(busy_until=None) | Q(busy_until__lt=now)
    mine = Incident.objects.filter(free, pk=incident_id).update(busy_until=now + LEASE)
    return bool(mine) or not Incident.objects.filter(pk=incident_id).exists()
