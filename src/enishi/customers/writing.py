"""One customer written with its parts, event and audit entry, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from enishi.customers import parts, rules, stored, ties
from enishi.customers.models import Customer, ExternalId
from enishi.customers.rules import CustomerFields
from enishi.kernel import clock, ids, japanese
from enishi.platform import audit, outbox
from enishi.platform.audit import Actor

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


@dataclass(frozen=True, slots=True)
class Upserted:
    """What an upsert did to which customer."""

    customer: Customer
    outcome: Literal["created", "updated", "unchanged"]


def create(
    fields: CustomerFields, *, actor: Actor, origin: str, lenient: bool, linked: Sequence[ExternalId] = ()
) -> Customer:
    """Write a new customer with its parts; `linked` come before the external ids in `fields`.

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
    ties.write(customer, [*linked, *(ExternalId(source=source, value=value) for source, value in named)])
    data = {"name": customer.name, "origin": origin}
    _emit("customer.created", customer, data, actor=actor, origin=origin)
    written = {*fields, "external_ids"} if linked else fields
    audit.record(actor, "customer.create", customer.id, {"fields": sorted(written)})
    return customer


def change(
    customer: Customer,
    fields: CustomerFields,
    *,
    actor: Actor,
    origin: str,
    lenient: bool,
    linked: Sequence[ExternalId] = (),
) -> Upserted:
    """Bring a locked customer up to date, and add `linked` and the external ids in `fields` that are new."""
    values = parts.read(fields, lenient=lenient)
    before = stored.read(customer.id)
    fresh = parts.changed(before, values)
    links = [*linked, *ties.new(customer, fields)]
    changes = _set(customer, fields) | parts.differences(before, fresh)
    if links:
        changes["external_ids"] = [None, {tie.source: tie.value for tie in links}]
    if not changes:
        return Upserted(customer, "unchanged")
    emails = before.emails if values.emails is None else parts.plain(values.emails)
    phones = before.phones if values.phones is None else parts.plain(values.phones)
    _derive(customer, emails, phones)
    touch(customer)
    parts.replace(customer, fresh)
    ties.write(customer, links)
    told: dict[str, Any] = {"fields": sorted(changes)}
    if "note" in changes:
        told["note"] = customer.note
    _emit("customer.updated", customer, told, actor=actor, origin=origin)
    audit.record(actor, "customer.update", customer.id, changes)
    return Upserted(customer, "updated")


def touch(customer: Customer) -> None:
    """Write a changed customer under the next version."""
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


def _emit(kind: str, customer: Customer, data: dict[str, Any], *, actor: Actor, origin: str) -> None:
    outbox.emit(
        kind, subject=customer.id, customer_id=customer.id, data=data, origin=origin, actor=str(actor)
    )
