"""What is stored of a customer's contact ways and consents, read in one statement."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

from enishi.customers import queries
from enishi.platform import sqljson

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """Rows as plain values, lists in their order; consents by channel and purpose, the one in force."""

    emails: list[Row]
    phones: list[Row]
    addresses: list[Row]
    consents: dict[tuple[str, str], bool]


def read(customer_id: str) -> Stored:
    """The parts of a customer that exists."""
    document = sqljson.document(queries.parts_sql())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT CAST({document} AS TEXT) FROM customers_customer c WHERE c.id = %s",  # noqa: S608 - no value of a caller
            [customer_id],
        )
        found = json.loads(cursor.fetchone()[0])
    consents = {(one["channel"], one["purpose"]): one["granted"] for one in found["consents"]}
    return Stored(found["emails"], found["phones"], found["addresses"], consents)
