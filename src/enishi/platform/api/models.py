"""Answers kept for requests that are sent again."""

from __future__ import annotations

from django.db import models


class Replay(models.Model):
    """The answer given to one Idempotency-Key of one credential."""

    id = models.BigAutoField(primary_key=True)
    credential = models.CharField(max_length=60)
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["credential", "key"], name="api_one_answer_per_key")]
