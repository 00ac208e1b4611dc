"""What reached us and is acknowledged, waiting to be applied once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

UNFINISHED = ("waiting", "held")


class InboxItem(models.Model):
    """One received payload. Done items stay for a while, so that a repeat is recognised by its `key`.

    States: waiting, held (its connection must be mended first), quarantined (this payload alone cannot be
    applied; `reason` says why), done, skipped (nothing to apply). Items of one `ordering` are applied in the
    order in which they came; a quarantined one lets the others pass.
    """

    id = models.BigAutoField(primary_key=True)
    connection_id = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    ordering = models.CharField(max_length=200, default="")
    event = models.CharField(max_length=100, default="")
    method = models.CharField(max_length=10, default="POST")
    headers = models.JSONField(default=list)
    body = models.BinaryField(default=bytes)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=20, default="waiting")
    run_at = models.DateTimeField()
    leased_by = models.CharField(max_length=100, default="")
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    reason = models.TextField(default="")
    exchange_id = models.CharField(max_length=40, default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "hub_inbox"
        constraints = [models.UniqueConstraint(fields=["connection_id", "key"], name="hub_inbox_once")]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="waiting"), name="hub_inbox_waiting"),
            models.Index(
                fields=["connection_id", "ordering", "id"],
                condition=Q(state__in=UNFINISHED),
                name="hub_inbox_order",
            ),
            models.Index(
                fields=["connection_id", "-id"],
                condition=Q(state__in=("held", "quarantined")),
                name="hub_inbox_stuck",
            ),
            models.Index(fields=["done_at"], condition=Q(done_at__isnull=False), name="hub_inbox_done"),
        ]
