"""A webhook as it reached us, with the answer that we gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.evidence.phases import failure_of
from enishi.kernel.exchange import Exchange, Headers, Request, Response

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


def from_webhook(
    *,
    headers: Iterable[tuple[str, str]],
    body: bytes,
    path: str = "",
    method: str = "POST",
    answered: int | None = None,
    problem: str = "",
    received_at: datetime | None = None,
) -> Exchange:
    """The exchange of a call to us; `answered` is the status that we gave, `problem` why it was refused or failed."""
    pairs: Headers = tuple((str(name), str(value)) for name, value in headers)
    return Exchange(
        request=Request(method, path or None, pairs, bytes(body)),
        response=Response(answered) if answered else None,
        failure=failure_of("", problem) if problem else None,
        direction="in",
        started_at=received_at,
    )
