"""Changes to customers; each writes the record, its event and its audit entry in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import IntegrityError, connection, transaction

from enishi.customers import parts, rules
from enishi.customers.models import Customer, ExternalId
from enishi.customers.rules import CustomerFields
from enishi.kernel import clock, ids, japanese
from enishi.platform import audit, outbox
from enishi.platform.audit import Actor
from enishi.platform.refusals import not_found, taken

PLAIN = (
    "family_name",
    "given_name",
    "family_kana",
    "given_kana",
    "name",
    "company",
    "language",
    "note",
    "custom",
)
Check = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Upserted:
    """What an upsert did to which customer."""

    customer: Customer
    outcome: Literal["created", "updated", "unchanged"]


def create(fields: CustomerFields, *, actor: Actor, origin: str = "", lenient: bool = False) -> Customer:
    """Add a customer.

    Args:
        fields: what is known of the person.
        actor: who adds it.
        origin: connection that the data came from, "" for people and API clients.
        lenient: keep contact values that cannot be read (data from a shop) instead of refusing them.

    Raises:
        EnishiError: SCH09 for a bad e-mail or phone, CON01 for an external id that another customer has.
    """
    now = clock.now()
    with transaction.atomic():
        customer = Customer(id=ids.new("cus"), created_at=now, updated_at=now, origin=origin)
        _set(customer, fields)
        values = parts.read(fields, lenient=lenient)
        _derive(customer, values)
        customer.save(force_insert=True)
        _write(customer, values, fields)
        data = {"name": customer.name, "origin": origin}
        outbox.emit(
            "customer.created",
            subject=customer.id,
            customer_id=customer.id,
            data=data,
            origin=origin,
            actor=str(actor),
        )
        audit.record(actor, "customer.create", customer.id, {"fields": sorted(fields)})
    return customer


def update(
    customer_id: str,
    fields: CustomerFields,
    *,
    actor: Actor,
    check: Check | None = None,
    origin: str = "",
    lenient: bool = False,
) -> Upserted:
    """Change the given fields of a customer; nothing is written when nothing differs.

    Args:
        customer_id: its id, or that of a record merged into it.
        fields: new values.
        actor: who changes it.
        check: called with the present version under the row's lock; raises to stop.
        origin: connection that the change came from.
        lenient: as for `create`.

    Raises:
        EnishiError: not-found; SCH09; CON01; whatever `check` raises.
    """
    with transaction.atomic():
        customer = locked(customer_id)
        if check:
            check(customer.version)
        values = parts.read(fields, lenient=lenient)
        changes = _set(customer, fields) | parts.differences(customer, values)
        if not changes:
            return Upserted(customer, "unchanged")
        _derive(customer, values)
        _touch(customer)
        _write(customer, values, fields)
        told: dict[str, Any] = {"fields": sorted(changes)}
        if "note" in changes:
            told["note"] = customer.note
        outbox.emit(
            "customer.updated",
            subject=customer.id,
            customer_id=customer.id,
            data=told,
            origin=origin,
            actor=str(actor),
        )
        audit.record(actor, "customer.update", customer.id, changes)
    return Upserted(customer, "updated")


def upsert(
    source: str,
    external_id: str,
    fields: CustomerFields,
    *,
    actor: Actor,
    origin: str = "",
    lenient: bool = False,
    told_at: datetime | None = None,
) -> Upserted:
    """Create or change the customer that `source` calls `external_id`.

    A customer without an id of this source but with the same e-mail, and only one such, is taken to be
    the same person and linked. An empty `external_id` is a guest, known by e-mail alone. News older than
    what was told before (`told_at`) changes nothing.
    """
    own = fields
    if external_id:
        own = {**fields, "external_ids": {**fields.get("external_ids", {}), source: external_id}}
    with transaction.atomic():
        tie = ExternalId.objects.filter(source=source, value=external_id).first() if external_id else None
        if tie and told_at and tie.told_at and told_at < tie.told_at:
            return Upserted(tie.customer, "unchanged")
        known = tie.customer_id if tie else _same_person(source, fields, guest=not external_id)
        done = _changed_or_created(
            known, own, source, external_id, actor=actor, origin=origin, lenient=lenient
        )
        if external_id and told_at:
            ExternalId.objects.filter(source=source, value=external_id).update(told_at=told_at)
    return done


def _changed_or_created(
    known: str | None,
    fields: CustomerFields,
    source: str,
    external_id: str,
    *,
    actor: Actor,
    origin: str,
    lenient: bool,
) -> Upserted:
    if known:
        return update(known, fields, actor=actor, origin=origin, lenient=lenient)
    try:
        with transaction.atomic():
            return Upserted(create(fields, actor=actor, origin=origin, lenient=lenient), "created")
    except IntegrityError:  # another worker created it a moment ago
        known = ExternalId.objects.values_list("customer_id", flat=True).get(source=source, value=external_id)
        return update(known, fields, actor=actor, origin=origin, lenient=lenient)


def untie(source: str, external_id: str, *, actor: Actor) -> None:
    """End the tie to a record that `source` has deleted; the person and the history stay."""
    with transaction.atomic():
        tie = ExternalId.objects.filter(source=source, value=external_id).select_related("customer").first()
        if tie is None:
            return
        customer = tie.customer
        tie.delete()
        data = {"source": source, "external_id": external_id}
        outbox.emit(
            "customer.untied",
            subject=customer.id,
            customer_id=customer.id,
            data=data,
            origin=source,
            actor=str(actor),
        )
        audit.record(actor, "customer.untie", customer.id, data)


def delete(customer_id: str, *, actor: Actor, check: Check | None = None) -> None:
    """Put a customer away; `restore` brings it back as it was."""
    _set_deleted(customer_id, deleted=True, actor=actor, check=check)


def restore(customer_id: str, *, actor: Actor) -> None:
    """Undo `delete`."""
    _set_deleted(customer_id, deleted=False, actor=actor, check=None)


def locked(customer_id: str, *, deleted: bool = False) -> Customer:
    """The customer's row, held until the transaction ends; ids of merged records lead to the one that stayed.

    Raises:
        EnishiError: not-found.
    """
    rows = Customer.objects.all()
    if connection.vendor == "postgresql":
        rows = rows.select_for_update()
    customer = rows.filter(id=customer_id).first()
    while customer and customer.merged_into:
        customer = rows.filter(id=customer.merged_into).first()
    if customer is None or (customer.deleted_at is not None) != deleted:
        raise not_found(customer_id)
    return customer


def _set_deleted(customer_id: str, *, deleted: bool, actor: Actor, check: Check | None) -> None:
    with transaction.atomic():
        customer = locked(customer_id, deleted=not deleted)
        if check:
            check(customer.version)
        customer.deleted_at = clock.now() if deleted else None
        _touch(customer)
        verb = "delete" if deleted else "restore"
        outbox.emit(
            f"customer.{verb}d", subject=customer.id, customer_id=customer.id, data={}, actor=str(actor)
        )
        audit.record(actor, f"customer.{verb}", customer.id)


def _touch(customer: Customer) -> None:
    customer.version += 1
    customer.updated_at = clock.now()
    customer.save(update_fields=[*PLAIN, "sort_name", "search", "version", "updated_at", "deleted_at"])


def _set(customer: Customer, fields: CustomerFields) -> dict[str, Any]:
    """Copy plain fields; returns what differs as {field: [before, after]}."""
    given: dict[str, Any] = {**fields}
    changes: dict[str, Any] = {}
    for field in PLAIN:
        if field not in given:
            continue
        value = given[field]
        if field.endswith("_kana"):
            value = japanese.katakana(value)
        if field == "custom":
            value = {**customer.custom, **value}
            value = {key: item for key, item in value.items() if item is not None}
        before = getattr(customer, field)
        if before != value:
            changes[field] = [before, value]
            setattr(customer, field, value)
    return changes


def _derive(customer: Customer, values: parts.Parts) -> None:
    """Bring the fields that follow from others up to date."""
    emails = values.emails if values.emails is not None else parts.emails_of(customer)
    phones = values.phones if values.phones is not None else parts.phones_of(customer)
    family, given = customer.family_name, customer.given_name
    customer.name = rules.shown_name(
        family=family,
        given=given,
        name=customer.name,
        company=customer.company,
        email=emails[0].address if emails else "",
    )[:210]
    customer.sort_name = rules.sort_name(
        family_kana=customer.family_kana, given_kana=customer.given_kana, shown=customer.name
    )
    customer.search = rules.search_text(
        [customer.name, customer.family_kana + customer.given_kana, customer.company]
        + [email.address for email in emails]
        + [phone.number for phone in phones]
    )


def _write(customer: Customer, values: parts.Parts, fields: CustomerFields) -> None:
    parts.write(customer, values)
    for source, value in fields.get("external_ids", {}).items():
        holder = (
            ExternalId.objects.filter(source=source, value=value)
            .values_list("customer_id", flat=True)
            .first()
        )
        if holder == customer.id:
            continue
        if holder:
            raise taken(pointer=f"/external_ids/{source}", value=value, holder=holder)
        ExternalId.objects.create(customer=customer, source=source, value=value)


def _same_person(source: str, fields: CustomerFields, *, guest: bool = False) -> str | None:
    keys = [rules.email_key(email.get("address", "")) for email in fields.get("emails", [])]
    if not keys:
        return None
    same = Customer.objects.filter(emails__key__in=keys, deleted_at=None, merged_into="")
    if not guest:
        same = same.exclude(external_ids__source=source)
    found = same.values_list("id", flat=True).distinct()[:2]
    return found[0] if len(found) == 1 else None
