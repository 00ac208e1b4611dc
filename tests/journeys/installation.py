"""A whole installation in processes of its own, spoken to only over HTTP and the command line, as users do."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
SCOPES = (
    "customers:read",
    "customers:write",
    "orders:read",
    "orders:write",
    "connections:write",
    "incidents:read",
    "incidents:write",
)
STOP = 15.0


class Installation:
    """`enishi web` and `enishi worker` on a home of their own.

    Args:
        home: empty folder.
        database_url: "" for SQLite in the home.
    """

    def __init__(self, home: Path, *, database_url: str = "", workers: int = 1) -> None:
        self.home, self.port = home, _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "ENISHI_HOME": str(home),
            "ENISHI_DATABASE_URL": database_url,
            "ENISHI_PORT": str(self.port),
            "ENISHI_PUBLIC_URL": self.url,
            "ENISHI_ALLOW_NETWORKS": "127.0.0.0/8",
            "DJANGO_SETTINGS_MODULE": "enishi.project.settings",
            "LANG": "C.UTF-8",
        }
        self._workers = workers
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self.key = ""

    def start(self) -> Installation:
        self.command("migrate")
        self.begin("web")
        for number in range(self._workers):
            self.begin("worker", name=f"worker-{number}")
        scopes = [part for scope in SCOPES for part in ("--scope", scope)]
        self.key = self.command("keys", "create", "journey", *scopes).strip()
        self.wait(self.answers, seconds=30)
        return self

    def begin(self, command: str, *, name: str = "") -> None:
        """Start one process (again)."""
        log = (self.home / f"{name or command}.log").open("ab")
        self._processes[name or command] = subprocess.Popen(
            [sys.executable, "-m", "enishi.project.cli", command],
            env=self._environment,
            cwd=self.home,
            stdout=log,
            stderr=log,
        )
        log.close()

    def kill(self, name: str) -> None:
        """Kill -9 of one process that was started here."""
        self._processes[name].kill()
        self._processes[name].wait()

    def stop(self) -> None:
        for process in self._processes.values():
            if process.poll() is None:
                process.terminate()
        for process in self._processes.values():
            try:
                process.wait(STOP)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def command(self, *arguments: str) -> str:
        """What a command of the line prints; a failure is raised with what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "enishi.project.cli", *arguments],
            env=self._environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"enishi {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def call(self, method: str, path: str, body: Any = None, **query: str) -> Any:
        """One call of the API; (status, answer)."""
        asked = f"?{urlencode(query)}" if query else ""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/api/v1{path}{asked}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")

    def all(self, path: str, **query: str) -> list[Any]:
        """Every record of a list, page by page."""
        found: list[Any] = []
        while True:
            status, page = self.call("GET", path, limit="200", **query)
            assert status == 200, page
            found += page["data"]
            if not page["next"]:
                return found
            query["cursor"] = page["next"]

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health/live", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def wait(self, true: Callable[[], Any], *, seconds: float = 30.0, what: str = "") -> Any:
        """Wait until something holds, and return it; an AssertionError says what did not come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = true()
            if found:
                return found
            time.sleep(0.1)
        raise AssertionError(f"not within {seconds} s: {what or true}\n{self.logs()}")

    def logs(self) -> str:
        """The last lines of every process."""
        return "\n".join(
            f"--- {path.name}\n" + "\n".join(path.read_text(errors="replace").splitlines()[-15:])
            for path in self.home.glob("*.log")
        )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
