"""Events that come in: our own form by default, anything else by a small mapping.

A mapping is JSON: ``{"purchase": {"command": "order", "fields": {"external_id": "/id", "total": "/sum"},
"constants": {"currency": "JPY"}}}``. Pointers (RFC 6901) are read in the event's ``data``, or in the whole
body when it has none. Fields are those of the hub's commands; nested ones are written with dots.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from enishi.hub.sdk import Malformed, Receipt
from enishi.hub.sdk.commands import AddRefund, Command, RecordInteraction, UpsertCustomer, UpsertOrder

COMMANDS: Mapping[str, type[Command]] = {
    "customer": UpsertCustomer,
    "order": UpsertOrder,
    "refund": AddRefund,
    "interaction": RecordInteraction,
}


TEXTS = frozenset({"external_id", "order_external_id", "number", "sku"})
"""Names that other systems often keep as numbers."""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one kind of event becomes a command."""

    command: str
    fields: dict[str, str]
    constants: dict[str, Any] = {}


class _Person(msgspec.Struct):
    external_id: str = ""
    emails: list[str] = []


class _About(msgspec.Struct):
    external_id: str = ""
    order_external_id: str = ""
    customer: _Person = msgspec.field(default_factory=_Person)


class _Envelope(msgspec.Struct):
    type: str = ""
    data: msgspec.Raw = msgspec.Raw(b"{}")


def receipt(message_id: str, body: bytes) -> Receipt:
    """What the call is; never raises, whatever the body is."""
    digest = hashlib.sha256(body).hexdigest()[:32]
    try:
        envelope = msgspec.json.decode(body, type=_Envelope)
        about = msgspec.json.decode(envelope.data, type=_About)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Receipt(f"{message_id[:150]}:{digest}", _kind(body))
    person = about.customer.external_id or next(iter(about.customer.emails), "")
    if envelope.type.startswith("customer."):
        person = about.external_id
    ordering = f"customer:{person}" if person else f"order:{about.order_external_id or about.external_id}"
    return Receipt(f"{message_id[:150]}:{digest}", envelope.type, ordering)


def commands(body: bytes, mapping: Mapping[str, Rule]) -> list[Command]:
    """Commands of one event; none for a kind that nobody mapped.

    Raises:
        Malformed: not JSON, or a field is missing or of the wrong type; names the place.
    """
    try:
        event = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(str(error) or "nested too deeply") from error
    if not isinstance(event, dict):
        raise Malformed("the body is not a JSON object")
    kind = str(event.get("type", ""))
    data = event.get("data", event)
    rule = mapping.get(kind)
    if rule:
        return [_converted(rule.command, _mapped(rule, data), kind)]
    record = kind.partition(".")[0]
    return [_converted(record, data, kind)] if record in COMMANDS else []


def rules(text: str) -> dict[str, Rule]:
    """A mapping as a person wrote it.

    Raises:
        ValueError: naming the place that does not fit.
    """
    if not text.strip():
        return {}
    try:
        found = msgspec.json.decode(text, type=dict[str, Rule])
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error
    unknown = {rule.command for rule in found.values()} - COMMANDS.keys()
    if unknown:
        raise ValueError(f"unknown command {sorted(unknown)}; known: {', '.join(COMMANDS)}")
    return found


def _converted(record: str, data: Any, kind: str) -> Command:
    try:
        made: Command = msgspec.convert(data, COMMANDS[record], strict=False)
    except msgspec.ValidationError as error:
        raise Malformed(f"{kind}: {error}") from error
    return made


def _mapped(rule: Rule, data: Any) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in rule.constants.items():
        _put(made, name, value)
    for name, pointer in rule.fields.items():
        value = _at(data, pointer)
        if value is not None:
            _put(made, name, value)
    return made


def _put(made: dict[str, Any], name: str, value: Any) -> None:
    *path, last = name.split(".")
    for part in path:
        made = made.setdefault(part, {})
    if last in TEXTS and isinstance(value, (int, float)):
        value = str(value)
    made[last] = [value] if last in {"emails", "phones"} and not isinstance(value, list) else value


def _at(node: Any, pointer: str) -> Any:
    """The value at a JSON pointer; None when there is none."""
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(node, dict):
            node = node.get(name)
        elif isinstance(node, list) and name.isdecimal() and int(name) < len(node):
            node = node[int(name)]
        else:
            return None
    return node


def _kind(body: bytes) -> str:
    try:
        return msgspec.json.decode(body, type=_Envelope).type
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
