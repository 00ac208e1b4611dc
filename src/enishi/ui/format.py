"""Values the reader's way: numbers, money, time, names, phones and addresses in Japanese and English."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import phonenumbers

if TYPE_CHECKING:
    from collections.abc import Mapping

WEEKDAYS = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SYMBOLS = {"JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£"}
EXPONENTS = {
    "JPY": 0,
    "KRW": 0,
    "VND": 0,
    "CLP": 0,
    "ISK": 0,
    "KWD": 3,
    "BHD": 3,
    "OMR": 3,
    "TND": 3,
    "JOD": 3,
}
MINUTE, HOUR, DAY = 60, 3600, 86400
NEAR_DAYS = 30


def number(value: float) -> str:
    """Thousands separated by commas, in both languages."""
    return f"{value:,}"


def money(minor: int, currency: str) -> str:
    """An amount of minor units: ``¥12,800``, ``-$12.80``, ``CHF 4.00``."""
    digits = EXPONENTS.get(currency, 2)
    amount = f"{abs(Decimal(minor)).scaleb(-digits):,.{digits}f}"
    sign = "-" if minor < 0 else ""
    symbol = SYMBOLS.get(currency)
    return f"{sign}{symbol}{amount}" if symbol else f"{sign}{currency} {amount}"


def day(value: date, lang: str, today: date, *, weekday: bool = False) -> str:
    """``11月24日（火）`` / ``Tue 24 Nov``; with the year when it is another one than today's."""
    other_year = value.year != today.year
    name = WEEKDAYS[lang][value.weekday()] if weekday else ""
    if lang == "ja":
        text = f"{value.month}月{value.day}日" + (f"（{name}）" if name else "")
        return f"{value.year}年{text}" if other_year else text
    text = f"{name} {value.day} {MONTHS[value.month - 1]}".strip()
    return f"{text} {value.year}" if other_year else text


def clock(value: datetime) -> str:
    """``13:08``."""
    return f"{value:%H:%M}"


def moment(value: datetime, lang: str, now: datetime) -> str:
    """The shortest exact form: today ``13:08``, else with the day, in another year without the hour."""
    if value.date() == now.date():
        return clock(value)
    if value.year != now.year:
        return day(value.date(), lang, now.date())
    gap = "" if lang == "ja" else " "
    return f"{day(value.date(), lang, now.date())}{gap}{clock(value)}"


def exact(value: datetime, lang: str) -> str:
    """Everything down to the second: ``2026年11月24日（火）13:08:11``."""
    never_this_year = date(value.year - 1, 1, 1)
    gap = "" if lang == "ja" else " "
    return f"{day(value.date(), lang, never_this_year, weekday=True)}{gap}{value:%H:%M:%S}"


def relative(value: datetime, lang: str, now: datetime) -> str:
    """``3分前`` / ``3 min ago``, ``2時間後`` / ``in 2 h``; beyond 30 days the day itself."""
    seconds = (now - value).total_seconds()
    size = abs(seconds)
    if size >= NEAR_DAYS * DAY:
        return day(value.date(), lang, now.date())
    if size < 1:
        return {"ja": "たった今", "en": "just now"}[lang]
    amount = duration(timedelta(seconds=size), lang)
    if lang == "ja":
        return f"{amount}前" if seconds > 0 else f"{amount}後"
    return f"{amount} ago" if seconds > 0 else f"in {amount}"


def duration(value: timedelta, lang: str) -> str:
    """The largest unit only: ``3時間`` / ``3 h``, never ``3 h 18 min 4 s``."""
    seconds = int(value.total_seconds())
    for size, ja, en in ((DAY, "日", "day"), (HOUR, "時間", "h"), (MINUTE, "分", "min")):
        if seconds >= size:
            count = seconds // size
            plural = "s" if en == "day" and count != 1 else ""
            return f"{count}{ja}" if lang == "ja" else f"{count} {en}{plural}"
    return f"{seconds}秒" if lang == "ja" else f"{seconds} s"


def span(value: timedelta, lang: str) -> str:
    """The two largest units: ``3時間18分`` / ``3 h 18 min``."""
    seconds = int(value.total_seconds())
    first = duration(value, lang)
    size = next((unit for unit in (DAY, HOUR, MINUTE) if seconds >= unit), 1)
    rest = seconds % size if size > 1 else 0
    if rest < {DAY: HOUR, HOUR: MINUTE, MINUTE: 1, 1: 1}[size]:
        return first
    gap = "" if lang == "ja" else " "
    return f"{first}{gap}{duration(timedelta(seconds=rest), lang)}"


def phone(e164: str, lang: str) -> str:
    """A Japanese number in its national form (``090-1234-5678``), in English and for others with +81."""
    try:
        parsed = phonenumbers.parse(e164, "JP")
    except phonenumbers.NumberParseException:
        return e164
    national = lang == "ja" and parsed.country_code == phonenumbers.country_code_for_region("JP")
    style = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(parsed, style.NATIONAL if national else style.INTERNATIONAL))


def address(parts: Mapping[str, str], lang: str) -> tuple[str, ...]:
    """Lines of an address: from the largest place down in Japanese, up from the house in English.

    Args:
        parts: any of postal_code, region, city, street, building, country (ISO 3166 alpha-2).
        lang: the reader's language.
    """
    postal = parts.get("postal_code") or ""
    region, city, street, building = (
        parts.get(key) or "" for key in ("region", "city", "street", "building")
    )
    country = parts.get("country") or "JP"
    abroad = country if country != "JP" else ""
    if lang == "ja":
        lines = (f"〒{postal}" if postal else "", f"{region}{city}{street}", building, abroad)
    else:
        place = ", ".join(part for part in (city, region) if part)
        lines = (building, street, f"{place} {postal}".strip(), abroad)
    return tuple(line for line in lines if line)
