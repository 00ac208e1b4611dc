"""Our own Markdown as HTML: raw HTML stays text, bare addresses become links."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

ADDRESS = re.compile(r"(?<![\"=>/\w])(https://[^\s<>\"]+[^\s<>\".,;:)。、])")
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=2048)
def rendered(markdown: str) -> SafeString:
    """Prose that ships with the product; never a text that came from outside."""
    html = _markdown.render(markdown).replace("<pre>", '<pre tabindex="0">')
    return mark_safe(ADDRESS.sub(r'<a rel="noreferrer" href="\1">\1</a>', html))  # noqa: S308 - the renderer escapes
