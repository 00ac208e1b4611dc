"""Looks at a URL before it is first called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.probes.ladder import preflight

if TYPE_CHECKING:
    from enishi.doctor.probes.observation import Observation
    from enishi.doctor.probes.port import Prober


def check(url: str, prober: Prober) -> tuple[Observation, ...]:
    """What was seen on the way from the name to the first answer; the last one is the fault when it is not ok."""
    return tuple(preflight(prober, url if "://" in url else f"https://{url}"))
