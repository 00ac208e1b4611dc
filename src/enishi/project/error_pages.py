"""GET /errors/<code>: what a code in a problem document means and what to do about it.

Codes of the doctor's catalogue show the cause's own page, codes of our own their words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from enishi.doctor.engine.catalogue import catalogue
from enishi.doctor.engine.pages import page
from enishi.kernel import strings
from enishi.platform import language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

PLACEHOLDER = re.compile(r"\{(\w+)[^}]*\}")
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@require_safe
def error_page(request: HttpRequest, code: str) -> HttpResponse:
    lang = language.current()
    cause = catalogue().by_code.get(code)
    ours = strings.exists(f"platform.problem.{code}.detail")
    if cause is None and not ours:
        raise Http404(code)
    sheet = page(cause.slug, lang) if cause else None
    context = {
        "code": code,
        "slug": cause.slug if cause else "",
        "title": sheet.title if sheet else strings.t(f"platform.problem.{code}.title", lang),
        "lead": sheet.summary if sheet else "",
        "here": _own_words(code, lang) if ours else "",
        "sections": [(heading, _prose(body)) for heading, body in sheet.sections] if sheet else [],
    }
    return render(request, "project/error.html", context)


def _own_words(code: str, lang: str) -> str:
    """Our sentence with the names of its values in their places."""
    return PLACEHOLDER.sub(r"‹\1›", strings.pattern(f"platform.problem.{code}.detail", lang))


def _prose(text: str) -> SafeString:
    html: str = _markdown.render(text).replace("<pre>", '<pre tabindex="0">')  # scrolled by keyboard too
    return mark_safe(html)  # noqa: S308 - our own files, and HTML in them is escaped
