"""Decisions on values: how a customer's data is written, compared and searched."""

from __future__ import annotations

import re
import unicodedata
from typing import TypedDict

import phonenumbers

from enishi.kernel import japanese

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
LONGEST_EMAIL = 254
CHANNELS = ("email", "sms", "phone", "post", "line")


class EmailFields(TypedDict, total=False):
    address: str
    label: str


class PhoneFields(TypedDict, total=False):
    number: str
    label: str


class AddressFields(TypedDict, total=False):
    label: str
    country: str
    postal_code: str
    region: str
    city: str
    street: str
    building: str


class ConsentFields(TypedDict, total=False):
    channel: str
    purpose: str
    granted: bool
    source: str
    at: str


class CustomerFields(TypedDict, total=False):
    """What may be written; a field that is absent stays as it is, a list replaces the list."""

    family_name: str
    given_name: str
    family_kana: str
    given_kana: str
    name: str
    company: str
    language: str
    note: str
    custom: dict[str, object]
    emails: list[EmailFields]
    phones: list[PhoneFields]
    addresses: list[AddressFields]
    external_ids: dict[str, str]
    consents: list[ConsentFields]


def email_key(address: str) -> str:
    """The form in which addresses are compared."""
    return unicodedata.normalize("NFKC", address).strip().lower()


def email_problem(address: str) -> bool:
    """Whether this is no e-mail address."""
    return len(address) > LONGEST_EMAIL or _EMAIL.fullmatch(email_key(address)) is None


def phone(number: str, *, region: str = "JP") -> str | None:
    """The number in E.164, or None when it cannot be one. Full-width digits are read."""
    try:
        parsed = phonenumbers.parse(unicodedata.normalize("NFKC", number), region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def postal_code(code: str, country: str) -> str:
    """Japanese codes as 123-4567; others trimmed."""
    plain = unicodedata.normalize("NFKC", code).strip().lstrip("〒").strip()
    digits = re.sub(r"\D", "", plain)
    if country == "JP" and len(digits) == 7:  # noqa: PLR2004 - digits of a Japanese postal code
        return f"{digits[:3]}-{digits[3:]}"
    return plain


def shown_name(*, family: str, given: str, name: str, company: str, email: str) -> str:
    """What stands on the page: the person's name, else what is known of them."""
    return japanese.full_name(family=family, given=given) or name or company or email


def sort_name(*, family_kana: str, given_kana: str, shown: str) -> str:
    """The key of lists sorted by name: the reading, else the folded name."""
    reading = f"{family_kana} {given_kana}".strip()
    return japanese.folded(reading or shown)[:210]


def search_text(parts: list[str]) -> str:
    """What the search index holds of a customer."""
    return japanese.bigrams(" ".join(part for part in parts if part))
