"""An incident in words that a shop owner understands: what happened, since when, what is asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.utils import timezone

from enishi.clinic.models import State
from enishi.clinic.pages import people
from enishi.doctor.engine.catalogue import catalogue
from enishi.doctor.engine.pages import page as written
from enishi.hub.sdk.registry import UnknownConnectorError, manifest
from enishi.ui import format as shown
from enishi.ui.parts import State as Shape
from enishi.ui.parts import StateName
from enishi.ui.text import language, say, word

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from enishi.clinic.models import Incident
    from enishi.hub.connections.models import Connection
    from enishi.hub.exchanges.models import ExchangeRow

SHAPES: dict[str, StateName] = {
    State.TREATING: "waiting",
    State.WAITING: "waiting",
    State.ASKING: "person",
    State.PERSON: "person",
    State.REPLAYING: "waiting",
    State.RESOLVED: "good",
    State.DISMISSED: "idle",
}
LOUDNESS = (State.PERSON, State.ASKING, State.TREATING, State.WAITING, State.REPLAYING)
SECONDS_MATTER = timedelta(minutes=10)
SHORT = timedelta(minutes=2)
MATTERS = frozenset({"order", "customer", "refund", "note", "product", "event", "intake"})
WAYS = {"me": "account", "webhook": "webhook", "webhooks": "webhook", "subscription": "silent"}


def state(incident: Incident) -> Shape:
    """Where it stands, in one word with its shape."""
    return Shape(SHAPES[incident.state], say(f"clinic.state.{incident.state}"))


def cause(slug: str) -> str:
    """The title of a cause; one that a later version no longer knows stands under its slug."""
    return written(slug, language()).title if slug in catalogue().by_slug else slug


def when(moment: datetime) -> str:
    """The shortest exact time in the reader's way."""
    return shown.moment(timezone.localtime(moment), language(), timezone.localtime())


def matter(incident: Incident) -> str:
    """What the failing calls are about: orders, customers, notices and so on."""
    group = incident.operation.partition(".")[0]
    found = group if group in MATTERS else group.removesuffix("s")
    return say(f"clinic.matter.{found if found in MATTERS else 'other'}")


def way(incident: Incident, connection: Connection | None) -> str:
    """What stands still: something does not arrive, cannot be fetched or sent, or the connection itself."""
    group = incident.operation.partition(".")[0]
    if group in WAYS:
        return WAYS[group]
    if not incident.call:
        return "arrive"
    try:
        operation = manifest(connection.connector).operation(incident.operation) if connection else None
    except (LookupError, UnknownConnectorError):
        operation = None
    return "fetch" if operation and operation.safe else "send"


def title(incident: Incident, name: str, connection: Connection | None) -> str:
    """The heading: what does not work, or did not, as the people of the shop would say it."""
    tense = "title_now" if incident.open else "title_then"
    key = f"clinic.happened.{way(incident, connection)}.{tense}"
    return say(key, connection=name, matter=matter(incident))


def happened(incident: Incident, name: str, connection: Connection | None) -> str:
    """The first sentence of the story: effect first, with its time."""
    key = f"clinic.happened.{way(incident, connection)}"
    values = {"connection": name, "matter": matter(incident)}
    if incident.resolved_at:
        return say(f"{key}.then", span=_span(incident), **values)
    return say(f"{key}.now", since=when(incident.opened_at), **values)


def _span(incident: Incident) -> str:
    """From when to when; so short a time is told by its length."""
    assert incident.resolved_at
    if incident.resolved_at - incident.opened_at < SHORT:
        return say("clinic.span.short", length=lasted(incident))
    return say("clinic.span.long", since=when(incident.opened_at), until=_until(incident))


def done(incident: Incident, told: Mapping[str, Any]) -> str:
    """What ended it, in one sentence; empty while it lasts."""
    if incident.state not in (State.RESOLVED, State.REPLAYING):
        return ""
    if incident.resolution in ("recovered", "person"):
        return say(f"clinic.done.{incident.resolution}")
    names = {remedy["slug"]: remedy["title"] for remedy in told.get("remedies", ())}
    remedy = names.get(incident.resolution, incident.resolution)
    by = next((one["by"] for one in incident.applied if one["remedy"] == incident.resolution), "system")
    if by == "system":
        return say("clinic.done.itself", remedy=remedy)
    return say("clinic.done.approved", remedy=remedy, by=people.name(by))


def answered(row: ExchangeRow, name: str) -> str:
    """When the call was made, and what came back or did not."""
    host = urlsplit(row.url).hostname or ""
    place = (
        say("clinic.answered.place", connection=name, host=host) if host and row.direction == "out" else name
    )
    at = f"{timezone.localtime(row.started_at):%H:%M:%S}"
    if row.direction == "in":
        return say("clinic.answered.refused", at=at, place=place, status=row.status or "")
    if row.status is None:
        phase = word("clinic.phase", row.failure_phase) if row.failure_phase else ""
        return say("clinic.answered.silent", at=at, place=place, phase=phase or say("clinic.phase.wait"))
    return say("clinic.answered.status", at=at, place=place, status=row.status)


def _until(incident: Incident) -> str:
    """The end, without its day when that is the day of the beginning."""
    began, ended = timezone.localtime(incident.opened_at), timezone.localtime(incident.resolved_at)
    return shown.clock(ended) if began.date() == ended.date() else when(ended)


def nothing_lost(incident: Incident, held: int) -> str:
    """How much is held and that none of it is lost; what was set aside is said."""
    replayed = sum(count for kind, count in incident.replayed.items() if kind != "set_aside")
    aside = incident.replayed.get("set_aside", 0)
    if incident.open and held:
        return say("clinic.held.now", count=held)
    if aside:
        return say("clinic.held.aside", count=aside)
    if not incident.open and replayed:
        return say("clinic.held.taken_in", count=replayed)
    return say("clinic.held.none")


def asked(incident: Incident) -> str:
    """What is asked of the reader: often nothing."""
    if incident.state == State.WAITING and incident.next_try_at:
        return say("clinic.asked.waiting", at=when(incident.next_try_at))
    if incident.state == State.WAITING:
        return say("clinic.asked.treating")
    return say(f"clinic.asked.{incident.state}")


def lasted(incident: Incident) -> str:
    """From the first failure to the end, or to now."""
    length = (incident.resolved_at or timezone.now()) - incident.opened_at
    short = length < SECONDS_MATTER
    return shown.span(length, language()) if short else shown.span(_minutes(length), language())


def _minutes(length: timedelta) -> timedelta:
    return timedelta(minutes=length // timedelta(minutes=1))
