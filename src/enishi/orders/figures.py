"""What a customer's orders amount to, for the pages of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from enishi.customers.extensions import Summary
from enishi.orders import queries
from enishi.ui import format as shown
from enishi.ui.parts import Sum
from enishi.ui.text import language, say

if TYPE_CHECKING:
    from collections.abc import Sequence


def summaries(customer_ids: Sequence[str]) -> dict[str, Summary]:
    """Count, sum and last order of each customer that has ordered."""
    return {
        customer: Summary(worth.count, worth.total, worth.currency, worth.last_at)
        for customer, worth in queries.worth_of(customer_ids).items()
    }


def figures(customer_id: str) -> list[Sum]:
    """The row under a customer's name: total, orders, average and the last one."""
    worth = queries.worth(customer_id)
    if not worth:
        return []
    main, *others = worth
    now, lang = timezone.now(), language()
    more = say("orders.figure.also").join(shown.money(other.total, other.currency) for other in others)
    span = main.last_at - main.first_at
    rhythm = []
    if main.count > 1 and span.days:
        every = say("orders.figure.every", days=span.days // (main.count - 1))
        rhythm.append(Sum(say("orders.figure.rhythm"), every))
    return [
        Sum(say("orders.figure.total"), shown.money(main.total, main.currency), note=more),
        Sum(say("orders.figure.count"), shown.number(main.count), note=_since(main.first_at.date().year)),
        Sum(say("orders.figure.average"), shown.money(main.average, main.currency)),
        *rhythm,
        Sum(say("orders.figure.last"), shown.relative(timezone.localtime(main.last_at), lang, now)),
    ]


def _since(year: int) -> str:
    return say("orders.figure.since", year=year)
