"""manifest.toml: what a connector says about itself, read once and checked."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text in both languages."""

    ja: str
    en: str

    def in_(self, lang: str) -> str:
        return self.ja if lang == "ja" else self.en


class Setting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that a person enters. `kind` is text, url, number or choice; secrets are never shown again."""

    name: str
    label: Text
    help: Text
    kind: Literal["text", "url", "number", "choice"] = "text"
    required: bool = True
    default: str = ""
    choices: tuple[str, ...] = ()
    pattern: str = ""


class Operation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One call that the vendor offers.

    Attributes:
        path: under the setting ``base_url``, with ``{name}`` for parts that a call fills in.
        safe: changes nothing there; may be made at any time.
        idempotent: making it twice leaves the same as once.
        idempotency_header: header in which the vendor takes an idempotency key; "" when it takes none.
        read_back: the connector can tell afterwards whether a call of unknown outcome happened.
        scopes: rights that the credential needs, in the vendor's words.
    """

    name: str
    method: str
    path: str
    safe: bool = False
    idempotent: bool = False
    idempotency_header: str = ""
    read_back: bool = False
    scopes: tuple[str, ...] = ()
    timeout: float = 30


class Resource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that can be pulled page by page. `event` is what its records become in the inbox."""

    name: str
    operation: str
    event: str
    label: Text
    page_size: int = 100


class Rate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bounds to start with; `per_second` 0 means none known."""

    per_second: float = 0
    concurrency: int = 2


class OAuth(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where tokens come from, relative to ``base_url`` or absolute."""

    token_path: str
    authorize_path: str = ""
    access_seconds: int = 3600


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A connector's own description.

    Attributes:
        auth: kinds of credential: "none", "basic", "key", "bearer", "oauth2".
        dialect: the doctor's vendor slug for its calls; "" when it has none.
        events: kinds that its webhooks bring; others are stored and skipped.
        reacts: fnmatch patterns of our events that it turns into calls.
        fetches: its webhooks only tell that something changed; applying one calls the vendor.
        recent_minutes: how often what changed is pulled, as a net under the webhooks; 0 for never.
        overlap_minutes: how far a pull of recent changes reaches back behind the last one.
    """

    slug: str
    name: Text
    about: Text
    auth: tuple[str, ...]
    settings: tuple[Setting, ...] = ()
    secrets: tuple[Setting, ...] = ()
    operations: tuple[Operation, ...] = ()
    resources: tuple[Resource, ...] = ()
    rate: Rate = Rate()
    oauth: OAuth | None = None
    dialect: str = ""
    events: tuple[str, ...] = ()
    reacts: tuple[str, ...] = ()
    webhooks_in: bool = False
    fetches: bool = False
    recent_minutes: int = 0
    overlap_minutes: int = 10

    def operation(self, name: str) -> Operation:
        """The operation of this name; LookupError when the manifest has none."""
        found = next((operation for operation in self.operations if operation.name == name), None)
        if found is None:
            raise LookupError(f"{self.slug} has no operation {name!r}")
        return found

    def resource(self, name: str) -> Resource:
        """The resource of this name; LookupError when the manifest has none."""
        found = next((resource for resource in self.resources if resource.name == name), None)
        if found is None:
            raise LookupError(f"{self.slug} has no resource {name!r}")
        return found


def read(folder: Path) -> Manifest:
    """The manifest of the connector in `folder`.

    Raises:
        msgspec.ValidationError: naming the place that does not fit.
    """
    return msgspec.toml.decode((folder / "manifest.toml").read_bytes(), type=Manifest)
