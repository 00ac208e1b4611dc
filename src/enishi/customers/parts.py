"""A customer's contact ways and consents: read from fields, compared, written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from enishi.customers import rules
from enishi.customers.models import Address, Consent, Customer, Email, Phone
from enishi.customers.rules import CustomerFields
from enishi.kernel import clock
from enishi.kernel.errors import EnishiError, FieldError
from enishi.kernel.strings import t
from enishi.platform import language


@dataclass(frozen=True, slots=True)
class Parts:
    """Rows to write, without their customer; None where the caller said nothing."""

    emails: list[Email] | None
    phones: list[Phone] | None
    addresses: list[Address] | None
    consents: list[Consent]


def read(fields: CustomerFields, *, lenient: bool) -> Parts:
    """The rows that `fields` describe.

    Args:
        fields: as given.
        lenient: keep unreadable phones and drop unreadable e-mails into nothing but their raw text.

    Raises:
        EnishiError: SCH09 with the place of each unreadable value, unless lenient.
    """
    problems: list[FieldError] = []
    emails = _emails(fields, problems, lenient=lenient) if "emails" in fields else None
    phones = _phones(fields, problems, lenient=lenient) if "phones" in fields else None
    if problems:
        lang = language.current()
        detail = t("customers.problem.contact.detail", lang, pointer=problems[0].pointer, why=problems[0].why)
        raise EnishiError("SCH09", 422, t("customers.problem.contact.title", lang), detail, tuple(problems))
    addresses = _addresses(fields) if "addresses" in fields else None
    return Parts(emails, phones, addresses, _consents(fields))


def differences(customer: Customer, values: Parts) -> dict[str, Any]:
    """What would change, as {part: [before, after]}."""
    changes: dict[str, Any] = {}
    for name, new, old in (
        ("emails", values.emails, emails_of(customer)),
        ("phones", values.phones, phones_of(customer)),
        ("addresses", values.addresses, list(customer.addresses.order_by("position"))),
    ):
        before, after = [_plain(row) for row in old], [_plain(row) for row in new or []]
        if new is not None and before != after:
            changes[name] = [before, after]
    fresh = [consent for consent in values.consents if not _in_force(customer, consent)]
    if fresh:
        changes["consents"] = [None, [_plain(consent) for consent in fresh]]
    return changes


def write(customer: Customer, values: Parts) -> None:
    """Replace the lists that were given; consents are only added."""
    replaced: list[tuple[Any, list[Any] | None]] = [
        (Email, values.emails),
        (Phone, values.phones),
        (Address, values.addresses),
    ]
    for model, rows in replaced:
        if rows is None:
            continue
        model.objects.filter(customer=customer).delete()
        for row in rows:
            row.customer = customer
        model.objects.bulk_create(rows)
    fresh = [consent for consent in values.consents if not _in_force(customer, consent)]
    for consent in fresh:
        consent.customer = customer
    Consent.objects.bulk_create(fresh)


def emails_of(customer: Customer) -> list[Email]:
    return list(customer.emails.order_by("position")) if customer.created_at and customer.pk else []


def phones_of(customer: Customer) -> list[Phone]:
    return list(customer.phones.order_by("position"))


def _emails(fields: CustomerFields, problems: list[FieldError], *, lenient: bool) -> list[Email]:
    rows: dict[str, Email] = {}
    for index, item in enumerate(fields.get("emails", [])):
        address = item.get("address", "").strip()
        if rules.email_problem(address):
            if not lenient:
                problems.append(_problem(f"/emails/{index}/address", address, "email"))
            continue
        key = rules.email_key(address)
        rows.setdefault(key, Email(address=address, key=key, label=item.get("label", ""), position=len(rows)))
    return list(rows.values())


def _phones(fields: CustomerFields, problems: list[FieldError], *, lenient: bool) -> list[Phone]:
    rows: dict[str, Phone] = {}
    for index, item in enumerate(fields.get("phones", [])):
        text = item.get("number", "").strip()
        number = rules.phone(text)
        if number is None and not lenient:
            problems.append(_problem(f"/phones/{index}/number", text, "phone"))
        number = number or text[:20]
        if number:
            rows.setdefault(number, Phone(number=number, label=item.get("label", ""), position=len(rows)))
    return list(rows.values())


def _problem(pointer: str, received: str, kind: str) -> FieldError:
    lang = language.current()
    return FieldError(
        pointer,
        "SCH09",
        t(f"customers.problem.{kind}.why", lang),
        received[:200],
        t(f"customers.problem.{kind}.expected", lang),
    )


def _addresses(fields: CustomerFields) -> list[Address]:
    rows = []
    for position, item in enumerate(fields.get("addresses", [])):
        country = item.get("country", "JP").upper()
        values: dict[str, Any] = {**item, "country": country}
        values["postal_code"] = rules.postal_code(item.get("postal_code", ""), country)
        rows.append(Address(position=position, **values))
    return rows


def _consents(fields: CustomerFields) -> list[Consent]:
    rows = []
    for item in fields.get("consents", []):
        at = item.get("at")
        rows.append(
            Consent(
                channel=item["channel"],
                purpose=item.get("purpose", "marketing"),
                granted=item["granted"],
                source=item.get("source", ""),
                at=at if isinstance(at, datetime) else clock.now(),
            )
        )
    return rows


def _in_force(customer: Customer, consent: Consent) -> bool:
    newest = (
        Consent.objects.filter(customer=customer, channel=consent.channel, purpose=consent.purpose)
        .order_by("-at", "-id")
        .first()
    )
    return newest is not None and newest.granted == consent.granted


def _plain(row: Any) -> dict[str, Any]:
    """A row as JSON-ready values without keys of the database."""
    hidden = {"id", "customer", "position", "key"}
    values = {field.name: getattr(row, field.name) for field in row._meta.fields if field.name not in hidden}  # noqa: SLF001
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }
