"""GET /metrics in Prometheus' format: for callers on this machine and for keys with `admin`."""

from __future__ import annotations

import ipaddress
import os
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from enishi.kernel.errors import EnishiError
from enishi.platform import context
from enishi.platform.api import problems
from enishi.platform.api.auth import needs
from enishi.platform.gate.health import state

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prometheus_client.metrics_core import Metric

REQUESTS = Counter("enishi_requests", "Answered requests", ["lane", "method", "status"])
SECONDS = Histogram(
    "enishi_request_seconds",
    "Seconds until the answer was sent",
    ["lane"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
GAUGES = {
    "workers": "Living workers",
    "jobs_waiting": "Jobs that are due",
    "jobs_failed": "Jobs that used up their attempts",
    "queue_age": "Seconds for which the oldest due job has waited",
    "events_waiting": "Events not yet handed on",
}


class Shared(Collector):
    """What all processes share is asked of the database when somebody looks."""

    def collect(self) -> Iterable[Metric]:
        found = state()._asdict()
        for name, words in GAUGES.items():
            yield GaugeMetricFamily(f"enishi_{name}", words, value=found[name])


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not _on_this_machine(request):
        try:
            needs("admin")(request)
        except EnishiError as refused:
            return problems.response(request, refused)
    registry = CollectorRegistry()
    registry.register(Shared())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        body = generate_latest(registry)
    else:
        body = generate_latest(registry) + generate_latest(REGISTRY)
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)


def _on_this_machine(request: HttpRequest) -> bool:
    """Whether the caller is here; a proxy that forwards for others says so in a header."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(context.address(request)).is_loopback
    except ValueError:
        return False
