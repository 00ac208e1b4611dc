"""Amounts in minor units: how many decimals a currency has (ISO 4217), and reading decimal text exactly."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

NONE = frozenset(
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split()  # noqa: SIM905 - a table
)
THREE = frozenset("BHD IQD JOD KWD LYD OMR TND".split())  # noqa: SIM905 - a table
FOUR = frozenset({"CLF", "UYW"})


def decimals(currency: str) -> int:
    """How many decimals amounts of this currency have; 2 for one that is not known."""
    code = currency.upper()
    if code in NONE:
        return 0
    if code in THREE:
        return 3
    return 4 if code in FOUR else 2


def minor(amount: str, currency: str) -> int:
    """A decimal text such as "1200.50" in minor units; "" is nothing. Half a unit is rounded up, away from zero.

    Raises:
        ValueError: for text that is no finite decimal number.
    """
    if not amount:
        return 0
    try:
        value = Decimal(amount)
        scaled = value.scaleb(decimals(currency)).quantize(Decimal(1), ROUND_HALF_UP)
    except InvalidOperation:
        raise ValueError(f"not an amount: {amount[:50]!r}") from None
    if not scaled.is_finite():
        raise ValueError(f"not an amount: {amount[:50]!r}")
    return int(scaled)
