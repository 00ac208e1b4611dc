"""The one error base: a stable code, an HTTP status, named data and a message key.

A conflict with stored state is 409, a malformed value is 422, our own failure is 503.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldError:
    """One reason why one field was refused.

    Attributes:
        pointer: JSON pointer (RFC 6901) into the request body, or ``?name`` for a query parameter.
        code: stable code of the reason, from the doctor's catalogue where it fits.
        why: what is wrong, in the reader's language.
        received: the value as sent, shortened; None when absent.
        expected: what would be accepted, in words.
        did_you_mean: the nearest acceptable value or name, when there is one.
    """

    pointer: str
    code: str
    why: str
    received: Any = None
    expected: str | None = None
    did_you_mean: Any = None


@dataclass(slots=True)
class EnishiError(Exception):
    """Base of all errors that a caller may see.

    Attributes:
        code: stable, never reused, e.g. "SCH03" or "not-found".
        status: HTTP status.
        title: short and the same for every occurrence.
        detail: this occurrence in words: what, where, how to mend it.
        errors: reasons per field.
        data: named values for clients, part of the problem document.
        headers: extra response headers, e.g. Retry-After.
    """

    code: str
    status: int
    title: str
    detail: str = ""
    errors: tuple[FieldError, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code} {self.title}: {self.detail}"
