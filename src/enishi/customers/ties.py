"""What other systems call our customers, and whom an address belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from enishi.customers import locking, rules
from enishi.customers.models import Customer, ExternalId
from enishi.customers.rules import CustomerFields
from enishi.platform.refusals import taken


def find(source: str, external_id: str) -> ExternalId | None:
    """The tie with its customer, both locked."""
    ties = ExternalId.objects.filter(source=source, value=external_id).select_related("customer")
    return locking.held(ties, "self", "customer").first()


def new(customer: Customer, fields: CustomerFields) -> list[ExternalId]:
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


def write(customer: Customer, ties: Sequence[ExternalId]) -> None:
    """Tie the customer.

    Raises:
        IntegrityError: another customer has one of the external ids.
    """
    for tie in ties:
        tie.customer = customer
    if ties:
        ExternalId.objects.bulk_create(ties)


def refuse_taken(external_ids: dict[str, str]) -> None:
    """Say who has one of the ids, when a unique constraint has stopped us."""
    for source, value in external_ids.items():
        holder = _holder(source, value)
        if holder:
            raise taken(pointer=f"/external_ids/{source}", value=value, holder=holder)


def _holder(source: str, value: str) -> str | None:
    ties = ExternalId.objects.filter(source=source, value=value)
    return ties.values_list("customer_id", flat=True).first()


def same_person(source: str, fields: CustomerFields, *, guest: bool = False) -> str | None:
    """The one customer with an e-mail address of these; None when there are several.

    Args:
        source: who tells of the person; a customer whom it knows by another id is another person.
        fields: what is told.
        guest: `source` has no id for the person, so all its customers count.
    """
    keys = [rules.email_key(email.get("address", "")) for email in fields.get("emails", [])]
    if not keys:
        return None
    people = Customer.objects.filter(emails__key__in=keys, deleted_at=None, merged_into="")
    found = set(people.values_list("id", flat=True))
    if found and not guest:
        known = ExternalId.objects.filter(source=source, customer_id__in=found)
        found -= set(known.values_list("customer_id", flat=True))
    return found.pop() if len(found) == 1 else None
