"""A customer as the pages read it: the API's own document, parsed once into typed values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from enishi.customers import queries
from enishi.platform.refusals import not_found


class Contact(msgspec.Struct, frozen=True):
    """An e-mail address or a phone number."""

    label: str
    address: str = ""
    number: str = ""


class Address(msgspec.Struct, frozen=True):
    label: str
    country: str
    postal_code: str
    region: str
    city: str
    street: str
    building: str

    def parts(self) -> dict[str, str]:
        return msgspec.structs.asdict(self)


class Consent(msgspec.Struct, frozen=True):
    channel: str
    purpose: str
    granted: bool
    source: str
    at: datetime


class Record(msgspec.Struct, frozen=True):
    """One customer with everything that the record page shows."""

    id: str
    name: str
    family_name: str
    given_name: str
    family_kana: str
    given_kana: str
    company: str
    language: str
    note: str
    custom: dict[str, Any]
    emails: list[Contact]
    phones: list[Contact]
    addresses: list[Address]
    external_ids: dict[str, str]
    consents: list[Consent]
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def kana(self) -> str:
        return f"{self.family_kana} {self.given_kana}".strip()

    @property
    def is_person(self) -> bool:
        """Whether the name is a person's, who is addressed with 様."""
        return bool(self.family_name or self.given_name)

    def agreed(self, channel: str) -> Consent | None:
        """The last word on news over this channel."""
        return next((c for c in self.consents if c.channel == channel and c.purpose == "marketing"), None)


_decoder = msgspec.json.Decoder(Record)


def read(customer_id: str) -> Record:
    """The record behind an id; that of a merged record leads to the one that stayed.

    Raises:
        EnishiError: not-found.
    """
    found = queries.get(customer_id)
    if found is None:
        raise not_found(customer_id)
    return _decoder.decode(found[1])
