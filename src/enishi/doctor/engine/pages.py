"""The page of a cause in one language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from enishi.doctor.engine.catalogue import catalogue, folder_of
from enishi.doctor.engine.words import Text


@dataclass(frozen=True, slots=True)
class Page:
    """`sections` are (heading, Markdown) pairs in order."""

    title: str
    summary: str
    sections: tuple[tuple[str, str], ...]


@lru_cache(maxsize=512)
def page(slug: str, lang: str) -> Page:
    """The page of a cause; a page without text when the file is not there."""
    path = folder_of(catalogue().by_slug[slug]) / f"{'ja' if lang.startswith('ja') else 'en'}.md"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return Page(slug.partition("-")[2].replace("-", " "), "", ())
    return parse(text)


def parse(text: str) -> Page:
    head, *rest = text.split("\n## ")
    title, _, summary = head.strip().partition("\n")
    sections = tuple(
        (heading.strip(), body.strip()) for heading, _, body in (part.partition("\n") for part in rest)
    )
    return Page(title.removeprefix("# ").strip(), summary.strip(), sections)


def name_of(slug: str) -> Text:
    return Text(page(slug, "en").title, page(slug, "ja").title)


def summary_of(slug: str) -> Text:
    return Text(page(slug, "en").summary, page(slug, "ja").summary)
