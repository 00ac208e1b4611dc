"""Invented customers and orders in bulk, straight into the database."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from enishi.customers import rules
from enishi.kernel import ids
from enishi.platform.sqljson import bind

FAMILIES = "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 清水".split()  # noqa: SIM905
GIVEN = "陽葵 凛 結菜 葵 紬 蓮 陽翔 湊 樹 大和 さくら 花 美咲 健太 翔太 直樹 恵 由美 誠 隆".split()  # noqa: SIM905
START = datetime(2024, 1, 1, tzinfo=UTC)
BATCH = 5000
CUSTOMER = (
    "id,family_name,given_name,family_kana,given_kana,name,sort_name,company,language,note,custom,search,origin,version,"
    "merged_into,created_at,updated_at"
)
ORDER = (
    "id,customer_id,source,external_id,number,status,currency,subtotal,discount,shipping,tax,total,paid,refunded,note,custom,"
    "placed_at,external_version,version,created_at,updated_at"
)
LINE = "order_id,position,sku,name,quantity,unit_price,tax_rate,total"


def fill(connection: Any, *, customers: int, orders: int) -> list[str]:
    """Make so many customers with an e-mail each, and orders with a line each; returns the customers' ids."""
    chance = random.Random(1)
    made: list[str] = []
    for rows in _batches(_customers(chance, customers)):
        _insert(connection, "customers_customer", CUSTOMER, [row[0] for row in rows])
        _insert(
            connection, "customers_email", "customer_id,position,address,key,label", [row[1] for row in rows]
        )
        made += [row[0][0] for row in rows]
    for batch in _batches(_orders(chance, made, orders)):
        _insert(connection, "orders_order", ORDER, [row[0] for row in batch])
        _insert(connection, "orders_line", LINE, [row[1] for row in batch])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return made


def _customers(chance: random.Random, count: int) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    for number in range(count):
        at = START + timedelta(seconds=30 * number)
        key = ids.new("cus", milliseconds=int(at.timestamp() * 1000))
        family, given = chance.choice(FAMILIES), chance.choice(GIVEN)
        email = f"c{number}@example.com"
        name = f"{family} {given}"
        search = rules.search_text([name, email])
        when = bind(at)
        yield (
            (key, family, given, "", "", name, name, "", "ja", "", "{}", search, "", 1, "", when, when),
            (key, 0, email, email, ""),
        )


def _orders(
    chance: random.Random, customers: list[str], count: int
) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    for number in range(count):
        at = START + timedelta(seconds=6 * number)
        key = ids.new("ord", milliseconds=int(at.timestamp() * 1000))
        total = 100 * chance.randint(5, 200)
        when = bind(at)
        sums = (total, 0, 0, 0, total, total, 0)
        yield (
            (
                key,
                chance.choice(customers),
                "bench",
                str(number),
                f"B-{number}",
                "paid",
                "JPY",
                *sums,
                "",
                "{}",
                when,
                "",
                1,
                when,
                when,
            ),
            (key, 0, "S", "花束", 1, total, None, total),
        )


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _insert(connection: Any, table: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ",".join(["%s"] * len(rows[0]))
    from django.db import transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def order_body(number: int) -> bytes:
    """A webhook of about two kilobytes in our own schema."""
    lines = [
        {"name": "季節の花束", "sku": f"S-{line}", "quantity": 1, "unit_price": 1200, "total": 1200}
        for line in range(12)
    ]
    person = number % 5000
    data = {
        "external_id": f"bench-{number}",
        "number": f"N-{number}",
        "status": "paid",
        "currency": "JPY",
        "total": 14400,
        "placed_at": "2026-11-23T01:02:03Z",
        "lines": lines,
        "customer": {
            "external_id": f"c-{person}",
            "family_name": "山田",
            "given_name": "太郎",
            "emails": [f"w{person}@example.com"],
        },
    }
    event = {"type": "order.created", "timestamp": "2026-11-23T01:02:03Z", "data": data}
    return json.dumps(event, ensure_ascii=False).encode()
