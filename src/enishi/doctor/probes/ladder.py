"""Runs the probes, cheapest first, one at a time, and stops as soon as one cause is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from enishi.doctor.probes import api, reach

if TYPE_CHECKING:
    from enishi.doctor.probes.observation import Observation
    from enishi.doctor.probes.port import Prober
    from enishi.kernel.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Plan:
    """What the caller gives besides the exchange.

    Attributes:
        control_url: a host that has nothing to do with the vendor; empty = no such probe.
        who_am_i_url: the vendor's cheapest authenticated read; empty = no such probe.
        replay: whether the failing call may be sent again with one thing changed (only GET, HEAD, OPTIONS ever are).
    """

    control_url: str = ""
    who_am_i_url: str = ""
    replay: bool = False


def climb(
    prober: Prober, exchange: Exchange, plan: Plan, *, enough: Callable[[list[Observation]], bool]
) -> list[Observation]:
    """Observations in order. `enough` is asked after each one."""
    seen: list[Observation] = []
    for observation in _steps(prober, exchange, plan):
        seen.append(observation)
        if observation.stop or enough(seen):
            break
    return seen


def preflight(prober: Prober, url: str) -> list[Observation]:
    """Everything from the name to the first answer, for a URL that has not been called yet."""
    return list(_reach(prober, url))


def _steps(prober: Prober, exchange: Exchange, plan: Plan) -> Iterator[Observation]:
    request = exchange.request
    if request.url and "://" in request.url:
        yield from _reach(prober, request.url)
    if plan.control_url:
        yield reach.control(prober, plan.control_url)
    if plan.who_am_i_url and urlsplit(plan.who_am_i_url).hostname == urlsplit(request.url or "").hostname:
        yield from _some(api.who_am_i(prober, plan.who_am_i_url, request.headers or ()))
    if request.url and "://" in request.url:
        yield from _some(api.allowed_methods(prober, request))
        yield from _some(api.version_headers(prober, request))
        if plan.replay:
            yield from api.replays(prober, request)


def _some(observation: Observation | None) -> Iterator[Observation]:
    if observation is not None:
        yield observation


def _reach(prober: Prober, url: str) -> Iterator[Observation]:
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    found, addresses = reach.dns(prober, host)
    yield found
    if not addresses:
        return
    connected = reach.tcp(prober, addresses, port)
    yield connected
    if connected.stop:
        return
    if secure:
        shaken = reach.tls(prober, host, addresses[0], port, prober.now())
        yield shaken
        if shaken.stop:
            return
    root = f"{parts.scheme}://{parts.netloc}{parts.path}"
    answered, answer = reach.http(prober, root)
    yield answered
    if answer is not None:
        yield from _some(reach.clock(prober, answer))
        yield from reach.redirects(prober, root, answer)
