"""Work to be done once, by any worker, on both databases."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Job(models.Model):
    """One piece of work. Done work is deleted; work that used up its attempts stays as failed."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=100)
    payload = models.JSONField(default=dict)
    key = models.CharField(
        max_length=200, default="", help_text="Jobs of one key run one at a time, in order"
    )
    dedupe = models.CharField(max_length=200, null=True, help_text="At most one waiting job has this value")  # noqa: DJ001
    run_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    leased_by = models.CharField(max_length=100, default="")
    leased_until = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe"],
                condition=Q(dedupe__isnull=False, failed_at__isnull=True, leased_until__isnull=True),
                name="jobs_one_waiting",
            )
        ]
        indexes = [
            models.Index(fields=["run_at", "id"], condition=Q(failed_at__isnull=True), name="jobs_due"),
            models.Index(
                fields=["key", "id"], condition=Q(failed_at__isnull=True) & ~Q(key=""), name="jobs_by_key"
            ),
        ]


class Schedule(models.Model):
    """When a recurring job runs next; rows follow what the code declares."""

    name = models.CharField(max_length=100, primary_key=True)
    next_run = models.DateTimeField()


class Worker(models.Model):
    """A living worker's heartbeat, for health pages and for taking over its leases at once when it ends."""

    name = models.CharField(max_length=100, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
