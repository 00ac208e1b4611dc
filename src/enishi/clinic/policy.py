"""What a cause means for the work: who waits, and what may be tried. Decisions on values only."""

from __future__ import annotations

from typing import Literal

from enishi.doctor import Diagnosis
from enishi.doctor.engine.remedy import Remedy
from enishi.hub.sdk.outcome import Verdict

Scope = Literal["", "operation", "connection"]
CREDENTIAL = ("auth",)
RECORD = ("schema", "format", "consistency", "semantic")
_WHOLE = frozenset(
    {
        "endpoint-wrong-host",
        "endpoint-wrong-environment",
        "endpoint-login-redirect",
        "version-api-sunset",
        "format-wrong-charset",
        "format-wrong-accept",
        "server-maintenance",
        "server-outage",
        "permission-account-suspended",
        "permission-api-disabled",
        "permission-ip-not-allowed",
    }
)
_PACED = frozenset({"rate-window", "rate-concurrency"})
_PASSING = ("network", "server", "rate")
_SETTLES = frozenset({"consistency-unknown-outcome", "consistency-eventual", "consistency-record-locked"})
_STILL = frozenset({"hold", "pause", "reload-credential", "retry-once"})
NAMED = 0.35
"""Below this confidence nothing is changed by itself: a wrong repair costs more than a late one."""


def verdict(diagnosis: Diagnosis, *, unknown: bool, one_record: bool, incident: str) -> Verdict:
    """What to do with the work whose call failed.

    Args:
        diagnosis: of the failed call.
        unknown: the call is a write that may have happened.
        one_record: the same operation works for other records.
        incident: id, kept with what is held.
    """
    first = diagnosis.first
    slug, family = (first.refined or first.slug, first.family) if first else ("", "")
    if unknown:
        return Verdict("unknown", reason=slug, incident=incident)
    if slug in _PACED:
        return Verdict("retry", after=diagnosis.retry_after or 1.0, reason=slug, incident=incident)
    if family in RECORD and one_record and slug not in _WHOLE:
        return Verdict("quarantine", reason=slug, incident=incident)
    return Verdict("hold", reason=slug, incident=incident, holds=holds(slug, family))


def holds(slug: str, family: str) -> Scope:
    """How much must wait: everything, or only the operation that fails."""
    if slug in _WHOLE or family in ("auth", "network"):
        return "connection"
    return "operation"


def may_run(remedy: Remedy, *, confidence: float) -> bool:
    """Whether a remedy may be carried out without asking."""
    return remedy.level == "safe" and bool(remedy.actions) and confidence >= NAMED


def only_keeps_still(remedy: Remedy) -> bool:
    """Whether a remedy leaves call and connection as they are, so that a trial would find what was found before."""
    return all(action.kind in _STILL for action in remedy.actions)


def passes(slug: str) -> bool:
    """Whether the cause ends by itself, so that trying again later is a way out."""
    return slug in _SETTLES or (
        slug.partition("-")[0] in _PASSING and slug != "network-tls-server-cert-expired"
    )


def probing_costs(slug: str) -> bool:
    """Whether trying again spends a dead credential: then only a change gives reason to try."""
    return slug.partition("-")[0] in CREDENTIAL


def pause(attempt: int, *, asked: float | None) -> float:
    """Seconds until verification number `attempt` (0, 1, …): what the vendor asks, else growing to five minutes."""
    if asked is not None and attempt == 0:
        return max(asked, 0.2)
    return float(min(2 * 2 ** min(attempt, 10), 300))
