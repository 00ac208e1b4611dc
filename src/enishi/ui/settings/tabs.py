"""The pages of the settings that a person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from enishi.platform.accounts.models import Role
from enishi.ui.pages import may
from enishi.ui.parts import Tab
from enishi.ui.text import say

if TYPE_CHECKING:
    from django.http import HttpRequest

PAGES = (
    ("home", "settings:home", Role.VIEWER),
    ("keys", "settings:keys", Role.INTEGRATOR),
    ("people", "settings:people", Role.KEEPER),
    ("in_force", "settings:in_force", Role.KEEPER),
)


def tabs(request: HttpRequest, here: str) -> list[Tab]:
    """One tab a page, as far as the reader's role reaches."""
    return [
        Tab(say(f"ui.settings.tab.{key}"), reverse(url), current=key == here)
        for key, url, role in PAGES
        if may(request, role)
    ]
