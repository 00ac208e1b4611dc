"""Every call in and out, redacted and capped."""

from __future__ import annotations

from functools import partial

from django.db import models

from enishi.kernel import ids


class ExchangeRow(models.Model):
    """One attempt at one call. Ids sort by time, so pages and pruning go along the primary key.

    `call` is what a connector asked for (operation and its parts), from which the same call can be made
    again; `reference` is the delivery, pull or inbox item that it was made for. `cause` and `incident`
    are the clinic's.
    """

    id = models.CharField(primary_key=True, max_length=40, default=partial(ids.new, "exc"), editable=False)
    connection_id = models.CharField(max_length=40, default="")
    direction = models.CharField(max_length=3)
    operation = models.CharField(max_length=100, default="")
    reference = models.CharField(max_length=60, default="")
    ok = models.BooleanField()
    method = models.CharField(max_length=20, default="")
    url = models.TextField(default="")
    request_headers = models.JSONField(default=list)
    request_body = models.BinaryField(default=bytes)
    request_size = models.PositiveBigIntegerField(default=0)
    status = models.PositiveIntegerField(null=True)
    response_headers = models.JSONField(default=list)
    response_body = models.BinaryField(default=bytes)
    response_size = models.PositiveBigIntegerField(default=0)
    failure_kind = models.CharField(max_length=100, default="")
    failure_message = models.TextField(default="")
    failure_phase = models.CharField(max_length=20, default="")
    sent = models.BooleanField(null=True)
    started_at = models.DateTimeField()
    elapsed = models.FloatField(null=True)
    timings = models.JSONField(default=list)
    call = models.JSONField(default=dict)
    cause = models.CharField(max_length=60, default="")
    incident = models.CharField(max_length=40, default="")

    class Meta:
        indexes = [
            models.Index(fields=["connection_id", "-id"], name="hub_exchange_by_connection"),
            models.Index(
                fields=["connection_id", "-id"], condition=models.Q(ok=False), name="hub_exchange_failed"
            ),
            models.Index(fields=["reference", "-id"], name="hub_exchange_by_reference"),
        ]
