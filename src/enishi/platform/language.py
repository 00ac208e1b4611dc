"""The language in which the present reader is spoken to: "ja" or "en"."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation

from enishi.kernel.strings import LANGUAGES


def current() -> str:
    """The language Django activated for this request, else the installation's own."""
    spoken = (translation.get_language() or settings.LANGUAGE_CODE)[:2]
    return spoken if spoken in LANGUAGES else settings.LANGUAGE_CODE
