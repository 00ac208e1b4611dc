"""Records as a version of the API shows them."""

from __future__ import annotations

from typing import Any

import msgspec

from .contract.schemas import AMOUNTS, V1_LACKS
from .records import Order, Record, Subscription


def view(record: Record, *, version: str, changes: frozenset[str]) -> dict[str, Any]:
    """The record's public members, as version and running breakages shape them."""
    shown: dict[str, Any] = msgspec.to_builtins(record)
    if version == "v1":
        for field in V1_LACKS.get(type(record).__name__, ()):
            shown.pop(field)
    if isinstance(record, Subscription):
        shown.pop("secret")
    if isinstance(record, Order):
        _change_order(shown, changes)
    return shown


def _change_order(shown: dict[str, Any], changes: frozenset[str]) -> None:
    if "number-as-text:totals-as-text" in changes:
        for field in AMOUNTS:
            shown[field] = str(shown[field])
    if "field-renamed:responses" in changes:
        shown["total_amount"] = shown.pop("total")
