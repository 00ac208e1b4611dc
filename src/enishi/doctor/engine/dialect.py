"""What is known of one vendor: the typed form of a dialect file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from enishi.doctor.engine.words import Text


@dataclass(frozen=True, slots=True, eq=False)
class Saying:
    """A vendor's error code or wording, and the cause it stands for. Compared by identity.

    Attributes:
        code: as sent; empty for a wording. when: the message must match it as well.
        status: the code speaks only with this status; None = any.
    """

    cause: str
    weight: float
    code: str = ""
    status: int | None = None
    when: re.Pattern[str] | None = None
    means: Text | None = None
    retryable: bool | None = None
    source: str = ""
    ignore_case: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """Where code and message of an error stand in a body (pointers with `*`)."""

    code: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal inside a success: the value at `pointer` equals `equals`, or is there and not empty (None)."""

    pointer: str
    equals: object = None
    code: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class KeyShape:
    kind: str
    pattern: re.Pattern[str]
    environment: str = ""


@dataclass(frozen=True, slots=True)
class Auth:
    """`scheme` is bearer, basic, header, query, oauth1, sigv4, hmac or cookie."""

    scheme: str = ""
    header: str = ""
    prefix: str = ""
    keys: tuple[KeyShape, ...] = ()
    access_token_seconds: float = 0.0
    refresh_rotates: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    where: str = ""
    pattern: str = ""
    life_days: int = 0
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Doc:
    title: Text
    url: str


@dataclass(frozen=True, slots=True, eq=False)
class Dialect:
    """How one vendor speaks. Compared by identity: each file is read once."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    hosts: tuple[str, ...]
    region: str
    environments: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, str]
    json: tuple[Where, ...]
    xml: tuple[Where, ...]
    form: tuple[Where, ...]
    failing: tuple[Refusal, ...]
    auth: Auth
    rate_headers: Mapping[str, str]
    rate_status: tuple[int, ...]
    version: Version
    page_max: int
    page_param: str
    idempotency_header: str
    sayings: tuple[Saying, ...]
    docs: tuple[Doc, ...]
