"""Jobs: once, in order, with retries, leases that pass on, and recurrence."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from enishi.kernel import clock
from enishi.platform import jobs
from enishi.platform.jobs import queries, recurring, registry, worker
from enishi.platform.jobs.cron import Cron
from enishi.platform.jobs.models import Job, Schedule

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A handler "note" that keeps what it was given; handlers of other rooms stay out."""
    found: list[Any] = []
    monkeypatch.setattr(registry, "HANDLERS", {})
    monkeypatch.setattr(worker, "HANDLERS", registry.HANDLERS)
    jobs.handler("note", attempts=2, backoff=timedelta(0))(lambda payload: found.append(payload["n"]))
    return found


def test_each_job_runs_once_in_order(ran: list[Any]) -> None:
    """Jobs of one key run in the order in which they were put; done ones are gone."""
    for number in range(5):
        jobs.enqueue("note", {"n": number}, key="a")
    assert jobs.run_due() == 5
    assert ran == [0, 1, 2, 3, 4]
    assert not Job.objects.exists()


def test_nothing_remains_of_a_rolled_back_change(ran: list[Any]) -> None:
    """A job exists only if the change that asked for it does."""

    def change() -> None:
        with transaction.atomic():
            jobs.enqueue("note", {"n": 1})
            raise LookupError

    with pytest.raises(LookupError):
        change()
    assert jobs.run_due() == 0


def test_equal_waiting_jobs_are_one(ran: list[Any]) -> None:
    """`dedupe` adds nothing while an equal one waits, and something again once it ran."""
    assert jobs.enqueue("note", {"n": 1}, dedupe="x")
    assert jobs.enqueue("note", {"n": 2}, dedupe="x") is None
    jobs.run_due()
    assert jobs.enqueue("note", {"n": 3}, dedupe="x")


def test_failure_is_tried_again_and_then_kept(ran: list[Any]) -> None:
    """A failing job is tried as often as its handler says, then kept with its error; others go on."""

    def fail(_payload: dict[str, Any]) -> None:
        raise ValueError("bad luck")

    jobs.handler("fail", attempts=2, backoff=timedelta(0))(fail)
    jobs.enqueue("fail", {})
    jobs.enqueue("note", {"n": 1})
    jobs.run_due()
    kept = Job.objects.get(kind="fail")
    assert (kept.attempts, kept.failed_at is not None, ran) == (2, True, [1])
    assert "bad luck" in kept.last_error


def test_again_is_no_failure(ran: list[Any]) -> None:
    """A handler that wants to run later keeps its attempts."""

    def wait(_payload: dict[str, Any]) -> None:
        raise jobs.Again(timedelta(hours=1))

    jobs.handler("wait")(wait)
    jobs.enqueue("wait", {})
    jobs.run_due()
    job = Job.objects.get()
    assert (job.attempts, job.failed_at) == (0, None)
    assert job.run_at > clock.now() + timedelta(minutes=59)


def test_older_job_of_the_key_holds_the_younger_back(ran: list[Any]) -> None:
    """Order stands above haste: while an older one of the key waits, the younger one does."""
    jobs.enqueue("note", {"n": 1}, key="a", delay=timedelta(hours=1))
    jobs.enqueue("note", {"n": 2}, key="a")
    jobs.enqueue("note", {"n": 3}, key="b")
    jobs.run_due()
    assert ran == [3]


def test_work_of_a_dead_worker_is_taken_up(ran: list[Any]) -> None:
    """A lease that ended is claimed by another, and the dead one's late word counts no more."""
    jobs.enqueue("note", {"n": 1})
    past = clock.now() - timedelta(minutes=5)
    with transaction.atomic():
        (lost,) = queries.claim(worker="dead", count=1, now=clock.now(), until=past)
    assert jobs.run_due() == 1
    assert ran == [1]
    assert not queries.finish(lost, "dead")


def test_two_workers_never_share_a_job(ran: list[Any]) -> None:
    """Claims side by side are disjoint."""
    for number in range(40):
        jobs.enqueue("note", {"n": number})
    taken: list[int] = []
    barrier = threading.Barrier(2)

    def claim() -> None:
        from django.db import connection

        barrier.wait()
        for _ in range(10):
            taken.extend(job.id for job in worker.claim(worker.worker_name(), 4))
        connection.close()

    threads = [threading.Thread(target=claim) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 40


def test_rate_of_a_key(ran: list[Any]) -> None:
    """A handler with a rate spaces the jobs of each key."""
    jobs.handler("paced", per_second=0.5)(lambda payload: ran.append(payload["n"]))
    for number in range(2):
        jobs.enqueue("paced", {"n": number}, key="shop")
    assert jobs.run_due() == 1
    assert Job.objects.get().run_at > clock.now() + timedelta(seconds=1)


def test_loop_runs_jobs_and_ends(ran: list[Any]) -> None:
    """A worker's loop runs what comes and stops cleanly."""
    stop = threading.Event()
    jobs.enqueue("note", {"n": 1})
    thread = threading.Thread(target=worker.Loop(threads=2, stop=stop).run)
    thread.start()
    for _ in range(200):
        if ran:
            break
        stop.wait(0.02)
    stop.set()
    thread.join(20)
    assert (ran, thread.is_alive()) == ([1], False)


def test_recurring_job_starts_once(ran: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """However many workers look, the clock puts a recurring job on the queue once."""
    monkeypatch.setattr(
        recurring, "RECURRING", {"tick": registry.Recurring("tick", every=timedelta(minutes=1))}
    )
    now = clock.now()
    assert recurring.start_due(now) == 0
    later = now + timedelta(minutes=2)
    assert [recurring.start_due(later), recurring.start_due(later)] == [1, 0]
    assert Schedule.objects.get().next_run == later + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("line", "after", "next_run"),
    [
        ("*/5 * * * *", "2026-11-23T10:02", "2026-11-23T10:05"),
        ("0 3 * * *", "2026-11-23T03:00", "2026-11-24T03:00"),
        ("30 9 1 1 *", "2026-11-23T10:02", "2027-01-01T09:30"),
        ("0 0 * * 1-5", "2026-11-20T12:00", "2026-11-23T00:00"),
        ("0 0 13 * 5", "2026-11-23T00:00", "2026-11-27T00:00"),
        ("0 0 29 2 *", "2026-11-23T00:00", "2028-02-29T00:00"),
        ("0 12 * * 7", "2026-11-23T00:00", "2026-11-29T12:00"),
    ],
)
def test_cron(line: str, after: str, next_run: str) -> None:
    """Cron lines mean what they mean to cron."""
    assert (
        Cron.parse(line).after(datetime.fromisoformat(after).replace(tzinfo=UTC)).isoformat()
        == f"{next_run}:00+00:00"
    )


@pytest.mark.parametrize("line", ["* * * *", "60 * * * *", "a * * * *", "*/0 * * * *", "0 0 31 2 *"])
def test_bad_cron_is_refused(line: str) -> None:
    """A line that cannot be read, or never comes, is refused by name."""
    with pytest.raises(ValueError, match="cron"):
        Cron.parse(line).after(clock.now())
