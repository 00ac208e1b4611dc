"""Orders: what was bought, what it cost, what was paid and given back. Money in minor units."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    PENDING = "pending"
    PAID = "paid"
    FULFILLED = "fulfilled"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    FAILED = "failed"


class Order(models.Model):
    """One order. `external_version` tells older news from newer, so that the newest state wins."""

    id = models.CharField(max_length=40, primary_key=True)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="orders")
    source = models.CharField(
        max_length=40, default="", help_text="Connection, or a name the API client chose"
    )
    external_id = models.CharField(max_length=200, default="")
    number = models.CharField(max_length=60, default="")
    status = models.CharField(max_length=20, choices=Status, default=Status.PENDING)
    currency = models.CharField(max_length=3, default="JPY")
    subtotal = models.BigIntegerField(default=0)
    discount = models.BigIntegerField(default=0)
    shipping = models.BigIntegerField(default=0)
    tax = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)
    note = models.TextField(default="")
    custom = models.JSONField(default=dict)
    placed_at = models.DateTimeField()
    external_version = models.CharField(
        max_length=40, default="", help_text="Sorts by age, e.g. its change time"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~models.Q(external_id=""),
                name="orders_external_once",
            )
        ]
        indexes = [
            models.Index(fields=["customer", "-placed_at", "-id"], name="orders_by_customer"),
            models.Index(fields=["-placed_at", "-id"], name="orders_by_time"),
            models.Index(fields=["status", "-placed_at", "-id"], name="orders_by_status"),
            models.Index(fields=["updated_at", "id"], name="orders_by_change"),
            models.Index(fields=["number"], name="orders_by_number"),
        ]


class Line(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    sku = models.CharField(max_length=100, default="")
    name = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=12, decimal_places=3, default=1)
    unit_price = models.BigIntegerField(default=0)
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    total = models.BigIntegerField(default=0)


class StatusChange(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="history")
    before = models.CharField(max_length=20, default="")
    after = models.CharField(max_length=20)
    actor = models.CharField(max_length=200, default="")
    at = models.DateTimeField()


class Payment(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="payments")
    external_id = models.CharField(max_length=200)
    method = models.CharField(max_length=60, default="")
    amount = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "external_id"], name="orders_payment_once")]


class Refund(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="refunds")
    external_id = models.CharField(max_length=200)
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=500, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "external_id"], name="orders_refund_once")]
