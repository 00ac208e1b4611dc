"""How work with another system can end, as values that hub, connectors and clinic share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from enishi.kernel.exchange import Exchange


class Malformed(Exception):  # noqa: N818 - names the payload's state
    """This one payload can never be applied as it is: it is set aside with this reason, others go on."""


class Held(Exception):  # noqa: N818 - names the work's state
    """The call was not made: its connection is paused, off, or held. Wait for `release`; do not retry."""

    def __init__(self, reason: str, *, credential: bool = False) -> None:
        super().__init__(reason)
        self.credential = credential


class Later(Exception):  # noqa: N818 - a wish, not a fault
    """The call was not made now (rate, breaker, Retry-After of an earlier answer): try again after `seconds`."""

    def __init__(self, seconds: float, reason: str) -> None:
        super().__init__(reason)
        self.seconds = seconds


class CallFailed(Exception):  # noqa: N818 - names what happened
    """The call was made and did not succeed; it is recorded as exchange `exchange_id`."""

    def __init__(self, exchange: Exchange, exchange_id: str, verdict: Verdict) -> None:
        status = exchange.response.status if exchange.response else None
        what = f"HTTP {status}" if status else (exchange.failure.kind if exchange.failure else "no answer")
        super().__init__(verdict.reason or what)
        self.exchange, self.exchange_id, self.verdict = exchange, exchange_id, verdict

    @property
    def status(self) -> int | None:
        return self.exchange.response.status if self.exchange.response else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with the work whose call failed. The clinic may give one; the hub has a plain default.

    Attributes:
        action: "retry" (after the schedule, or `after` seconds), "hold" (until released), "quarantine" (this
            record alone is set aside), "fail" (for good), "unknown" (a write whose outcome nobody knows).
        after: seconds to wait before the retry; None for the schedule.
        holds: what to hold with it: "" nothing more, "operation" or "connection".
    """

    action: Literal["retry", "hold", "quarantine", "fail", "unknown"]
    after: float | None = None
    reason: str = ""
    incident: str = ""
    holds: Literal["", "operation", "connection"] = ""
