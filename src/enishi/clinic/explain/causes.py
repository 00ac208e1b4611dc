"""The pages of the causes: all at a glance, and one with everything known about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from enishi.clinic.showing import page_of
from enishi.doctor.engine.catalogue import catalogue
from enishi.doctor.engine.pages import page as written
from enishi.doctor.explaining import explain as meaning
from enishi.ui import prose
from enishi.ui.pages import page
from enishi.ui.parts import Crumb
from enishi.ui.text import language, say, word

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LONGEST_CODE = 100
SLUG = re.compile(r"<code>([a-z]+(?:-[a-z0-9]+)+)</code>")


@dataclass(frozen=True, slots=True)
class Listed:
    """One cause in the list of all."""

    code: str
    title: str
    summary: str
    href: str


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of a cause's page with its text."""

    anchor: str
    heading: str
    html: SafeString


@login_not_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All causes by family."""
    lang = language()
    wanted = request.GET.get("q", "").strip()[:100]
    ordered = sorted(catalogue().causes, key=lambda cause: (cause.family, cause.code))
    whole = len(ordered)
    ordered = (
        [cause for cause in ordered if _fits(cause.slug, cause.code, wanted, lang)] if wanted else ordered
    )
    families = [
        (word("clinic.family", family), [_listed(cause.slug, cause.code, lang) for cause in group])
        for family, group in groupby(ordered, key=lambda cause: cause.family)
    ]
    crumbs = [Crumb(say("ui.nav.explain"), reverse("clinic:explain")), Crumb(say("clinic.causes.title"))]
    context = {"here": "explain", "families": families, "crumbs": crumbs, "count": whole, "q": wanted}
    return page(request, "clinic/causes.html", context)


@login_not_required
@require_safe
def show(request: HttpRequest, what: str) -> HttpResponse:
    """The page of one cause; its code leads to it too."""
    slug = slug_of(what)
    if slug is None and known(what):
        return redirect(f"{reverse('clinic:explain')}?{urlencode({'code': what})}")
    if slug is None:
        raise Http404
    if slug != what:
        return redirect("clinic:cause", slug)
    cause = catalogue().by_slug[slug]
    text = written(slug, language())
    crumbs = [
        Crumb(say("ui.nav.explain"), reverse("clinic:explain")),
        Crumb(say("clinic.causes.title"), reverse("clinic:causes")),
        Crumb(cause.code),
    ]
    context = {
        "here": "explain",
        "cause": cause,
        "text": text,
        "family": word("clinic.family", cause.family),
        "summary": rendered(text.summary),
        "sections": [
            Section(f"s{i}", heading, rendered(body)) for i, (heading, body) in enumerate(text.sections, 1)
        ],
        "crumbs": crumbs,
    }
    return page(request, "clinic/cause.html", context)


def slug_of(what: str) -> str | None:
    """The cause that a code or slug names."""
    known = catalogue()
    found = known.by_code.get(what.upper()) or known.by_slug.get(what.lower())
    return found.slug if found else None


def known(code: str) -> bool:
    """Whether a status or a vendor's code means something."""
    return len(code) <= LONGEST_CODE and bool(with_status(code) or meaning(code, language()))


def with_status(code: str) -> list[Listed]:
    """The causes that usually answer with this status."""
    lang = language()
    if not code.isdecimal():
        return []
    found = [cause for cause in catalogue().causes if int(code) in cause.usual_status]
    return [_listed(cause.slug, cause.code, lang) for cause in sorted(found, key=lambda cause: cause.code)]


def _fits(slug: str, code: str, wanted: str, lang: str) -> bool:
    """Every word that was typed stands in the cause's code, name or summary."""
    text = written(slug, lang)
    where = f"{slug} {code} {text.title} {text.summary}".casefold()
    return all(part in where for part in wanted.casefold().split())


@lru_cache(maxsize=2048)
def rendered(markdown: str) -> SafeString:
    """The prose of a cause, in which names of causes are links to their pages."""
    return mark_safe(SLUG.sub(_linked, prose.rendered(markdown)))  # noqa: S308 - our own prose, escaped by the renderer


def _linked(found: re.Match[str]) -> str:
    slug = found[1]
    return f'<a href="{page_of(slug)}">{found[0]}</a>' if slug in catalogue().by_slug else found[0]


def _listed(slug: str, code: str, lang: str) -> Listed:
    text = written(slug, lang)
    return Listed(code, text.title, text.summary, page_of(slug))
