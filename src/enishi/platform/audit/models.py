"""Who did what, when, to which record; never changed afterwards."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class AppendOnlyError(RuntimeError):
    """Someone tried to change or remove what the audit trail holds."""


class AppendOnly(models.QuerySet["Entry"]):
    """A query that can read and add, nothing else."""

    def update(self, **_: Any) -> NoReturn:
        raise AppendOnlyError("Audit entries are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("Audit entries are never deleted")


class Entry(models.Model):
    """One act. `actor` is "user:<email>", "key:<id>", "connection:<id>" or "system"."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    action = models.CharField(max_length=100)
    subject = models.CharField(max_length=40)
    changes = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, default="")
    address = models.CharField(max_length=60, default="")

    objects = AppendOnly.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-id"], name="audit_by_subject"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry.

        Raises:
            AppendOnlyError: the entry is stored already.
        """
        if not self._state.adding:
            raise AppendOnlyError("Audit entries are never changed")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnlyError("Audit entries are never deleted")
