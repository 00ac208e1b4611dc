"""Customers' rows, held until the transaction ends."""

from __future__ import annotations

from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from enishi.customers.models import Customer
from enishi.platform.refusals import not_found

Row = TypeVar("Row", bound=Model)


def locked(customer_id: str, *, deleted: bool = False) -> Customer:
    """The customer's row, held until the transaction ends; ids of merged records lead to the one that stayed.

    Raises:
        EnishiError: not-found.
    """
    customer = held(Customer.objects.all()).filter(id=customer_id).first()
    if customer is None:
        raise not_found(customer_id)
    return alive(customer, deleted=deleted)


def alive(customer: Customer, *, deleted: bool = False) -> Customer:
    """The locked customer, or the one it was merged into.

    Raises:
        EnishiError: not-found.
    """
    if customer.merged_into:
        return locked(customer.merged_into, deleted=deleted)
    if (customer.deleted_at is not None) != deleted:
        raise not_found(customer.id)
    return customer


def held(rows: QuerySet[Row], *of: str) -> QuerySet[Row]:
    """Rows locked until the transaction ends; orders may still be added to a locked customer."""
    if connection.vendor != "postgresql":
        return rows  # a transaction that writes has the whole file
    return rows.select_for_update(of=of or ("self",), no_key=True)
