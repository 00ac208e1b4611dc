"""Paste what failed, read what is wrong. Public, stores nothing, calls nobody."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from enishi.clinic import showing
from enishi.clinic.explain import causes, pace
from enishi.doctor import diagnose
from enishi.doctor.evidence import from_text
from enishi.doctor.explaining import explain as meaning
from enishi.platform import context
from enishi.ui.pages import page
from enishi.ui.text import language, say

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from enishi.clinic.showing import Shown

EXAMPLES = ("expired", "scope", "version", "limit", "charset", "timeout")
FOLDER = Path(__file__).parent / "examples"
MOST_BYTES = 1_000_000
MOST_CALLS = 5


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: HttpRequest) -> HttpResponse:
    """The form, and below it the diagnosis of what was pasted, uploaded or tried."""
    code = request.GET.get("code", "").strip()[:100]
    if code and causes.slug_of(code):
        return redirect("clinic:cause", causes.slug_of(code))
    if request.method == "POST" and not pace.may(context.address(request)):
        return render(request, "429.html", status=429)
    text, problem = _given(request)
    found = _diagnoses(text) if text and not problem else []
    shown = {
        "here": "explain",
        "text": text,
        "problem": problem,
        "found": found,
        "examples": [(name, say(f"clinic.explain.example.{name}")) for name in EXAMPLES],
        "code": code,
        "vendor": request.GET.get("vendor", "").strip()[:60],
        "means": meaning(code, language(), vendor=request.GET.get("vendor", "").strip()[:60]) if code else "",
        "candidates": causes.with_status(code) if code else [],
    }
    response = page(request, "clinic/explain.html", shown, fragment="clinic/_explained.html")
    response["Cache-Control"] = "no-store"
    return response


def _given(request: HttpRequest) -> tuple[str, str]:
    """The text to read, and what is wrong with it."""
    example = request.GET.get("try", "")
    if example in EXAMPLES:
        return (FOLDER / f"{example}.txt").read_text("utf-8"), ""
    if request.method != "POST":
        return "", ""
    upload = request.FILES.get("file")
    if upload is not None and (upload.size or 0) > MOST_BYTES:
        return "", say("clinic.explain.too_large")
    text = upload.read().decode("utf-8", "replace") if upload is not None else request.POST.get("text", "")
    text = text.strip()
    if len(text) > MOST_BYTES:
        return text[:MOST_BYTES], say("clinic.explain.too_large")
    return text, "" if text else say("clinic.explain.nothing")


def _diagnoses(text: str) -> list[Shown]:
    """One diagnosis a failing call; a recording of a browser may hold several."""
    calls = from_text(text)[:MOST_CALLS]
    return [showing.show(diagnose(call), call, group=f"e{i}") for i, call in enumerate(calls)]
