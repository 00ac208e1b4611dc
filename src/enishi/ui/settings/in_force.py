"""What is in force, and where each value came from; for the keeper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from enishi.platform.accounts.models import Role
from enishi.platform.config import options
from enishi.ui.pages import page, role_needed
from enishi.ui.settings.tabs import tabs
from enishi.ui.text import language, say

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from enishi.platform.config.options import InForce


@require_safe
@role_needed(Role.KEEPER)
def show(request: HttpRequest) -> HttpResponse:
    rows = [_row(value) for value in options.all_in_force()]
    return page(
        request,
        "ui/settings/in_force.html",
        {"here": "settings", "tabs": tabs(request, "in_force"), "rows": rows},
    )


def _row(value: InForce) -> dict[str, str]:
    known = {"environment": "ui.settings.in_force.environment", "default": "ui.settings.in_force.default"}
    source = say(known[value.source]) if value.source in known else value.source
    why = value.option.why_ja if language() == "ja" else value.option.why_en
    return {"name": value.option.name, "value": value.shown, "source": source, "why": why}
