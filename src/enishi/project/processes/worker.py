"""`enishi worker`: jobs, events, intake and deliveries, without a port."""

from __future__ import annotations

import signal
import threading

from enishi.platform import logs
from enishi.platform.config import options
from enishi.project.processes import lifeline


def run() -> None:
    """Work until told to stop; running jobs are finished first."""
    import django

    django.setup()
    from enishi.platform.jobs.worker import Loop

    logs.configure()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    lifeline.watch()
    Loop(threads=int(options.value("ENISHI_WORKER_THREADS")), stop=stop).run()
