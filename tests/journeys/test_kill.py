"""kill -9 of any process at any moment: what was acknowledged is in the CRM once, and nothing is in it twice."""

import asyncio
import contextlib
import json
import os
import random
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit, urlunsplit

import aiohttp
import psycopg
import pytest
from django.conf import settings

from enishi.hub.sdk import signing

pytestmark = [pytest.mark.processes, pytest.mark.timeout(600)]
ORDERS = int(os.environ.get("ENISHI_KILL_ORDERS", "10000"))
CUSTOMERS = 200
AT_ONCE = 24
KILLS = 4
SOME = ORDERS // 25
PATIENCE = 400.0
SECRET = "whsec_" + "a2lsbC10ZXN0LXNlY3JldC1ub3QtcmVhbA=="
CONNECT = """
import django; django.setup()
from enishi.hub.connections import actions
made = actions.create(name="shop", connector="webhook", settings={}, secrets={"signing_secret": %r}, actor="user:test")
print(made.id)
"""


class Installation:
    """Web and workers as processes of their own, each in its own group."""

    def __init__(self, home, url, *, workers):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = {
            **os.environ,
            "ENISHI_HOME": str(home),
            "ENISHI_DATABASE_URL": url,
            "ENISHI_PORT": str(self.port),
            "ENISHI_HOST": "127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "enishi.project.settings",
        }
        self.url = url
        self.home = home
        self.names = ["web", *(f"worker {number}" for number in range(workers))]
        self.running = {}
        self.killed = []

    def run(self, *arguments):
        done = subprocess.run(
            [sys.executable, *arguments], env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def start(self, name):
        command = [sys.executable, "-m", "enishi.project.cli", name.split()[0]]
        self.running[name] = subprocess.Popen(
            command,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self, name):
        process = self.running.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.killed.append(name)

    def stop(self):
        for name in list(self.running):
            self.kill(name)

    def rows(self, statement):
        """A read of the database, past all of our own code."""
        if self.url:
            with psycopg.connect(self.url) as database:
                return database.execute(statement).fetchall()
        with contextlib.closing(sqlite3.connect(self.home / "enishi.sqlite3", timeout=30)) as database:
            return database.execute(statement).fetchall()

    def count(self, statement):
        return self.rows(statement)[0][0]


@pytest.fixture
def installation(tmp_path):
    with database() as url:
        made = Installation(tmp_path, url, workers=2 if url else 1)
        made.run("-m", "enishi.project.cli", "migrate")
        made.connection = made.run("-c", CONNECT % SECRET)
        for name in made.names:
            made.start(name)
        yield made
        made.stop()


@contextlib.contextmanager
def database():
    """An empty database of the kind that this run is on; "" is SQLite in the home folder."""
    ours = os.environ.get("ENISHI_DATABASE_URL", "")
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        yield ""
        return
    name = f"enishi_kill_{secrets.token_hex(4)}"
    parts = urlsplit(ours)
    with psycopg.connect(ours, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(parts._replace(path=f"/{name}"))
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def order(number):
    person = number % CUSTOMERS
    data = {
        "external_id": f"o{number}",
        "number": f"K-{number}",
        "status": "paid",
        "currency": "JPY",
        "total": 1000 + number,
        "payments": [{"external_id": f"p{number}", "method": "card", "amount": 1000 + number}],
        "customer": {"external_id": f"c{person}", "family_name": "架空", "emails": [f"c{person}@example.jp"]},
    }
    return json.dumps({"type": "order.created", "data": data}).encode()


async def send_all(installation, progress):
    """As a shop does that tries again until its webhook is acknowledged; some are sent twice for good measure."""
    waiting = iter(range(ORDERS))
    address = f"http://127.0.0.1:{installation.port}/in/{installation.connection}"

    async def sender(session):
        for number in waiting:
            body, message_id = order(number), f"msg_{number}"
            times = 2 if number % 50 == 0 else 1
            while times:
                stamp = int(time.time())
                headers = {
                    "Content-Type": "application/json",
                    signing.ID: message_id,
                    signing.TIMESTAMP: str(stamp),
                    signing.SIGNATURE: signing.sign(
                        [SECRET], message_id=message_id, timestamp=stamp, body=body
                    ),
                }
                try:
                    async with session.post(address, data=body, headers=headers) as answer:
                        assert answer.status in {202, 503}, await answer.text()
                        times -= answer.status == 202
                except (aiohttp.ClientError, TimeoutError):
                    progress["broken"] += 1
                    await asyncio.sleep(0.1)
            progress["acknowledged"] += 1

    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        await asyncio.gather(*(sender(session) for _ in range(AT_ONCE)))


def keep_killing(installation, stop, progress, *, seed):
    """Once a process has done some work it dies in the middle of more, and another starts in its place."""
    chance = random.Random(seed)
    done = "SELECT COUNT(*) FROM hub_inbox WHERE state = 'done'"
    left = installation.names * KILLS
    chance.shuffle(left)
    while left and not stop.wait(0.2):
        name = left.pop()
        measured = (lambda: progress["acknowledged"]) if name == "web" else (lambda: installation.count(done))
        before = measured()
        while measured() < min(before + SOME, ORDERS * 0.9) and not stop.wait(0.2):
            pass
        if not stop.wait(chance.uniform(0, 1)):
            installation.kill(name)
            installation.start(name)


def test_every_acknowledged_order_is_in_the_crm_exactly_once(installation):
    """10,000 orders, processes killed at random moments all the while."""
    progress = {"acknowledged": 0, "broken": 0}
    stop = threading.Event()
    killer = threading.Thread(target=keep_killing, args=(installation, stop, progress), kwargs={"seed": 7})
    started = time.monotonic()
    killer.start()
    asyncio.run(asyncio.wait_for(send_all(installation, progress), PATIENCE))
    sent = time.monotonic() - started
    unfinished = "SELECT COUNT(*) FROM hub_inbox WHERE state <> 'done'"
    while killer.is_alive() and installation.count(unfinished) and time.monotonic() - started < PATIENCE:
        time.sleep(0.5)
    stop.set()
    killer.join()
    while installation.count(unfinished) and time.monotonic() - started < PATIENCE:
        time.sleep(0.5)
    took = time.monotonic() - started
    print(f"{ORDERS} orders: sent in {sent:.0f} s, applied in {took:.0f} s; killed {installation.killed}")

    assert progress["acknowledged"] == ORDERS
    assert {"web", "worker 0"} <= set(installation.killed)
    assert installation.rows("SELECT state, COUNT(*) FROM hub_inbox GROUP BY state") == [("done", ORDERS)]
    orders = installation.rows("SELECT external_id, total, paid FROM orders_order")
    assert sorted(orders) == sorted((f"o{number}", 1000 + number, 1000 + number) for number in range(ORDERS))
    assert installation.count("SELECT COUNT(*) FROM customers_customer") == CUSTOMERS
    for table in ("orders_payment", "orders_statuschange"):
        assert installation.count(f"SELECT COUNT(*) FROM {table}") == ORDERS
    told = "SELECT COUNT(*), COUNT(DISTINCT subject) FROM outbox_event WHERE kind = 'order.created'"
    assert installation.rows(told) == [(ORDERS, ORDERS)]
    calls = "SELECT COUNT(*), COUNT(DISTINCT reference) FROM hub_exchangerow WHERE direction = 'in' AND ok"
    assert set(installation.rows(calls)) <= {(ORDERS, ORDERS)}
