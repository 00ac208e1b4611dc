"""Where rooms above add to the pages of customers: what each is worth, and figures on the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from enishi.ui.parts import Sum


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list shows of a customer's orders; money in minor units of `currency`."""

    count: int
    total: int
    currency: str
    last_at: datetime


Summaries = Callable[[Sequence[str]], dict[str, Summary]]
Figures = Callable[[str], "list[Sum]"]
_summaries: list[Summaries] = []
_figures: list[Figures] = []


def add_summaries(summaries: Summaries) -> None:
    """Fill the columns of lists: one call a page, for all its customers at once."""
    _summaries.append(summaries)


def add_figures(figures: Figures) -> None:
    """Fill the row of figures under a customer's name."""
    _figures.append(figures)


def summaries_of(customer_ids: Sequence[str]) -> dict[str, Summary]:
    return {key: value for found in _summaries for key, value in found(customer_ids).items()}


def figures_of(customer_id: str) -> list[Sum]:
    return [figure for found in _figures for figure in found(customer_id)]
