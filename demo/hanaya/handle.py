"""Holds a running shop for a test or a demonstration, and speaks to its control desk."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
STOP_SECONDS = 10.0


class ControlError(RuntimeError):
    """The control desk refused."""


class Handle:
    """A running shop.

    Attributes:
        base_url: the old address; `new_base_url` the new one, `tls_base_url` the one behind TLS (or None).
        authority: PEM file of the made-up root certificate, None without TLS.
    """

    def __init__(self, announced: dict[str, Any], stop: Callable[[], None]) -> None:
        self.base_url: str = announced["base_url"]
        self.new_base_url: str = announced["new_base_url"]
        self.tls_base_url: str | None = announced["tls_base_url"]
        self.authority: str | None = announced["authority"]
        self._stop = stop

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Close the shop; does nothing the second time."""
        self._stop()

    def control(self, method: str, path: str, **query: Any) -> Any:
        """Call /control/<path> and give its JSON; raises ControlError when it refuses."""
        asked = urlencode({name: value for name, value in query.items() if value is not None})
        connection = HTTPConnection(urlsplit(self.base_url).netloc, timeout=60)
        try:
            connection.request(method, f"/control/{path}?{asked}")
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        if answer.status >= 400:  # noqa: PLR2004 - refusals begin here
            raise ControlError(f"{method} /control/{path}: {answer.status} {text}")
        return json.loads(text)

    def break_(
        self,
        name: str,
        *,
        variant: str | None = None,
        calls: int | None = None,
        seconds: float | None = None,
        wait: float | None = None,
    ) -> Any:
        return self.control("POST", f"break/{name}", variant=variant, calls=calls, seconds=seconds, wait=wait)

    def mend(self, name: str | None = None) -> Any:
        """Mend one breakage, or all."""
        return self.control("POST", f"mend/{name}" if name else "mend")

    def buy(self, count: int = 1) -> list[str]:
        """The ids of the orders made."""
        bought: list[str] = self.control("POST", "buy", count=count)["orders"]
        return bought

    def state(self) -> Any:
        return self.control("GET", "state")

    def orders(self) -> Any:
        return self.control("GET", "orders")

    def writes(self, *, key: str | None = None, reference: str | None = None) -> Any:
        return self.control("GET", "writes", key=key, reference=reference)

    def deliveries(self, *, status: str | None = None) -> Any:
        return self.control("GET", "deliveries", status=status)

    def credentials(self) -> Any:
        return self.control("GET", "credentials")

    @property
    def api_key(self) -> str:
        """The newest API key."""
        return str(self.credentials()["api_key"])

    def wait_until_quiet(self, seconds: float = 30.0) -> Any:
        """The state once no webhook is pending; raises TimeoutError."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            state = self.state()
            if state["webhooks"]["pending"] == 0:
                return state
            time.sleep(0.02)
        raise TimeoutError("webhooks are still pending")


class Process:
    """The shop as a process of its own, killed by its id alone."""

    def __init__(self, arguments: tuple[str, ...]) -> None:
        command = [sys.executable, "-m", "demo.hanaya", "--announce", *arguments]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own module

    def open(self) -> Handle:
        """The handle once the shop listens; raises RuntimeError when it ends before."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self.stop()
            raise RuntimeError("the shop did not open")
        return Handle(json.loads(line), self.stop)

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()


def start_process(*arguments: str) -> Handle:
    """Open the shop in a process of its own, with the arguments of `python -m demo.hanaya`."""
    return Process(arguments).open()
