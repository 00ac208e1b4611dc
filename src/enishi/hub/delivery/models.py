"""What we owe to other systems, and who outside listens to our events."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q

from enishi.hub.connections.models import Connection
from enishi.kernel import clock, ids

OPEN = ("pending", "sending", "held", "unknown")


class Subscription(models.Model):
    """Someone outside who is told of our events; its address and secrets are those of its connection.

    `events` are fnmatch patterns of event kinds; `filter` maps a path in the event's data to the value (or
    list of values) that it must have. State "gone" follows a 410 from the receiver.
    """

    id = models.CharField(primary_key=True, max_length=40, default=partial(ids.new, "sub"), editable=False)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="subscriptions")
    events = models.JSONField(default=list)
    filter = models.JSONField(default=dict)
    state = models.CharField(max_length=20, default="active", help_text="active, paused or gone")
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)


class Delivery(models.Model):
    """One call that must be made, with what is known about its attempts.

    States: pending, sending, held, delivered, failed (attempts used up, or refused for good) and unknown (a
    write left us, no answer came, and nothing tells whether it happened). `call` is an `sdk.Call` as dict.
    """

    id = models.CharField(primary_key=True, max_length=40, default=partial(ids.new, "dlv"), editable=False)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="deliveries")
    subscription = models.ForeignKey(Subscription, null=True, on_delete=models.SET_NULL)
    operation = models.CharField(max_length=100)
    call = models.JSONField(default=dict)
    event_id = models.CharField(max_length=40, default="")
    subject = models.CharField(max_length=40, default="")
    state = models.CharField(max_length=20, default="pending")
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(default=clock.now)
    leased_by = models.CharField(max_length=100, default="")
    leased_until = models.DateTimeField(null=True)
    last_exchange = models.CharField(max_length=40, default="")
    reason = models.TextField(default="")
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["connection", "next_at", "id"], condition=Q(state="pending"), name="hub_delivery_due"
            ),
            models.Index(fields=["connection", "-id"], name="hub_delivery_by_connection"),
            models.Index(
                fields=["connection", "operation"],
                condition=Q(state__in=OPEN),
                name="hub_delivery_open",
            ),
            models.Index(fields=["leased_until"], condition=Q(state="sending"), name="hub_delivery_leases"),
            models.Index(
                fields=["finished_at"], condition=Q(finished_at__isnull=False), name="hub_delivery_done"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "event_id"],
                condition=~Q(event_id="") & Q(subscription__isnull=False),
                name="hub_delivery_once",
            )
        ]
