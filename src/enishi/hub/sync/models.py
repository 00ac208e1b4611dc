"""Pulls: reading another system page by page, resumable at any page."""

from __future__ import annotations

from functools import partial

from django.db import models

from enishi.hub.connections.models import Connection
from enishi.kernel import clock, ids


class Pull(models.Model):
    """One reading of one resource ("orders", "customers") of a connection.

    `mode` is "backfill" (everything, once) or "recent" (what changed since the last good one, with overlap).
    `checkpoint` is the connector's cursor of the next page. States: waiting, running, held, done, failed.
    """

    id = models.CharField(primary_key=True, max_length=40, default=partial(ids.new, "pul"), editable=False)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="pulls")
    resource = models.CharField(max_length=50)
    mode = models.CharField(max_length=20, default="backfill")
    state = models.CharField(max_length=20, default="waiting")
    since = models.DateTimeField(null=True)
    checkpoint = models.JSONField(default=dict)
    pages = models.PositiveIntegerField(default=0)
    records = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    newest = models.DateTimeField(null=True, help_text="Latest change seen; the next pull starts from here")
    reason = models.TextField(default="")
    started_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["connection", "resource", "-id"], name="hub_pull_by_connection")]
