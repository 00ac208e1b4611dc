"""One stylesheet from one CSS file a component, named by its content so that browsers keep it for good."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "static" / "ui" / "css"
FIRST = ("tokens", "base", "frame")


class Stylesheet(NamedTuple):
    """All components in one text, with the first characters of its hash."""

    css: str
    name: str


@cache
def stylesheet() -> Stylesheet:
    """Tokens and base come first; after them the order says nothing, so it is alphabetical."""
    return build()


def build() -> Stylesheet:
    found = {path.stem: path.read_text("utf-8") for path in FOLDER.glob("*.css")}
    order = [*FIRST, *sorted(found.keys() - set(FIRST))]
    css = "\n".join(found[name] for name in order)
    return Stylesheet(css, sha256(css.encode()).hexdigest()[:12])
