"""Form fields that stand inside a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString


def choice(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """A choice whose value reads on in the sentence; `label` names it for screen readers."""
    drawn = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, mark_safe(" selected") if value == chosen else "", text) for value, text in options),
    )
    return format_html('<select name="{}" aria-label="{}">{}</select>', name, label, drawn)
