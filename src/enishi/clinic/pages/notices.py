"""What is wrong with a connection now, for the pages of the hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from enishi.clinic.models import OPEN, Incident, State
from enishi.clinic.pages import words
from enishi.doctor.engine.pages import page as written
from enishi.hub.pages.extensions import Notice
from enishi.ui.text import language

if TYPE_CHECKING:
    from collections.abc import Sequence


def notices(connection_ids: Sequence[str]) -> dict[str, Notice]:
    """The loudest open incident of each connection."""
    found = Incident.objects.filter(connection_id__in=connection_ids, state__in=OPEN).defer(
        "diagnosis", "call"
    )
    ordered = sorted(found, key=lambda one: words.LOUDNESS.index(State(one.state)), reverse=True)
    return {one.connection_id: _notice(one) for one in ordered}


def _notice(incident: Incident) -> Notice:
    cause = written(incident.cause, language()).title or incident.cause
    return Notice(cause, reverse("clinic:incident", args=[incident.id]), words.SHAPES[incident.state])
