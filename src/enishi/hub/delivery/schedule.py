"""When a failed delivery is tried again."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

STEPS = (5.0, 300.0, 1800.0, 7200.0, 18000.0, 36000.0, 36000.0)
"""Seconds after the first, second … failed attempt: 27 h 35 min in all."""
JITTER = 0.2
PATIENCE = timedelta(hours=72)
LONGEST_ASKED = 86_400.0


def next_attempt(
    *,
    attempts: int,
    asked: float | None,
    created_at: datetime,
    now: datetime,
    chance: random.Random | None = None,
) -> datetime | None:
    """When to try again; None when it is over.

    Args:
        attempts: how many were made.
        asked: seconds that the receiver asked for (Retry-After, RateLimit); obeyed, and such an attempt does not
            count, for at most three days.
        created_at: of the delivery.
        now: the time of the failure.
        chance: source of the jitter.
    """
    if asked is not None:
        return now + timedelta(seconds=min(asked, LONGEST_ASKED)) if now - created_at < PATIENCE else None
    if attempts > len(STEPS):
        return None
    spread = (chance or random).uniform(1 - JITTER, 1 + JITTER)
    return now + timedelta(seconds=STEPS[attempts - 1] * spread)
