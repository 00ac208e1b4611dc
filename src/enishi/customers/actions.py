"""Changes to customers; each writes the record, its event and its audit entry in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from enishi.customers import locking, ties, writing
from enishi.customers.models import Customer, ExternalId
from enishi.customers.rules import CustomerFields
from enishi.customers.writing import Upserted
from enishi.kernel import clock
from enishi.platform import audit, outbox, races
from enishi.platform.audit import Actor

__all__ = ["Upserted", "create", "delete", "restore", "untie", "update", "upsert"]

Check = Callable[[int], None]


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
            return writing.create(fields, actor=actor, origin=origin, lenient=lenient)
    except IntegrityError:
        ties.refuse_taken(fields.get("external_ids", {}))
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
        customer = locking.locked(customer_id)
        if check:
            check(customer.version)
        return writing.change(customer, fields, actor=actor, origin=origin, lenient=lenient)


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
        ties.refuse_taken(fields.get("external_ids", {}))
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
    tie = ties.find(source, external_id) if external_id else None
    if tie is None:
        return _linked_or_created(
            source, external_id, fields, actor=actor, origin=origin, lenient=lenient, told_at=told_at
        )
    if told_at and tie.told_at and told_at < tie.told_at:
        return Upserted(tie.customer, "unchanged")
    customer = locking.alive(tie.customer)
    done = writing.change(customer, fields, actor=actor, origin=origin, lenient=lenient)
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
    same = ties.same_person(source, fields, guest=not external_id)
    if same:
        return writing.change(
            locking.locked(same), fields, actor=actor, origin=origin, lenient=lenient, linked=tie
        )
    made = writing.create(fields, actor=actor, origin=origin, lenient=lenient, linked=tie)
    return Upserted(made, "created")


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


def _set_deleted(customer_id: str, *, deleted: bool, actor: Actor, check: Check | None) -> None:
    with transaction.atomic():
        customer = locking.locked(customer_id, deleted=not deleted)
        if check:
            check(customer.version)
        customer.deleted_at = clock.now() if deleted else None
        writing.touch(customer)
        verb = "delete" if deleted else "restore"
        outbox.emit(
            f"customer.{verb}d", subject=customer.id, customer_id=customer.id, data={}, actor=str(actor)
        )
        audit.record(actor, f"customer.{verb}", customer.id)
