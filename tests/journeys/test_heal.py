"""The mission on real processes: the shop breaks in every way it knows, and the connection heals or asks.

Each way has a shop of its own and one installation for all. What must hold after every one: each order of the
shop is in the CRM once, no write at the shop was done twice, a dead credential cost at most two calls.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from demo.hanaya.handle import Handle
from demo.hanaya.server import start_process
from tests.journeys.installation import Installation

pytestmark = [pytest.mark.processes, pytest.mark.timeout(240)]
PATIENCE = 100.0


@dataclass(frozen=True, slots=True)
class Way:
    """How a breakage is expected to end.

    Attributes:
        causes: any of which must be named.
        by: "itself", "approval" (a remedy is approved) or "person" (the shop is mended elsewhere).
        over: seconds after which the shop's trouble passes by itself; 0 for never.
    """

    name: str
    causes: tuple[str, ...]
    by: str = "itself"
    variant: str = ""
    over: float = 0.0


WAYS = (
    Way("token-expired", ("auth-expired-token",)),
    Way("key-with-space", ("auth-malformed-credential",)),
    Way("path-changed", ("endpoint-wrong-path",)),
    Way("path-changed", ("endpoint-wrong-path",), variant="json"),
    Way("xml-instead-of-json", ("format-wrong-accept",)),
    Way("shift-jis", ("format-wrong-charset",)),
    Way("number-as-text", ("schema-wrong-type",)),
    Way("rate-limited", ("rate-window",), over=6.0),
    Way("concurrency-limit", ("rate-concurrency", "rate-window"), over=6.0),
    Way("hanging", ("network-read-timeout", "network-keepalive-race"), over=4.0),
    Way("maintenance", ("server-maintenance",), over=4.0),
    Way(
        "reset-after-write", ("consistency-unknown-outcome", "network-keepalive-race", "network-read-timeout")
    ),
    Way("webhook-secret-rotated", ("webhook-wrong-secret",)),
    Way("host-changed", ("endpoint-wrong-host",), by="approval"),
    Way("post-redirected", ("endpoint-redirect-drops-body",), by="approval"),
    Way("version-retired", ("version-api-sunset",), by="approval"),
    Way("required-field-added", ("schema-missing-required-field",), by="approval"),
    Way("field-renamed", ("version-field-removed", "schema-unknown-field"), by="approval"),
    Way("key-revoked", ("auth-revoked-token",), by="person"),
    Way("scope-missing", ("permission-missing-scope",), by="person"),
    Way("certificate-expired", ("network-tls-server-cert-expired",), by="person"),
)
ON_BOTH = {
    "token-expired",
    "number-as-text",
    "maintenance",
    "host-changed",
    "key-revoked",
    "reset-after-write",
}
"""On PostgreSQL the ways that differ most are walked; what is left differs only in the doctor."""


def ways() -> list[Any]:
    postgres = os.environ.get("ENISHI_DATABASE_URL", "").startswith("postgres")
    chosen = [way for way in WAYS if not postgres or way.name in ON_BOTH]
    return [pytest.param(way, id=f"{way.name}{'-' + way.variant if way.variant else ''}") for way in chosen]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, own_database: str) -> Iterator[Installation]:
    """One installation for all the shops of this module."""
    made = Installation(tmp_path_factory.mktemp("house"), database_url=own_database)
    try:
        yield made.start()
    finally:
        made.stop()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Handle]:
    arguments = ("--port", "0", "--rate", "0.01", "--history", "3", "--retries", "1,1,1,2,2,2,5,5")
    with start_process(*arguments, "--tls-folder", str(tmp_path / "tls")) as opened:
        yield opened


@pytest.mark.parametrize("way", ways())
def test_heal(house: Installation, shop: Handle, way: Way) -> None:
    """Break, name the cause, mend or ask, prove, replay, close: nothing lost, nothing doubled."""
    connection = house.command("demo", "connect", "--url", shop.base_url).strip()
    first = set(shop.buy(2))
    house.wait(lambda: first <= orders(house, connection), what="the first orders")

    house.command(
        "demo",
        "break",
        way.name,
        "--url",
        shop.base_url,
        *(["--variant", way.variant] if way.variant else []),
    )
    bought = set(shop.buy(4))
    for number, customer in enumerate(house.all("/customers", source=connection)[:2]):
        house.call(
            "PATCH",
            f"/customers/{customer['id']}",
            {"note": f"白い花がお好み {way.name} {connection} {number}"},
        )
    healed(house, shop, connection, way, bought)

    named = {incident["cause"] for incident in incidents(house, connection)}
    assert named & set(way.causes), sorted(named)
    assert bought <= orders(house, connection)
    assert len(house.all("/orders", source=connection)) == len(orders(house, connection))
    assert not [write for write in shop.writes() if len(write["done"]) > 1]
    dead = shop.state()["calls_after_death"]
    assert all(count <= 2 for count in dead.values()), (dead, shop.control("GET", "calls"))
    house.call("DELETE", f"/connections/{connection}")  # its shop closes now


def healed(house: Installation, shop: Handle, connection: str, way: Way, bought: set[str]) -> None:
    """Do what a person does on the way, until every incident is closed and every order is in."""
    began, mended = time.monotonic(), False
    while time.monotonic() - began < PATIENCE:
        seen = incidents(house, connection)
        done = seen and all(incident["state"] == "resolved" for incident in seen)
        if done and bought <= orders(house, connection):
            return
        for incident in seen:
            if incident["state"] == "asking" and way.by != "person":
                assert way.by == "approval", f"asks for approval: {incident}"
                approve(house, incident["id"])
        asked = any(incident["state"] in {"person", "asking"} for incident in seen)
        if way.by == "person" and not mended and asked:
            mended = True
            shop.mend()
            for incident in seen:
                house.call("POST", f"/incidents/{incident['id']}/verify")
        if way.over and not mended and time.monotonic() - began > way.over:
            mended = True
            shop.mend()
        time.sleep(0.3)
    stories = [
        house.call("GET", f"/incidents/{incident['id']}")[1] for incident in incidents(house, connection)
    ]
    told = "\n".join(
        f"{one['cause']} {one['operation']} {one['state']} {one['confidence']} {one['acts'][-5:]}"
        for one in stories
    )
    missing = bought - orders(house, connection)
    told += f"\n{shop.control('GET', 'calls')[-12:]}\n{shop.state()}"
    raise AssertionError(f"not healed within {PATIENCE} s; missing {missing}\n{told}\n{house.logs()}")


def approve(house: Installation, incident: str) -> None:
    _, story = house.call("GET", f"/incidents/{incident}")
    offered = [one for one in story["diagnosis"]["remedies"] if one["level"] == "ask" and one["actions"]]
    if offered:
        house.call("POST", f"/incidents/{incident}/approve", {"remedy": offered[0]["slug"]})


def incidents(house: Installation, connection: str) -> list[Any]:
    return house.all("/incidents", connection_id=connection)


def orders(house: Installation, connection: str) -> set[str]:
    return {order["external_id"] for order in house.all("/orders", source=connection)}
