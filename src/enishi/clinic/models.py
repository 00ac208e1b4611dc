"""Incidents: one per connection, cause and operation, from the first failure to the proof that it works again."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q

from enishi.kernel import clock, ids


class State(models.TextChoices):
    """Where an incident stands; loudness follows what is asked of the reader."""

    TREATING = "treating"
    WAITING = "waiting"
    ASKING = "asking"
    PERSON = "person"
    REPLAYING = "replaying"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"


OPEN = (State.TREATING, State.WAITING, State.ASKING, State.PERSON, State.REPLAYING)


class Incident(models.Model):
    """One story.

    `diagnosis` holds the doctor's answer in both languages with the lines of the exchange, `call` the failing
    call as `sdk.Call`, `tried` the slugs of remedies that did not help, `applied` what is in force.
    """

    id = models.CharField(primary_key=True, max_length=40, default=partial(ids.new, "inc"), editable=False)
    number = models.PositiveIntegerField(unique=True)
    connection_id = models.CharField(max_length=40)
    cause = models.CharField(max_length=60)
    code = models.CharField(max_length=10)
    operation = models.CharField(max_length=100)
    state = models.CharField(max_length=12, choices=State, default=State.TREATING)
    severity = models.CharField(max_length=10, default="medium")
    confidence = models.FloatField(default=0)
    diagnosis = models.JSONField(default=dict)
    call = models.JSONField(default=dict)
    reference = models.CharField(max_length=60, default="")
    first_exchange = models.CharField(max_length=40)
    last_exchange = models.CharField(max_length=40)
    proof_exchange = models.CharField(max_length=40, default="")
    failures = models.PositiveIntegerField(default=1)
    tried = models.JSONField(default=list)
    applied = models.JSONField(default=list)
    attempts = models.PositiveIntegerField(default=0, help_text="Verifications made")
    next_try_at = models.DateTimeField(null=True)
    busy_until = models.DateTimeField(null=True, help_text="Lease of whoever treats it at this moment")
    held_peak = models.PositiveIntegerField(default=0)
    replayed = models.JSONField(default=dict)
    reopened = models.PositiveIntegerField(default=0)
    resolution = models.CharField(max_length=60, default="")
    opened_at = models.DateTimeField(default=clock.now)
    named_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(default=clock.now)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection_id", "cause", "operation"],
                condition=Q(state__in=OPEN),
                name="clinic_one_open",
            )
        ]
        indexes = [
            models.Index(
                fields=["connection_id", "operation"], condition=Q(state__in=OPEN), name="clinic_open"
            ),
            models.Index(fields=["-number"], name="clinic_newest"),
        ]

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def label(self) -> str:
        return f"INC-{self.number:04}"


class Act(models.Model):
    """One thing that happened to an incident; the log of the story. `data` fills the words of `kind`."""

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="acts")
    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=30)
    actor = models.CharField(max_length=200, default="system")
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["incident", "id"], name="clinic_acts")]


class Check(models.Model):
    """The failing call of a closed incident, made again on schedule so that its cause is noticed when it returns."""

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="check_again")
    connection_id = models.CharField(max_length=40)
    call = models.JSONField(default=dict)
    every_seconds = models.PositiveIntegerField(default=3600)
    next_run = models.DateTimeField()
    last_run = models.DateTimeField(null=True)
    last_ok = models.BooleanField(null=True)

    class Meta:
        indexes = [models.Index(fields=["next_run"], name="clinic_checks_due")]
