"""People whom the company serves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Customer(models.Model):
    """One person. `version` grows with every change and is the ETag.

    `merged_into` keeps the ids of merged records usable for ever: they lead to the record that stayed.
    """

    id = models.CharField(max_length=40, primary_key=True)
    family_name = models.CharField(max_length=100, default="")
    given_name = models.CharField(max_length=100, default="")
    family_kana = models.CharField(max_length=100, default="")
    given_kana = models.CharField(max_length=100, default="")
    name = models.CharField(max_length=210, default="", help_text="As shown, in the person's own order")
    sort_name = models.CharField(max_length=210, default="", help_text="Reading, or name where none is known")
    company = models.CharField(max_length=200, default="")
    language = models.CharField(max_length=10, default="")
    note = models.TextField(default="")
    custom = models.JSONField(default=dict)
    search = models.TextField(default="", help_text="Folded bigrams of what a search may find")
    origin = models.CharField(max_length=40, default="", help_text="Connection that first brought the record")
    version = models.PositiveIntegerField(default=1)
    merged_into = models.CharField(max_length=40, default="")
    deleted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["-id"], condition=Q(deleted_at=None, merged_into=""), name="customers_alive"
            ),
            models.Index(
                fields=["sort_name", "id"],
                condition=Q(deleted_at=None, merged_into=""),
                name="customers_by_name",
            ),
            models.Index(fields=["updated_at", "id"], name="customers_by_change"),
        ]


class Email(models.Model):
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="emails")
    position = models.PositiveSmallIntegerField(default=0, help_text="0 is the main one")
    address = models.CharField(max_length=254)
    key = models.CharField(max_length=254, help_text="For comparing: lower case, NFKC")
    label = models.CharField(max_length=40, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "key"], name="customers_email_once")]
        indexes = [models.Index(fields=["key"], name="customers_email_key")]


class Phone(models.Model):
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="phones")
    position = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(max_length=20, help_text="E.164")
    label = models.CharField(max_length=40, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "number"], name="customers_phone_once")]
        indexes = [models.Index(fields=["number"], name="customers_phone_number")]


class Address(models.Model):
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="addresses")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=40, default="")
    country = models.CharField(max_length=2, default="JP")
    postal_code = models.CharField(max_length=20, default="")
    region = models.CharField(max_length=100, default="", help_text="Prefecture in Japan")
    city = models.CharField(max_length=200, default="")
    street = models.CharField(max_length=300, default="")
    building = models.CharField(max_length=300, default="")


class ExternalId(models.Model):
    """What another system calls this customer; one record there is one customer here."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="external_ids")
    source = models.CharField(max_length=40, help_text="Connection, or a name the API client chose")
    value = models.CharField(max_length=200)
    told_at = models.DateTimeField(null=True, help_text="Age of the newest news taken from there")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "value"], name="customers_external_once")]


class Consent(models.Model):
    """One act of giving or withdrawing; the newest per channel and purpose is in force. Never changed."""

    id = models.BigAutoField(primary_key=True)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="consents")
    channel = models.CharField(max_length=20)
    purpose = models.CharField(max_length=40, default="marketing")
    granted = models.BooleanField()
    source = models.CharField(max_length=200, default="")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["customer", "channel", "purpose", "-at", "-id"], name="customers_consent_now"
            )
        ]
