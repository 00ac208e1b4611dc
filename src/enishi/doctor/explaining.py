"""Explains a cause, an HTTP status or a vendor's error code, from what is shipped with the product."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.dialects import library
from enishi.doctor.engine.catalogue import catalogue
from enishi.doctor.engine.pages import page
from enishi.doctor.engine.words import Text, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enishi.doctor.engine.cause import Cause
    from enishi.doctor.engine.dialect import Dialect, Saying

_STATUS = Text("Causes that are answered with status {status}", "ステータス{status}で返される原因")
_LEVELS = {
    "safe": Text("automatic", "自動"),
    "ask": Text("approve", "承認"),
    "person": Text("person", "担当者"),
}


def explain(what: str, lang: str, *, vendor: str = "") -> str | None:
    """The explanation as text; None when nothing is known about it."""
    wanted = what.strip()
    found = catalogue().by_code.get(wanted.upper()) or _by_slug(wanted.lower())
    if found is not None:
        return _cause(found, lang)
    if re.fullmatch(r"[1-5]\d\d", wanted) and not vendor:
        return _status(int(wanted), lang)
    entries = list(_sayings(wanted, vendor))
    return _codes(wanted, entries, lang) if entries else None


def _by_slug(slug: str) -> Cause | None:
    by_slug = catalogue().by_slug
    return by_slug.get(slug) or next(
        (cause for name, cause in by_slug.items() if name.partition("-")[2] == slug), None
    )


def _cause(cause: Cause, lang: str) -> str:
    text = page(cause.slug, lang)
    parts = [f"{cause.code} {cause.slug}", "", text.title, "", text.summary]
    for heading, body in text.sections:
        parts += ["", f"## {heading}", body]
    return "\n".join(parts)


def _status(status: int, lang: str) -> str | None:
    usual = [cause for cause in catalogue().causes if status in cause.usual_status]
    possible = [cause for cause in catalogue().causes if status in cause.possible_status]
    if not usual and not possible:
        return None
    lines = [_STATUS.of(lang).format(status=status), ""]
    lines += [
        f"  {cause.code} {page(cause.slug, lang).title} ({cause.slug})"
        for cause in sorted(usual, key=lambda one: -one.base)
    ]
    lines += (
        [""] + [f"  ({cause.code} {page(cause.slug, lang).title})" for cause in possible[:12]]
        if possible
        else []
    )
    return "\n".join(lines)


def _sayings(code: str, vendor: str) -> Iterator[tuple[Dialect, Saying]]:
    wanted = plain(code)
    one = library.find(vendor, "") if vendor else None
    for dialect in (one,) if one else (*library.all_dialects(), *library.shared()):
        for saying in dialect.sayings:
            if saying.code and plain(saying.code) == wanted:
                yield dialect, saying


def _codes(code: str, entries: list[tuple[Dialect, Saying]], lang: str) -> str:
    lines = [code, ""]
    for dialect, saying in entries[:12]:
        cause = catalogue().by_slug.get(saying.cause)
        lines.append(f"{dialect.name}: {saying.means.of(lang) if saying.means else ''}")
        if cause is not None:
            lines.append(f"  → {cause.code} {page(cause.slug, lang).title} ({cause.slug})")
            lines += [
                f"    {_LEVELS[remedy.level].of(lang)}: {remedy.title.of(lang)}"
                for remedy in cause.remedies[:3]
            ]
        if saying.source in dialect.sources:
            lines.append(f"  {dialect.sources[saying.source]}")
        lines.append("")
    return "\n".join(lines).rstrip()
