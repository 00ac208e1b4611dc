"""Changes to customers; each writes the record, its event and its audit entry in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar

from django.db import IntegrityError, connection, transaction
from django.db.models import Model, QuerySet

from enishi.customers import parts, rules, stored
from enishi.customers.models import Customer, ExternalId
from enishi.customers.rules import CustomerFields
from enishi.kernel import clock, ids, japanese
from enishi.platform import audit, outbox, races
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
Row = TypeVar("Row", bound=Model)


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
    try:
        with transaction.atomic():
            return _create(fields, actor=actor, origin=origin, lenient=lenient)
    except IntegrityError:
        _refuse_taken(fields.get("external_ids", {}))
        raise


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
        return _change(customer, fields, actor=actor, origin=origin, lenient=lenient)


def upsert(
    source: str,
    external_id: str,
    fields: CustomerFields,
    *,
    actor: Actor,
    origin: str = "",
    lenient: bool = False,
    told_at: datetime | None = None,
    joined: bool = False,
) -> Upserted:
    """Create or change the customer that `source` calls `external_id`.

    A customer without an id of this source but with the same e-mail, and only one such, is taken to be
    the same person and linked. An empty `external_id` is a guest, known by e-mail alone. News older than
    what was told before (`told_at`) changes nothing.

    Args:
        source: connection, or a name the API client chose.
        external_id: what `source` calls the customer.
        fields: new values.
        actor: who changes it.
        origin: connection that the change came from.
        lenient: as for `create`.
        told_at: age of the news.
        joined: part of the caller's transaction, which the caller repeats on an IntegrityError (`races.settled`).
    """
    if external_id and source in fields.get("external_ids", {}):
        others = {name: value for name, value in fields["external_ids"].items() if name != source}
        fields = {**fields, "external_ids": others}

    def work() -> Upserted:
        return _upsert(
            source, external_id, fields, actor=actor, origin=origin, lenient=lenient, told_at=told_at
        )

    if joined:
        return work()
    try:
        return races.settled(work)
    except IntegrityError:
        _refuse_taken(fields.get("external_ids", {}))
        raise


def _upsert(
    source: str,
    external_id: str,
    fields: CustomerFields,
    *,
    actor: Actor,
    origin: str,
    lenient: bool,
    told_at: datetime | None,
) -> Upserted:
    tie = _tie(source, external_id) if external_id else None
    if tie is None:
        return _linked_or_created(
            source, external_id, fields, actor=actor, origin=origin, lenient=lenient, told_at=told_at
        )
    if told_at and tie.told_at and told_at < tie.told_at:
        return Upserted(tie.customer, "unchanged")
    customer = _alive(tie.customer)
    done = _change(customer, fields, actor=actor, origin=origin, lenient=lenient)
    if told_at and told_at != tie.told_at:
        ExternalId.objects.filter(pk=tie.pk).update(told_at=told_at)
    return done


def _linked_or_created(
    source: str,
    external_id: str,
    fields: CustomerFields,
    *,
    actor: Actor,
    origin: str,
    lenient: bool,
    told_at: datetime | None,
) -> Upserted:
    tie = [ExternalId(source=source, value=external_id, told_at=told_at)] if external_id else []
    same = _same_person(source, fields, guest=not external_id)
    if same:
        return _change(locked(same), fields, actor=actor, origin=origin, lenient=lenient, ties=tie)
    made = _create(fields, actor=actor, origin=origin, lenient=lenient, ties=tie)
    return Upserted(made, "created")


def _create(
    fields: CustomerFields, *, actor: Actor, origin: str, lenient: bool, ties: Sequence[ExternalId] = ()
) -> Customer:
    """Write a new customer with its parts; `ties` come before the external ids in `fields`.

    Raises:
        IntegrityError: another customer has one of the external ids.
    """
    now = clock.now()
    customer = Customer(id=ids.new("cus"), created_at=now, updated_at=now, origin=origin)
    _set(customer, fields)
    values = parts.read(fields, lenient=lenient)
    _derive(customer, parts.plain(values.emails or ()), parts.plain(values.phones or ()))
    customer.save(force_insert=True)
    parts.add(customer, values)
    named = fields.get("external_ids", {}).items()
    _write_ties(customer, [*ties, *(ExternalId(source=source, value=value) for source, value in named)])
    data = {"name": customer.name, "origin": origin}
    _emit("customer.created", customer, data, actor=actor, origin=origin)
    written = {*fields, "external_ids"} if ties else fields
    audit.record(actor, "customer.create", customer.id, {"fields": sorted(written)})
    return customer


def _change(
    customer: Customer,
    fields: CustomerFields,
    *,
    actor: Actor,
    origin: str,
    lenient: bool,
    ties: Sequence[ExternalId] = (),
) -> Upserted:
    """Bring a locked customer up to date, and add `ties` and the external ids in `fields` that are new."""
    values = parts.read(fields, lenient=lenient)
    before = stored.read(customer.id)
    fresh = parts.changed(before, values)
    links = [*ties, *_new_ties(customer, fields)]
    changes = _set(customer, fields) | parts.differences(before, fresh)
    if links:
        changes["external_ids"] = [None, {tie.source: tie.value for tie in links}]
    if not changes:
        return Upserted(customer, "unchanged")
    emails = before.emails if values.emails is None else parts.plain(values.emails)
    phones = before.phones if values.phones is None else parts.plain(values.phones)
    _derive(customer, emails, phones)
    _touch(customer)
    parts.replace(customer, fresh)
    _write_ties(customer, links)
    told: dict[str, Any] = {"fields": sorted(changes)}
    if "note" in changes:
        told["note"] = customer.note
    _emit("customer.updated", customer, told, actor=actor, origin=origin)
    audit.record(actor, "customer.update", customer.id, changes)
    return Upserted(customer, "updated")


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
    customer = _held(Customer.objects.all()).filter(id=customer_id).first()
    if customer is None:
        raise not_found(customer_id)
    return _alive(customer, deleted=deleted)


def _alive(customer: Customer, *, deleted: bool = False) -> Customer:
    """The locked customer, or the one it was merged into.

    Raises:
        EnishiError: not-found.
    """
    if customer.merged_into:
        return locked(customer.merged_into, deleted=deleted)
    if (customer.deleted_at is not None) != deleted:
        raise not_found(customer.id)
    return customer


def _held(rows: QuerySet[Row], *of: str) -> QuerySet[Row]:
    """Rows locked until the transaction ends; orders may still be added to a locked customer."""
    if connection.vendor != "postgresql":
        return rows  # a transaction that writes has the whole file
    return rows.select_for_update(of=of or ("self",), no_key=True)


def _tie(source: str, external_id: str) -> ExternalId | None:
    ties = ExternalId.objects.filter(source=source, value=external_id).select_related("customer")
    return _held(ties, "self", "customer").first()


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


def _derive(customer: Customer, emails: list[stored.Row], phones: list[stored.Row]) -> None:
    """Bring the fields that follow from others up to date."""
    family, given = customer.family_name, customer.given_name
    customer.name = rules.shown_name(
        family=family,
        given=given,
        name=customer.name,
        company=customer.company,
        email=emails[0]["address"] if emails else "",
    )[:210]
    customer.sort_name = rules.sort_name(
        family_kana=customer.family_kana, given_kana=customer.given_kana, shown=customer.name
    )
    customer.search = rules.search_text(
        [customer.name, customer.family_kana + customer.given_kana, customer.company]
        + [email["address"] for email in emails]
        + [phone["number"] for phone in phones]
    )


def _new_ties(customer: Customer, fields: CustomerFields) -> list[ExternalId]:
    """External ids in `fields` that nobody has.

    Raises:
        EnishiError: CON01 when another customer has one.
    """
    found = []
    for source, value in fields.get("external_ids", {}).items():
        holder = _holder(source, value)
        if holder is None:
            found.append(ExternalId(source=source, value=value))
        elif holder != customer.id:
            raise taken(pointer=f"/external_ids/{source}", value=value, holder=holder)
    return found


def _write_ties(customer: Customer, ties: Sequence[ExternalId]) -> None:
    for tie in ties:
        tie.customer = customer
    if ties:
        ExternalId.objects.bulk_create(ties)


def _refuse_taken(external_ids: dict[str, str]) -> None:
    """Say who has one of the ids, when a unique constraint has stopped us."""
    for source, value in external_ids.items():
        holder = _holder(source, value)
        if holder:
            raise taken(pointer=f"/external_ids/{source}", value=value, holder=holder)


def _holder(source: str, value: str) -> str | None:
    ties = ExternalId.objects.filter(source=source, value=value)
    return ties.values_list("customer_id", flat=True).first()


def _emit(kind: str, customer: Customer, data: dict[str, Any], *, actor: Actor, origin: str) -> None:
    outbox.emit(
        kind, subject=customer.id, customer_id=customer.id, data=data, origin=origin, actor=str(actor)
    )


def _same_person(source: str, fields: CustomerFields, *, guest: bool = False) -> str | None:
    keys = [rules.email_key(email.get("address", "")) for email in fields.get("emails", [])]
    if not keys:
        return None
    people = Customer.objects.filter(emails__key__in=keys, deleted_at=None, merged_into="")
    found = set(people.values_list("id", flat=True))
    if found and not guest:
        known = ExternalId.objects.filter(source=source, customer_id__in=found)
        found -= set(known.values_list("customer_id", flat=True))
    return found.pop() if len(found) == 1 else None
