"""Who did something, by the name that people know them by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.platform.accounts.models import User
from enishi.ui.text import word

if TYPE_CHECKING:
    from collections.abc import Iterable


def names(actors: Iterable[str]) -> dict[str, str]:
    """Names by actor as stored ("user:sakura@example.jp"); asks the database once."""
    known = set(actors)
    mails = {actor.partition(":")[2] for actor in known if actor.startswith("user:")}
    people = dict(User.objects.filter(email__in=mails).values_list("email", "name")) if mails else {}
    return {actor: _told(actor, people) for actor in known}


def name(actor: str) -> str:
    return names([actor])[actor]


def _told(actor: str, people: dict[str, str]) -> str:
    kind, _, who = actor.partition(":")
    if kind == "user":
        return people.get(who) or who
    return word("clinic.actor", kind)
