"""Child processes that are started again when they fall."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field

import structlog

from enishi.project.processes import lifeline

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Child:
    """One process to keep going.

    Attributes:
        name: how log lines call it.
        command: its arguments, the program first.
        environment: variables added to our own.
    """

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _pause: float = 0.0
    _due: float = 0.0

    @classmethod
    def of_ours(cls, name: str, *arguments: str, **environment: str) -> Child:
        """A child that runs one of our own commands."""
        return cls(name, [sys.executable, "-m", "enishi.project.cli", *arguments], environment)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def look_after(self, life: int) -> None:
        """Start the process if it is not running and its pause is over; `life` is the lifeline's reading end."""
        now = time.monotonic()
        if self._process is not None:
            if self._process.poll() is None:
                return
            self._note_fall(now)
        if now >= self._due:
            self._start(life, now)

    def ask_to_stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait(self, until: float) -> None:
        """Wait for the end until a moment of the monotonic clock, then end it by force."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.warning("child.killed", child=self.name)
            self._process.kill()
            self._process.wait()

    def _start(self, life: int, now: float) -> None:
        variables = os.environ | self.environment | {lifeline.VARIABLE: str(life)}
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            self.command, env=variables, pass_fds=(life,), start_new_session=True, stdin=subprocess.DEVNULL
        )
        self._started = now

    def _note_fall(self, now: float) -> None:
        assert self._process is not None
        steady = now - self._started > STEADY_AFTER
        self._pause = FIRST_PAUSE if steady or not self._pause else min(self._pause * 2, LONGEST_PAUSE)
        self._due = now + self._pause
        log.warning("child.fell", child=self.name, code=self._process.returncode, again_in=self._pause)
        self._process = None
