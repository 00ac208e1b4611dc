"""The language of the terminal."""

from __future__ import annotations

import os

from enishi.kernel.strings import LANGUAGES
from enishi.platform.config import options


def of_terminal() -> str:
    """By LC_ALL, LC_MESSAGES or LANG, as other programs do; the installation's own when none is set."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    if not named:
        return options.value("ENISHI_LANGUAGE")
    return named[:2] if named[:2] in LANGUAGES else "en"
