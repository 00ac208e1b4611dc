"""A connection to one account of one other system: what it is, how it fares, what is held and why."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.db import models

from enishi.kernel import clock, ids
from enishi.platform import crypto


class State(models.TextChoices):
    """What a connection does. Work of a connection that is not active waits; none is lost."""

    ACTIVE = "active"
    PAUSED = "paused"
    NEEDS_PERSON = "needs_person"
    OFF = "off"


class Connection(models.Model):
    """One account of one other system.

    `edits` are the doctor's actions that every outgoing request goes through; each is a dict with an
    additional "operation" (fnmatch pattern, absent for all) and "incident". `version` grows with every
    change, so that caches notice within a second.
    """

    id = models.CharField(primary_key=True, max_length=40, default=partial(ids.new, "con"), editable=False)
    name = models.CharField(max_length=200)
    connector = models.CharField(max_length=50)
    settings = models.JSONField(default=dict)
    sealed_secrets = models.TextField(default="")
    state = models.CharField(max_length=20, choices=State, default=State.ACTIVE)
    reason = models.TextField(default="")
    rate = models.FloatField(default=0, help_text="Calls a second; 0 for no bound of our own")
    concurrency = models.PositiveIntegerField(default=2)
    edits = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["connector", "state"], name="hub_connection_kind")]

    @property
    def secrets(self) -> dict[str, Any]:
        """The secrets by their manifest names, opened now.

        Raises:
            Undecryptable: when no key in force opens them. Reading the row itself never raises.
        """
        return json.loads(crypto.open_sealed(self.sealed_secrets)) if self.sealed_secrets else {}

    @secrets.setter
    def secrets(self, values: dict[str, Any]) -> None:
        self.sealed_secrets = crypto.seal(json.dumps(values, ensure_ascii=False)) if values else ""


class ConnectionChange(models.Model):
    """One change of a connection, by a person or by a remedy; can be undone. Secrets stay sealed."""

    id = models.BigAutoField(primary_key=True)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(default=clock.now)
    actor = models.CharField(max_length=200)
    action = models.CharField(max_length=50)
    note = models.TextField(default="")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    sealed_before = models.TextField(default="")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["connection", "-id"], name="hub_change_by_connection")]


class Hold(models.Model):
    """Work that waits on purpose: calls out ("out"), inbox items ("in"), of one operation or of all ("")."""

    id = models.BigAutoField(primary_key=True)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="holds")
    lane = models.CharField(max_length=3, choices=[("in", "in"), ("out", "out")])
    operation = models.CharField(max_length=100, default="")
    reason = models.TextField(default="")
    incident = models.CharField(max_length=40, default="")
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "lane", "operation"], name="hub_one_hold"),
        ]


class Health(models.Model):
    """How calls to a connection fare: breaker, pauses asked for, next free slot of its rate."""

    connection = models.OneToOneField(Connection, on_delete=models.CASCADE, primary_key=True)
    last_success_at = models.DateTimeField(null=True)
    last_failure_at = models.DateTimeField(null=True)
    last_received_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(
        default=0, help_text="Consecutive failures of the way or the server"
    )
    blocked_until = models.DateTimeField(null=True)
    blocked_why = models.CharField(max_length=20, default="")
    next_slot_at = models.DateTimeField(null=True)


class Token(models.Model):
    """OAuth tokens of one connection. Refreshed under a lease, so that a rotated token is never lost in a race."""

    connection = models.OneToOneField(Connection, on_delete=models.CASCADE, primary_key=True)
    sealed = models.TextField(default="")
    expires_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    refreshing_until = models.DateTimeField(null=True)
    dead_reason = models.CharField(max_length=100, default="")
    refreshed_at = models.DateTimeField(null=True)
