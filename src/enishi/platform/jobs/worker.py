"""The loop of one worker: claim a batch, run it on threads, renew its leases, start recurring jobs.

A worker that is killed leaves leases that end by themselves; the work is then taken up by another, once.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import traceback
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from functools import partial

import structlog
from django.db import OperationalError, close_old_connections, connection, transaction

from enishi.kernel import clock
from enishi.platform.jobs import pumps, queries, recurring
from enishi.platform.jobs.models import Worker
from enishi.platform.jobs.registry import HANDLERS, Again

log = structlog.get_logger()
LEASE = timedelta(seconds=30)
HEARTBEAT = 5.0
IDLE, LONGEST_IDLE = 0.02, 0.2
BATCH_PER_THREAD = 4


def worker_name() -> str:
    """A name that no other worker has, living or dead."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


class Loop:
    """One worker; `run` until `stop` is set."""

    def __init__(self, *, threads: int, stop: threading.Event, name: str | None = None) -> None:
        self.name = name or worker_name()
        self._stop = stop
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="job")

    def run(self) -> None:
        """Work until stopped; running jobs are finished first."""
        now = clock.now()
        Worker.objects.create(name=self.name, started_at=now, seen_at=now)
        beat = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
        beat.start()
        turning = pumps.start(self._stop)
        running: set[Future[None]] = set()
        pause = IDLE
        try:
            while not self._stop.is_set():
                running = {future for future in running if not future.done()}
                room = self._threads * BATCH_PER_THREAD - len(running)
                jobs = self._claim(room) if room > 0 else []
                running |= {self._pool.submit(run_claimed, job, self.name) for job in jobs}
                if jobs:
                    pause = IDLE
                else:
                    self._wait(running, pause)
                    pause = min(pause * 2, LONGEST_IDLE)
        finally:
            self._end_threads()
            self._stop.set()
            for thread in (beat, *turning):
                thread.join(timeout=HEARTBEAT + 1)
            Worker.objects.filter(name=self.name).delete()
            connection.close()

    def _end_threads(self) -> None:
        """Finish what runs, then each thread closes its own connection; they meet, so that none closes for two."""
        meeting = threading.Barrier(self._threads)
        for _ in range(self._threads):
            self._pool.submit(_leave, meeting)
        self._pool.shutdown(wait=True)

    def _wait(self, running: set[Future[None]], pause: float) -> None:
        if running:
            wait(running, timeout=pause, return_when="FIRST_COMPLETED")
        self._stop.wait(pause)

    def _claim(self, count: int) -> list[queries.Claimed]:
        try:
            close_old_connections()
            return claim(self.name, count)
        except OperationalError as error:
            log.warning("database not reachable", error=str(error))
            self._stop.wait(1)
            return []

    def _beat(self) -> None:
        while not self._stop.wait(HEARTBEAT):
            try:
                now = clock.now()
                with transaction.atomic():
                    Worker.objects.filter(name=self.name).update(seen_at=now)
                    queries.renew(self.name, until=now + LEASE)
                    recurring.start_due(now)
                    Worker.objects.filter(seen_at__lt=now - 10 * LEASE).delete()
            except OperationalError as error:
                log.warning("heartbeat missed", error=str(error))
        connection.close()


def _leave(meeting: threading.Barrier) -> None:
    meeting.wait()
    connection.close()


def claim(name: str, count: int) -> list[queries.Claimed]:
    """Lease due jobs; a first look outside the write lock keeps an idle queue free of writes."""
    now = clock.now()
    if not queries.something_due(now):
        return []
    with transaction.atomic():
        return queries.claim(worker=name, count=count, now=now, until=now + LEASE)


def run_claimed(job: queries.Claimed, worker: str) -> None:
    """Run one leased job and record how it ended; never raises."""
    close_old_connections()
    handler, started = HANDLERS.get(job.kind), clock.now()
    try:
        if handler is None:
            raise LookupError(f"no handler for job kind {job.kind!r}")
        handler.run(job.payload)
    except Again as again:
        end = partial(
            queries.put_back, job, worker, run_at=clock.now() + again.after, error="", counted=False
        )
    except Exception as error:  # noqa: BLE001 - whatever a job raises must end in the table, not in the thread
        text = "".join(traceback.format_exception(error))[-4000:]
        log.warning("job failed", kind=job.kind, job=job.id, attempt=job.attempt, error=repr(error)[:500])
        now = clock.now()
        if handler is None or job.attempt >= handler.attempts:
            end = partial(queries.give_up, job, worker, now=now, error=text)
        else:
            end = partial(
                queries.put_back,
                job,
                worker,
                run_at=now + handler.pause(job.attempt),
                error=text,
                counted=True,
            )
    else:
        end = partial(queries.finish, job, worker)
    with transaction.atomic():
        end()
        if handler and handler.per_second and job.key:
            queries.space_out(job.key, not_before=started + timedelta(seconds=1 / handler.per_second))


def run_due(*, limit: int = 1000) -> int:
    """Run everything that is due now in this thread; returns how many jobs ran. For tests and one-off commands."""
    name, done = worker_name(), 0
    while done < limit:
        jobs = claim(name, 1)
        if not jobs:
            return done
        run_claimed(jobs[0], name)
        done += 1
    return done
