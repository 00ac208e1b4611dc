"""HTML made of calls: every text is escaped where it is put in."""

from __future__ import annotations

from html import escape

VOID = {"meta", "link", "input", "br"}
Attribute = str | bool | int | None


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def h(tag: str, *children: str, **attributes: Attribute) -> Html:
    """An element; `class_` and `for_` lose their mark, `data_x` becomes data-x, False and None are left out."""
    opening = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in VOID:
        return Html(f"<{tag}{opening}>")
    return Html(f"<{tag}{opening}>{join(children)}</{tag}>")


def join(children: tuple[str, ...] | list[Html] | list[str]) -> Html:
    return Html(
        "".join(child if isinstance(child, Html) else escape(child, quote=False) for child in children)
    )


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    shown = name.rstrip("_").replace("_", "-")
    return f" {shown}" if value is True else f' {shown}="{escape(str(value))}"'
