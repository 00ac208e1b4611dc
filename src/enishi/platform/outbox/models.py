"""Events, written in the same transaction as the change that they tell of."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Event(models.Model):
    """Something that happened to a record, for others to react to.

    `seq` orders events; `id` is what the outside sees. `origin` is the connection whose data caused the
    event ("" for people and API clients): consumers use it to avoid echoing a change to where it came from.
    """

    seq = models.BigAutoField(primary_key=True)
    id = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=100)
    subject = models.CharField(max_length=40)
    customer_id = models.CharField(max_length=40, default="")
    origin = models.CharField(max_length=40, default="")
    actor = models.CharField(max_length=200, default="")
    data = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    created_at = models.DateTimeField()
    dispatched = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["seq"], condition=Q(dispatched=False), name="outbox_waiting"),
            models.Index(fields=["customer_id", "-occurred_at", "-seq"], name="outbox_by_customer"),
            models.Index(fields=["created_at"], name="outbox_by_age"),
        ]
