"""Whether sending the same call again, unchanged, helps, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine.signs.answer import seconds_to_wait

if TYPE_CHECKING:
    from enishi.doctor.engine.cause import Cause
    from enishi.doctor.engine.evidence import Evidence
    from enishi.doctor.engine.weighing import Heard

_RESET_HEADERS = ("x-ratelimit-reset-after", "ratelimit-reset", "x-rate-limit-reset", "x-ratelimit-reset")
_EPOCH = 1_000_000_000


def retryable(cause: Cause, evidence: Evidence, heard: list[Heard]) -> bool:
    """The cause's own rule, unless the vendor's documentation or the situation says otherwise."""
    for one in heard:
        if one.own and one.saying.cause == cause.slug and one.saying.retryable is not None:
            return one.saying.retryable
    if evidence.facts.get("waiting-helps"):
        return True  # it was seen to work later, unchanged
    return cause.retryable(evidence) if callable(cause.retryable) else cause.retryable


def retry_after(evidence: Evidence) -> float | None:
    """Seconds that the answer asks us to wait."""
    asked = seconds_to_wait(evidence.got_header("retry-after"), evidence.now)
    if asked is not None:
        return asked
    for name in _RESET_HEADERS:
        value = (evidence.got_header(name) or "").strip()
        try:
            number = float(value[:20]) if value else None
        except ValueError:
            continue
        if number is not None and number >= 0:
            return max(0.0, number - evidence.now.timestamp()) if number > _EPOCH else number
    return None
