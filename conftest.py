"""What every test run shares."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase

SOURCES = Path(__file__).parent / "src"
KEPT = {"django_content_type", "auth_permission"}


def pytest_configure():
    """Counted queries must not depend on how quickly the call before was made."""
    settings.API_KEY_REMEMBERED = 0.0
    TransactionTestCase._fixture_teardown = lambda _case: empty_tables()  # noqa: SLF001 - the only place to say how tables are emptied


def pytest_collection_modifyitems(config, items):
    """Leave out what only PostgreSQL does when this run is on SQLite (`make test` runs on both)."""
    if on_postgres():
        return
    kept = [item for item in items if item.get_closest_marker("postgres") is None]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def empty_tables():
    """What Django does after a test with real transactions, for the tables that hold something, at a tenth of its cost.

    Content types and permissions stay as the migrations left them.
    """
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    held = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names if name not in KEPT
    )
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")  # so that any order will do
        cursor.execute(held)
        for (name,) in cursor.fetchall():
            cursor.execute(f'DELETE FROM "{name}"')


def on_postgres():
    return "postgresql" in settings.DATABASES["default"]["ENGINE"]


class Installation:
    """A home and a database of its own, in which real commands run as other processes."""

    def __init__(self, home, database_url):
        self.home, self.port = home, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("ENISHI_", "PYTEST_"))
        } | {
            "ENISHI_HOME": str(home),
            "ENISHI_DATABASE_URL": database_url,
            "ENISHI_PORT": str(self.port),
            "PYTHONPATH": str(SOURCES),
            "LANG": "en_US.UTF-8",
        }
        self.started = []

    def run(self, *arguments, **environment):
        """Run a command to its end."""
        return subprocess.run(
            command(arguments),
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def start(self, *arguments, **environment):
        """Start a command that goes on; its output goes to `log`."""
        with self.log.open("ab") as output:
            process = subprocess.Popen(
                command(arguments), env=self.environment | environment, stdout=output, stderr=output
            )
        self.started.append(process)
        return process

    @property
    def log(self):
        return self.home / "log"

    def get(self, path, **headers):
        """Status and body of a page or endpoint."""
        request = urllib.request.Request(self.url + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()

    def wait_for(self, truth, *, seconds=60.0):
        """Wait until `truth()` holds, trouble with the connection counting as no."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                found = truth()
                if found:
                    return found
            time.sleep(0.05)
        raise AssertionError(f"waited {seconds} s in vain; log:\n{self.log.read_text('utf-8')[-4000:]}")

    def wait_until_up(self):
        self.wait_for(lambda: self.get("/health/live")[0] == 200)

    def stop(self):
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def command(arguments):
    return [sys.executable, "-m", "enishi.project.cli", *arguments]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session", autouse=True)
def _no_call_left_open():
    yield
    from enishi.platform import http

    http.close()


@pytest.fixture
def installation(tmp_path):
    """An empty installation on the database of this run; everything started in it is stopped."""
    with fresh_database() as url:
        made = Installation(tmp_path, url)
        yield made
        made.stop()


@contextlib.contextmanager
def fresh_database():
    """The URL of an empty database: "" for SQLite in the home."""
    if not on_postgres():
        yield ""
        return
    import psycopg

    server = settings.DATABASES["default"]
    name = f"enishi_{secrets.token_hex(6)}"
    where = {"host": server["HOST"] or server["OPTIONS"].get("host", ""), "port": server["PORT"]}
    where = {key: value for key, value in where.items() if value}
    login = {"user": server["USER"], "password": server["PASSWORD"] or None, "dbname": "postgres"}
    with psycopg.connect(**where, **login, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            user = f"{server['USER']}:{server['PASSWORD']}" if server["PASSWORD"] else server["USER"]
            yield f"postgresql://{user}@/{name}?{urlencode(where)}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def own_database():
    """The URL of an empty database for all tests of a module; "" for SQLite in the home."""
    with fresh_database() as url:
        yield url
