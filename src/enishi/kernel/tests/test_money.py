"""Decimal text to minor units and back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enishi.kernel import money


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [
        ("1200", "JPY", 1200),
        ("1200.00", "jpy", 1200),
        ("1200.5", "JPY", 1201),
        ("-10.00", "USD", -1000),
        ("19.995", "USD", 2000),
        ("1.234", "KWD", 1234),
        ("0.1", "XXX", 10),
        ("", "EUR", 0),
    ],
)
def test_text_becomes_minor_units(amount, currency, units):
    """By the currency's own decimals."""
    assert money.minor(amount, currency) == units


@pytest.mark.parametrize("amount", ["1,200", "NaN", "Infinity", "abc", "1e999999"])
def test_what_is_no_amount_is_refused(amount):
    """Never guessed at."""
    with pytest.raises(ValueError, match="not an amount"):
        money.minor(amount, "JPY")


@given(st.integers(-(10**15), 10**15), st.sampled_from(["JPY", "USD", "KWD", "CLF"]))
def test_minor_units_survive_text(units, currency):
    """Nothing is lost on the way."""
    text = format(Decimal(units).scaleb(-money.decimals(currency)), "f")
    assert money.minor(text, currency) == units
