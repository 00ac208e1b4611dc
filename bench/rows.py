"""The rows measured on one database. Run by `python -m bench`, in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.journeys.installation import Installation

from bench.load import Figures, request, run

QUICK, LARGE = (100_000, 500_000), (1_000_000, 5_000_000)
FLOOR_SECONDS = 2.0


def main(database: str, home: Path, seconds: float, *, large: bool) -> None:
    with _server(database, home) as url:
        os.environ |= {
            "ENISHI_HOME": str(home),
            "ENISHI_DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "enishi.project.settings",
        }
        os.environ["ENISHI_ALLOW_NETWORKS"] = "127.0.0.0/8"
        os.environ["ENISHI_API_RATE"] = "0"  # the limit for callers is not what is measured
        house = Installation(home, database_url=url, workers=0)
        house.command("migrate")
        import django

        django.setup()
        from django.db import connection

        from bench import data

        customers, orders = LARGE if large else QUICK
        began = time.perf_counter()
        ids = data.fill(connection, customers=customers, orders=orders)
        print(
            f"\n{database}: {customers:,} customers and {orders:,} orders made in {time.perf_counter() - began:.0f} s"
        )
        house.start()
        for path in ("/customers", "/orders"):  # what is loaded on first use is no part of the figures
            house.call("GET", path, limit="1")
        try:
            bench = Bench(house, ids, seconds)
            bench.intake()
            bench.get()
            bench.list()
            bench.create()
            bench.timeline()
        finally:
            house.stop()
        (home / "result.json").write_text(json.dumps(bench.results))


class Bench:
    """One installation under load."""

    def __init__(self, house: Installation, ids: list[str], seconds: float) -> None:
        self.house, self.ids, self.seconds = house, ids, seconds
        self.results: dict[str, Any] = {}
        self.headers = {"Authorization": f"Bearer {house.key}"}

    def row(self, name: str, figures: Figures, floors: dict[str, float]) -> None:
        ratios = {floor: round(figures.per_second / value, 3) for floor, value in floors.items()}
        shown = "  ".join(
            f"{floor} {floors[floor]:,.0f}/s (ratio {ratio})" for floor, ratio in ratios.items()
        )
        print(f"{name:34} {figures.line()}  bad {figures.bad}\n{'':34} floor: {shown}")
        self.results[name] = {
            "per_second": round(figures.per_second),
            "p50_ms": round(figures.p50, 2),
            "p99_ms": round(figures.p99, 2),
            "bad": figures.bad,
            "floors": {floor: round(value) for floor, value in floors.items()},
            "ratios": ratios,
        }

    def static(self) -> float:
        """What the same server answers at most: nothing to look up."""
        url = f"{self.house.url}/health/live"
        plain = request("GET", url)
        return run(url, lambda _: plain, seconds=FLOOR_SECONDS).per_second

    def intake(self) -> None:
        """Signed webhooks of two kilobytes, answered after the commit."""
        from bench import data
        from enishi.hub.connections import actions
        from enishi.hub.sdk import signing

        secret = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldY"
        made = actions.create(
            name="bench",
            connector="webhook",
            settings={},
            secrets={"signing_secret": [secret]},
            actor="system",
        )
        url, stamp = f"{self.house.url}/in/{made.id}", int(time.time())

        def webhook(number: int) -> bytes:
            body, key = data.order_body(number), f"msg_{number}"
            signature = signing.sign([secret], message_id=key, timestamp=stamp, body=body)
            headers = {"webhook-id": key, "webhook-timestamp": str(stamp), "webhook-signature": signature}
            return request("POST", url, headers={**headers, "Content-Type": "application/json"}, body=body)

        ready = [webhook(number) for number in range(int(9000 * self.seconds))]
        figures = run(url, lambda number: ready[number], seconds=self.seconds, count=len(ready))
        self.row(
            "webhook intake, verified, committed",
            figures,
            {"same commits, bare loop": self.bare_commits(), "static answer": self.static()},
        )

    def bare_commits(self) -> float:
        """The same rows in batches of 64 a commit, by the driver alone."""
        from django.db import connection, transaction

        from bench import data

        statement = (
            "INSERT INTO hub_inbox (connection_id, key, ordering, event, method, headers, body, received_at, state, run_at, leased_by,"
            " attempts, reason, exchange_id) VALUES ('floor', %s, '', 'order.created', 'POST', '[]', %s, %s, 'done', %s, '', 0, '', '')"
        )
        body, at = data.order_body(1), "2026-11-23 01:02:03+00"

        def batch(number: int) -> int:
            rows = [(f"{number}-{position}", body, at, at) for position in range(64)]
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany(statement, rows)
            return len(rows)

        return _rate(batch)

    def get(self) -> None:
        """One customer by id."""
        from enishi.customers import queries

        chance = random.Random(2)
        sample = [chance.choice(self.ids) for _ in range(2000)]
        ready = [
            request("GET", f"{self.house.url}/api/v1/customers/{key}", headers=self.headers) for key in sample
        ]
        figures = run(self.house.url, lambda number: ready[number % 2000], seconds=self.seconds)
        floor = _rate(lambda number: (queries.get(sample[number % 2000]) and 1) or 1)
        self.row("GET one customer", figures, {"its statement": floor, "static answer": self.static()})

    def list(self) -> None:
        """Fifty orders of a status, by cursor order."""
        from enishi.orders import queries

        ready = request("GET", f"{self.house.url}/api/v1/orders?status=paid&limit=50", headers=self.headers)
        figures = run(self.house.url, lambda _: ready, seconds=self.seconds)
        floor = _rate(lambda _: queries.page(queries.Filter(status="paid"), after=None, limit=50) and 1)
        self.row("list of 50 orders, filtered", figures, {"its statement": floor})

    def create(self) -> None:
        """One customer with e-mail, validated, audited, with its event."""
        from django.db import transaction

        from enishi.customers import actions
        from enishi.platform.audit import SYSTEM

        def body(number: int) -> bytes:
            made = {
                "family_name": "山田",
                "given_name": "花子",
                "emails": [{"address": f"new{number}@example.com"}],
            }
            return json.dumps(made, ensure_ascii=False).encode()

        headers = {**self.headers, "Content-Type": "application/json"}
        url = f"{self.house.url}/api/v1/customers"
        figures = run(
            url, lambda number: request("POST", url, headers=headers, body=body(number)), seconds=self.seconds
        )

        def rows(number: int) -> int:
            with transaction.atomic():
                actions.create(
                    {"family_name": "山", "emails": [{"address": f"floor{number}@example.com"}]}, actor=SYSTEM
                )
            return 1

        self.row("create one customer", figures, {"one transaction of the same rows": _rate(rows)})

    def timeline(self) -> None:
        """From the shop's webhook to the order in the API, one at a time, with one worker."""
        from bench import data
        from enishi.hub.connections import actions
        from enishi.hub.inbox.models import InboxItem
        from enishi.hub.sdk import signing

        InboxItem.objects.exclude(state="done").update(state="skipped")
        self.house.begin("worker")
        time.sleep(3)
        secret = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldY"
        made = actions.create(
            name="slow",
            connector="webhook",
            settings={},
            secrets={"signing_secret": [secret]},
            actor="system",
        )
        url, spent = f"{self.house.url}/in/{made.id}", []
        for number in range(40):
            body, key, stamp = data.order_body(number), f"t_{number}", int(time.time())
            signature = signing.sign([secret], message_id=key, timestamp=stamp, body=body)
            headers = {"webhook-id": key, "webhook-timestamp": str(stamp), "webhook-signature": signature}
            whole = request("POST", url, headers=headers, body=body)
            began = time.perf_counter()
            run(url, lambda _, whole=whole: whole, connections=1, count=1)
            while not self.house.call("GET", "/orders", source=made.id, external_id=f"bench-{number}")[1][
                "data"
            ]:
                time.sleep(0.005)
                if time.perf_counter() - began > 20:
                    raise RuntimeError("an order did not arrive")
            spent.append(time.perf_counter() - began)
        spent.sort()
        p50, p95 = 1000 * spent[len(spent) // 2], 1000 * spent[int(len(spent) * 0.95)]
        print(f"{'order in the shop to the API, idle':34} p50 {p50:.0f} ms  p95 {p95:.0f} ms")
        self.results["order to timeline, idle"] = {"p50_ms": round(p50), "p95_ms": round(p95)}


def _rate(work: Callable[[int], Any]) -> float:
    """Units of work a second in one plain loop; `work` returns how many units it did."""
    began, done, number = time.perf_counter(), 0, 0
    while time.perf_counter() - began < FLOOR_SECONDS:
        done += work(number)
        number += 1
    return done / (time.perf_counter() - began)


@contextlib.contextmanager
def _server(database: str, home: Path) -> Iterator[str]:
    """The database's URL; PostgreSQL is started for the run."""
    if database == "sqlite":
        yield ""
        return
    from tests import postgres

    with postgres.running_postgres(home) as url:
        yield url


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]), large=sys.argv[4] == "1")
