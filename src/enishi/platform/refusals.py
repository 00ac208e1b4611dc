"""Errors that a caller may see, worded in the reader's language.

The code names the fault as the doctor's catalogue does; the words stand in ``strings.*.toml`` under
``problem.<code>``. A room with words of its own passes their key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from enishi.kernel.errors import EnishiError
from enishi.kernel.strings import t
from enishi.platform import language

if TYPE_CHECKING:
    from enishi.kernel.errors import FieldError


def refuse(
    code: str,
    status: int,
    *,
    key: str = "",
    errors: tuple[FieldError, ...] = (),
    headers: dict[str, str] | None = None,
    **values: Any,
) -> EnishiError:
    """An error to raise; `values` fill its words and stand in the problem document as members.

    Args:
        code: "CON02" from the doctor's catalogue, or a slug of our own such as "not-found".
        status: HTTP status.
        key: where the words are (`<key>.title`, `<key>.detail`); ``platform.problem.<code>`` by default.
        errors: reasons per field.
        headers: extra response headers.
        values: named values of this occurrence.
    """
    place, lang = key or f"platform.problem.{code}", language.current()
    return EnishiError(
        code=code,
        status=status,
        title=t(f"{place}.title", lang),
        detail=t(f"{place}.detail", lang, **values),
        errors=errors,
        data=values,
        headers=headers or {},
    )


def not_found(record: str) -> EnishiError:
    """No record has this id (or the caller may not know that it exists)."""
    return refuse("not-found", 404, id=record)


def taken(*, pointer: str, value: str, holder: str) -> EnishiError:
    """Another record (`holder`) has this value already, and only one may."""
    return refuse("CON01", 409, pointer=pointer, value=value, holder=holder)


def stale(*, current: str) -> EnishiError:
    """The record was changed since the caller read it; `current` is its ETag now."""
    return refuse("CON02", 412, current=current, headers={"ETag": current})
