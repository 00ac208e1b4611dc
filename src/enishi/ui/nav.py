"""The navigation: every room has its place in the order; only pages that exist are shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Place:
    """One entry: `key` names its text (ui.nav.<key>) and icon, `url` its page; public needs no sign-in."""

    key: str
    url: str
    public: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as drawn: where it leads, whether the reader is there, how many things wait for a person."""

    key: str
    href: str
    current: bool
    count: int


GROUPS: tuple[tuple[Place, ...], ...] = (
    (Place("home", "home"),),
    (
        Place("customers", "customers:list"),
        Place("companies", "companies:list"),
        Place("deals", "sales:list"),
        Place("orders", "orders:list"),
        Place("feedback", "feedback:list"),
    ),
    (
        Place("segments", "segments:list"),
        Place("campaigns", "campaigns:list"),
        Place("insight", "insight:home"),
    ),
    (
        Place("connections", "hub:connections"),
        Place("incidents", "clinic:incidents"),
        Place("explain", "clinic:explain", public=True),
    ),
    (Place("settings", "settings:home"),),
)
_counts: dict[str, Callable[[HttpRequest], int]] = {}


def count_with(key: str, count: Callable[[HttpRequest], int]) -> None:
    """Let a room say how many of its things wait for a person; called once, when the room starts."""
    _counts[key] = count


def groups(request: HttpRequest, *, here: str = "") -> list[list[Entry]]:
    """The entries to draw; `here` is the key of the place that the page belongs to."""
    known = request.user.is_authenticated
    drawn = [
        [_entry(request, place, here) for place in group if (known or place.public) and _href(place.url)]
        for group in GROUPS
    ]
    return [entries for entries in drawn if entries]


def waiting(request: HttpRequest) -> int:
    """How many things wait for a person in all rooms together."""
    return sum(_count(request, key) for key in _counts) if request.user.is_authenticated else 0


@cache
def _href(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _entry(request: HttpRequest, place: Place, here: str) -> Entry:
    return Entry(place.key, _href(place.url), place.key == here, _count(request, place.key))


def _count(request: HttpRequest, key: str) -> int:
    """Asked once a request: menu and phone button show the same number."""
    known: dict[str, int] = request.__dict__.setdefault("_waiting", {})
    if key not in known:
        count = _counts.get(key)
        known[key] = count(request) if count else 0
    return known[key]
