"""JSON pointers (RFC 6901) on values that are never changed in place; `*` stands for every element or member."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

MISSING: Any = object()
Change = "Callable[[Any], Any]"


def parts(pointer: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def changed(data: Any, pointer: str, change: Callable[[Any], Any]) -> Any:
    """A copy in which the value at the pointer is replaced by `change(value)`; MISSING removes it.

    A place that does not exist is given to `change` as MISSING only when its parent does exist.
    """
    return _changed(data, parts(pointer), change)


def _changed(data: Any, path: list[str], change: Callable[[Any], Any]) -> Any:
    if not path:
        return change(data)
    name, rest = path[0], path[1:]
    if isinstance(data, dict):
        return _in_object(data, name, rest, change)
    if isinstance(data, list):
        return _in_list(data, name, rest, change)
    return data


def _in_object(
    data: dict[str, Any], name: str, rest: list[str], change: Callable[[Any], Any]
) -> dict[str, Any]:
    copy = dict(data)
    for key in list(copy) if name == "*" else [name]:
        if key not in copy and rest:
            continue
        value = _changed(copy.get(key, MISSING), rest, change)
        if value is MISSING:
            copy.pop(key, None)
        else:
            copy[key] = value
    return copy


def _in_list(data: list[Any], name: str, rest: list[str], change: Callable[[Any], Any]) -> list[Any]:
    if name != "*" and not (name.isdigit() and int(name) < len(data)):
        return data
    wanted = range(len(data)) if name == "*" else [int(name)]
    values = [_changed(item, rest, change) if index in wanted else item for index, item in enumerate(data)]
    return [value for value in values if value is not MISSING]


def renamed(data: Any, pointer: str, to: str) -> Any:
    """A copy in which the member at the pointer has another name, at the same position; nothing is overwritten."""
    *parents, old = parts(pointer)

    def rename(parent: Any) -> Any:
        if not isinstance(parent, dict) or old not in parent or to in parent:
            return parent
        return {to if key == old else key: value for key, value in parent.items()}

    return _changed(data, parents, rename)
