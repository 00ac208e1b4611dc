"""Text in the reader's language: the tables of `kernel.strings` with Django's active language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from enishi.kernel import strings


def language() -> str:
    """Language of the page being made: "ja" or "en"."""
    active = (get_language() or strings.LANGUAGES[0]).partition("-")[0]
    return active if active in strings.LANGUAGES else strings.LANGUAGES[0]


def say(key: str, /, **values: Any) -> str:
    """The text of `key` in the reader's language; plain, not yet escaped."""
    return strings.t(key, language(), **values)


def word(group: str, name: str) -> str:
    """The text of a state, kind or other closed value; the bare name when the tables do not know it."""
    key = f"{group}.{name}"
    return strings.t(key, language()) if strings.exists(key) else name
