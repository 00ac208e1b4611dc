"""Five-field cron lines: minute, hour, day of month, month, day of week (0 or 7 is Sunday)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_FIELDS = 5
_SUNDAY = 7
_SEARCH = timedelta(days=366 * 5)


@dataclass(frozen=True, slots=True)
class Cron:
    """A parsed line. When both day fields are restricted, either may match, as cron does."""

    line: str
    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    any_day: bool
    any_weekday: bool

    @classmethod
    def parse(cls, line: str) -> Cron:
        """Read a line.

        Raises:
            ValueError: naming the field that cannot be read.
        """
        fields = line.split()
        if len(fields) != _FIELDS:
            message = f"cron line {line!r}: five fields are needed, {len(fields)} found"
            raise ValueError(message)
        sets = [_values(text, *bounds) for text, bounds in zip(fields, _BOUNDS, strict=True)]
        minutes, hours, days, months, weekdays = sets
        weekdays = frozenset(day % _SUNDAY for day in weekdays)
        return cls(line, minutes, hours, days, months, weekdays, fields[2] == "*", fields[4] == "*")

    def after(self, moment: datetime) -> datetime:
        """The first matching minute after `moment`, in its time zone.

        Raises:
            ValueError: when no date within five years matches (31 February).
        """
        at = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
        end = at + _SEARCH
        while at < end:
            if at.month not in self.months or not self._day(at):
                at = at.replace(hour=0, minute=0) + timedelta(days=1)
            elif at.hour not in self.hours:
                at = at.replace(minute=0) + timedelta(hours=1)
            elif at.minute not in self.minutes:
                at += timedelta(minutes=1)
            else:
                return at
        message = f"cron line {self.line!r} never matches"
        raise ValueError(message)

    def _day(self, at: datetime) -> bool:
        day, weekday = at.day in self.days, at.isoweekday() % _SUNDAY in self.weekdays
        if self.any_day or self.any_weekday:
            return day and weekday
        return day or weekday


def _values(text: str, low: int, high: int) -> frozenset[int]:
    found: set[int] = set()
    for part in text.split(","):
        span, _, step_text = part.partition("/")
        first, _, last = span.partition("-")
        try:
            step = int(step_text or 1)
            start = low if span == "*" else int(first)
            end = high if span == "*" or (step_text and not last) else int(last or first)
        except ValueError:
            message = f"cron field {text!r}: {part!r} is not a number, range or *"
            raise ValueError(message) from None
        if not (low <= start <= end <= high) or step < 1:
            message = f"cron field {text!r}: {part!r} is outside {low}-{high}"
            raise ValueError(message)
        found.update(range(start, end + 1, step))
    return frozenset(found)
