"""One request with its response: the value that the hub records and the doctor reads.

Every part may be missing: evidence from the field is rarely complete.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

Headers = tuple[tuple[str, str], ...]


def header(headers: Headers | None, name: str) -> str | None:
    """First value of a header, compared without case; None when absent or when no header is known."""
    wanted = name.lower()
    return next((value for key, value in headers or () if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it left (or would leave) the caller."""

    method: str | None = None
    url: str | None = None
    headers: Headers | None = None
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """A response as it arrived, before any decoding."""

    status: int | None = None
    headers: Headers | None = None
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """What the client raised instead of (or after) a response.

    Attributes:
        kind: class name of the exception, e.g. "ConnectionRefusedError"; may be empty.
        message: its text, redacted.
        phase: where it happened: "dns", "connect", "tls", "send", "wait", "read" or "" when unknown.
        sent: whether bytes of the request had left; None when unknown. True with no response means
            that the outcome of a write is unknown.
    """

    kind: str = ""
    message: str = ""
    phase: str = ""
    sent: bool | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """One attempt at one call.

    Attributes:
        direction: "out" for our call to another system, "in" for a webhook that reached us.
        started_at: aware UTC time at which the attempt began.
        elapsed: seconds until the answer or the failure.
        timings: seconds by phase ("dns", "connect", "tls", "send", "wait", "read").
    """

    request: Request = field(default_factory=Request)
    response: Response | None = None
    failure: Failure | None = None
    direction: str = "out"
    started_at: datetime | None = None
    elapsed: float | None = None
    timings: tuple[tuple[str, float], ...] = ()
