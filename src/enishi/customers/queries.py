"""Reading customers: documents made by the database, lists by key, timelines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from enishi.kernel import ids, japanese
from enishi.platform import sqljson

_EMAIL = {"address": "e.address", "label": "e.label"}
_PHONE = {"number": "p.number", "label": "p.label"}
_ADDRESS = {
    name: f"a.{name}" for name in ("label", "country", "postal_code", "region", "city", "street", "building")
}
_CONSENT = {"channel": "s.channel", "purpose": "s.purpose"}


def parts_sql() -> dict[str, str]:
    """SQL for the lists that belong to a customer, by name; `c` is the customer's row."""
    consent = {
        **_CONSENT,
        "granted": sqljson.boolean("s.granted"),
        "source": "s.source",
        "at": sqljson.moment("s.at"),
    }
    newest = (
        "FROM customers_consent s WHERE s.customer_id = c.id AND NOT EXISTS (SELECT 1 FROM customers_consent n"
        " WHERE n.customer_id = s.customer_id AND n.channel = s.channel AND n.purpose = s.purpose"
        " AND (n.at > s.at OR (n.at = s.at AND n.id > s.id)))"
    )
    return {
        "emails": sqljson.listing(
            sqljson.document(_EMAIL), "FROM customers_email e WHERE e.customer_id = c.id", "e.position"
        ),
        "phones": sqljson.listing(
            sqljson.document(_PHONE), "FROM customers_phone p WHERE p.customer_id = c.id", "p.position"
        ),
        "addresses": sqljson.listing(
            sqljson.document(_ADDRESS), "FROM customers_address a WHERE a.customer_id = c.id", "a.position"
        ),
        "consents": sqljson.listing(sqljson.document(consent), newest, "s.channel, s.purpose"),
    }


def document_sql() -> str:
    """SQL for a customer's API document; `c` is the customer's row."""
    parts = parts_sql()
    return sqljson.document(
        {
            **{
                name: f"c.{name}"
                for name in ("id", "name", "family_name", "given_name", "family_kana", "given_kana")
            },
            "company": "c.company",
            "language": "c.language",
            "note": "c.note",
            "custom": sqljson.stored("c.custom"),
            "emails": parts["emails"],
            "phones": parts["phones"],
            "addresses": parts["addresses"],
            "external_ids": sqljson.mapping(
                "x.source", "x.value", "FROM customers_externalid x WHERE x.customer_id = c.id"
            ),
            "consents": parts["consents"],
            "version": "c.version",
            "created_at": sqljson.moment("c.created_at"),
            "updated_at": sqljson.moment("c.updated_at"),
        }
    )


_ALIVE = "c.deleted_at IS NULL AND c.merged_into = ''"


def get(customer_id: str) -> tuple[int, str] | None:
    """Version and JSON document of one customer (a merged id leads to the one that stayed); None when unknown."""
    seen: set[str] = set()
    wanted = customer_id
    while wanted not in seen:
        seen.add(wanted)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT c.version, CAST({document_sql()} AS TEXT), c.merged_into FROM customers_customer c"  # noqa: S608 - no value of a caller
                " WHERE c.id = %s AND c.deleted_at IS NULL",
                [wanted],
            )
            row = cursor.fetchone()
        if row is None:
            return None
        if not row[2]:
            return row[0], row[1]
        wanted = row[2]
    return None


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list shows; an empty value does not filter.

    Attributes:
        search: words of name, reading, company, e-mail or phone; two characters suffice.
        email: exact address.
        phone: exact number in E.164.
        source: connection or source whose customers are shown.
        external_id: id there; needs `source`.
        updated_since: RFC 3339; customers changed at or after it.
        added_since: customers added at or after it; ids sort by that time, so it costs nothing.
        sort: "newest" (default), "name" or "updated".
    """

    search: str = ""
    email: str = ""
    phone: str = ""
    source: str = ""
    external_id: str = ""
    updated_since: Any = None
    added_since: datetime | None = None
    sort: str = "newest"


@dataclass(frozen=True, slots=True)
class _Order:
    columns: tuple[str, ...]
    descending: bool


_ORDERS = {
    "newest": _Order(("c.id",), descending=True),
    "name": _Order(("c.sort_name", "c.id"), descending=False),
    "updated": _Order(("c.updated_at", "c.id"), descending=False),
}


def page(
    chosen: Filter, *, after: list[Any] | None, limit: int, columns: str | None = None
) -> tuple[list[tuple[Any, ...]], list[Any] | None]:
    """One page of customers.

    Args:
        chosen: filter and order.
        after: place at which the page before ended, None for the first.
        limit: rows on a page.
        columns: SQL of what each row holds instead of the API document.

    Returns:
        Rows, and the place at which this page ended (None on the last page).
    """
    order = _ORDERS[chosen.sort]
    conditions, values = _conditions(chosen)
    if after is not None:
        sign = "<" if order.descending else ">"
        marks = ", ".join(["%s"] * len(order.columns))
        conditions.append(f"({', '.join(order.columns)}) {sign} ({marks})")
        values += after
    direction = "DESC" if order.descending else "ASC"
    statement = (
        f"SELECT {columns or f'CAST({document_sql()} AS TEXT)'}, {', '.join(order.columns)} FROM customers_customer c"  # noqa: S608
        f" WHERE {' AND '.join(conditions)} ORDER BY {', '.join(f'{column} {direction}' for column in order.columns)} LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, limit + 1])
        rows = cursor.fetchall()
    width = len(order.columns)
    end = [_jsonable(value) for value in rows[limit - 1][-width:]] if len(rows) > limit else None
    return [row[:-width] for row in rows[:limit]], end


def _conditions(chosen: Filter) -> tuple[list[str], list[Any]]:
    conditions, values = [_ALIVE], list[Any]()
    for pair in japanese.bigrams(chosen.search).split():
        conditions.append("c.search LIKE %s")
        values.append(f"%{pair}%")
    if chosen.email:
        conditions.append(
            "EXISTS (SELECT 1 FROM customers_email e WHERE e.customer_id = c.id AND e.key = %s)"
        )
        values.append(chosen.email)
    if chosen.phone:
        conditions.append(
            "EXISTS (SELECT 1 FROM customers_phone p WHERE p.customer_id = c.id AND p.number = %s)"
        )
        values.append(chosen.phone)
    if chosen.source:
        external = " AND x.value = %s" if chosen.external_id else ""
        conditions.append(
            f"EXISTS (SELECT 1 FROM customers_externalid x WHERE x.customer_id = c.id AND x.source = %s{external})"  # noqa: S608
        )
        values += [chosen.source, chosen.external_id] if chosen.external_id else [chosen.source]
    if chosen.updated_since is not None:
        conditions.append("c.updated_at >= %s")
        values.append(sqljson.bind(chosen.updated_since))
    if chosen.added_since is not None:
        conditions.append("c.id >= %s")
        values.append(ids.earliest("cus", chosen.added_since))
    return conditions, values


def _jsonable(value: Any) -> Any:
    return value if isinstance(value, str | int) else str(value)
