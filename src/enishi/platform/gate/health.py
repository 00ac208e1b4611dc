"""Is it alive, is it ready, and how is it doing: for load balancers, for monitors, for people."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import DatabaseError
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from enishi import __version__
from enishi.kernel import clock
from enishi.platform.api.problems import encode
from enishi.platform.gate import table
from enishi.platform.gate.answers import send_bytes
from enishi.platform.jobs.models import Job, Worker
from enishi.platform.outbox.models import Event

if TYPE_CHECKING:
    from enishi.platform.gate.table import Receive, Scope, Send

WORKER_SILENT_AFTER = timedelta(seconds=30)
QUEUE_LATE_AFTER = timedelta(minutes=5)


class State(NamedTuple):
    """How the shared parts stand now."""

    workers: int
    jobs_waiting: int
    jobs_failed: int
    queue_age: float
    events_waiting: int

    @property
    def troubles(self) -> list[str]:
        """Codes of what is wrong; an empty list when all is well."""
        late = self.queue_age > QUEUE_LATE_AFTER.total_seconds()
        return [name for name, wrong in (("no-worker", not self.workers), ("queue-late", late)) if wrong]


def state() -> State:
    """Look at the database once.

    Raises:
        DatabaseError: it does not answer.
    """
    now = clock.now()
    due = Job.objects.filter(failed_at=None, run_at__lte=now).aggregate(
        count=Count("id"), oldest=Min("run_at")
    )
    return State(
        workers=Worker.objects.filter(seen_at__gt=now - WORKER_SILENT_AFTER).count(),
        jobs_waiting=due["count"],
        jobs_failed=Job.objects.exclude(failed_at=None).count(),
        queue_age=(now - due["oldest"]).total_seconds() if due["oldest"] else 0.0,
        events_waiting=Event.objects.filter(dispatched=False).count(),
    )


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """The process answers: nothing else is looked at."""
    del receive
    await send_bytes(scope, send, encode({"status": "live", "version": __version__}))


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when requests can be served: the database answers. Work that waits is told, but stops no page."""
    del request
    try:
        found = state()
    except DatabaseError:
        return JsonResponse({"status": "down", "troubles": ["database"]}, status=503)
    told: dict[str, Any] = {"status": "degraded" if found.troubles else "ready", "troubles": found.troubles}
    return JsonResponse(told | {"workers": found.workers, "queue_age": round(found.queue_age, 1)})


def register() -> None:
    """Put /health/live into the machine lane."""
    for method in ("GET", "HEAD"):
        table.route(method, "/health/live", live)
