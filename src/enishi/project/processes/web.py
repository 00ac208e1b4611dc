"""`enishi web`: pages, API and intake on one port."""

from __future__ import annotations

import os
from pathlib import Path

from enishi.platform import logs
from enishi.platform.config import options
from enishi.project.processes import lifeline

TARGET = "enishi.project.asgi:application"
STOP_WITHIN = 10


def run() -> None:
    """Serve until told to stop; several workers share the port."""
    _share_metrics()
    from granian import Granian
    from granian.constants import Interfaces

    logs.configure()
    lifeline.watch()
    Granian(
        TARGET,
        address=options.value("ENISHI_HOST"),
        port=int(options.value("ENISHI_PORT")),
        interface=Interfaces.ASGI,
        workers=int(options.value("ENISHI_WEB_PROCESSES")),
        websockets=False,
        backlog=1024,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN,
        log_enabled=False,
    ).serve()


def _share_metrics() -> None:
    """Let prometheus-client add up what all web processes count; begun anew with each start."""
    folder = options.home() / "metrics"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.db"):
        Path(old).unlink(missing_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
