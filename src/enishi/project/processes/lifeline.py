"""A child ends when its parent does, even if the parent was killed.

The parent keeps the writing end of a pipe open; the child's reading end meets its end the moment the
parent is gone.
"""

from __future__ import annotations

import os
import signal
import threading

VARIABLE = "ENISHI_LIFELINE"


def watch() -> None:
    """Ask this process to stop when the parent that holds the other end is gone; without one, nothing."""
    descriptor = os.environ.pop(VARIABLE, "")
    if descriptor:
        threading.Thread(target=_wait, args=(int(descriptor),), name="lifeline", daemon=True).start()


def _wait(descriptor: int) -> None:
    os.read(descriptor, 1)
    os.kill(os.getpid(), signal.SIGTERM)
