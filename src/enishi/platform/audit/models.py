"""Who did what, when, to which record; never changed afterwards."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One act. `actor` is "user:<email>", "key:<id>", "connection:<id>" or "system"."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    action = models.CharField(max_length=100)
    subject = models.CharField(max_length=40)
    changes = models.JSONField(default=dict)
    request_id = models.CharField(max_length=60, default="")
    address = models.CharField(max_length=60, default="")

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-id"], name="audit_by_subject"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
        ]
