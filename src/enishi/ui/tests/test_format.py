"""Values are shown the reader's way."""

from datetime import UTC, date, datetime, timedelta

import pytest

from enishi.ui import format as shown

NOW = datetime(2026, 11, 24, 13, 8, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (12800, "JPY", "¥12,800"),
        (-12800, "JPY", "-¥12,800"),
        (1280, "USD", "$12.80"),
        (5, "USD", "$0.05"),
        (400, "CHF", "CHF 4.00"),
        (1500, "KWD", "KWD 1.500"),
    ],
)
def test_money_knows_the_minor_units(minor, currency, text):
    """Yen have no minor unit, dinars three digits; a minus stands before the symbol."""
    assert shown.money(minor, currency) == text


@pytest.mark.parametrize(
    ("ago", "ja", "en"),
    [
        (timedelta(seconds=20), "20秒前", "20 s ago"),
        (timedelta(minutes=3, seconds=50), "3分前", "3 min ago"),
        (timedelta(hours=5), "5時間前", "5 h ago"),
        (timedelta(days=1), "1日前", "1 day ago"),
        (timedelta(days=2), "2日前", "2 days ago"),
        (timedelta(days=55), "9月30日", "30 Sep"),
        (timedelta(days=400), "2025年10月20日", "20 Oct 2025"),
        (-timedelta(hours=2), "2時間後", "in 2 h"),
        (timedelta(0), "たった今", "just now"),
    ],
)
def test_relative_times_end_at_a_month(ago, ja, en):
    """Near times are counted, far ones are named."""
    assert shown.relative(NOW - ago, "ja", NOW) == ja
    assert shown.relative(NOW - ago, "en", NOW) == en


def test_moments_are_as_short_as_they_stay_exact():
    """Today needs the clock only, another day its date, another year no clock."""
    assert shown.moment(NOW, "ja", NOW) == "13:08"
    assert shown.moment(NOW - timedelta(days=1), "ja", NOW) == "11月23日13:08"
    assert shown.moment(NOW - timedelta(days=1), "en", NOW) == "23 Nov 13:08"
    assert shown.moment(NOW - timedelta(days=400), "en", NOW) == "20 Oct 2025"


def test_exact_time_has_weekday_and_seconds():
    """What a pointer reveals leaves nothing out."""
    assert shown.exact(NOW, "ja") == "2026年11月24日（火）13:08:11"
    assert shown.exact(NOW, "en") == "Tue 24 Nov 2026 13:08:11"


def test_day_names_the_year_only_when_it_differs():
    """This year's days are short."""
    assert shown.day(date(2026, 3, 8), "ja", NOW.date(), weekday=True) == "3月8日（日）"
    assert shown.day(date(2025, 3, 8), "en", NOW.date(), weekday=True) == "Sat 8 Mar 2025"


@pytest.mark.parametrize(
    ("span", "ja", "en"),
    [
        (timedelta(hours=3, minutes=18, seconds=9), "3時間18分", "3 h 18 min"),
        (timedelta(hours=3, seconds=9), "3時間", "3 h"),
        (timedelta(seconds=42), "42秒", "42 s"),
        (timedelta(minutes=1, seconds=5), "1分5秒", "1 min 5 s"),
        (timedelta(days=2, hours=1), "2日1時間", "2 days 1 h"),
    ],
)
def test_a_length_of_time_has_two_units(span, ja, en):
    """Enough to understand, no more."""
    assert shown.span(span, "ja") == ja
    assert shown.span(span, "en") == en


def test_phones_are_national_at_home():
    """A Japanese reader sees 0 first, others the country code; nonsense stays as it is."""
    assert shown.phone("+819012345678", "ja") == "090-1234-5678"
    assert shown.phone("+819012345678", "en") == "+81 90-1234-5678"
    assert shown.phone("ext. 12 only", "ja") == "ext. 12 only"


def test_addresses_run_from_large_to_small_in_japanese():
    """The postal mark comes first in Japanese, the house first in English."""
    parts = {
        "postal_code": "100-0001",
        "region": "東京都",
        "city": "千代田区",
        "street": "千代田1-1",
        "building": "見本荘201",
    }
    assert shown.address(parts, "ja") == ("〒100-0001", "東京都千代田区千代田1-1", "見本荘201")
    assert shown.address(parts, "en") == ("見本荘201", "千代田1-1", "千代田区, 東京都 100-0001")
