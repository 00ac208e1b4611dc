"""The shapes of version 2, and how breakages and version 1 change them."""

from __future__ import annotations

import copy
from typing import Any

Schema = dict[str, Any]

EVENT_TYPES = ("order.created", "order.updated", "customer.updated", "refund.created")
STATUSES = ("paid", "preparing", "shipped", "delivered", "cancelled", "refunded")
CARRIERS = ("reibin", "hanabin", "store_pickup")
TRACKING_STATUSES = ("accepted", "in_transit", "delivered")
VISIBILITIES = ("staff", "customer")
V1_LACKS = {
    "Order": ("discount", "shipping", "message_card", "interval", "tracking"),
    "Customer": ("kana", "company", "family_name", "given_name", "marketing"),
}

TEXT: Schema = {"type": "string"}
TIME: Schema = {"type": "string", "format": "date-time"}
COUNT: Schema = {"type": "integer", "minimum": 0}
MAYBE: Schema = {"type": ["string", "null"]}
REFERENCE: Schema = {"type": "string", "minLength": 1, "maxLength": 80}
EASY_NUMBER: Schema = {"type": ["integer", "string"], "minimum": 1, "maximum": 99, "pattern": "^[0-9]{1,2}$"}


def shape(**properties: Schema) -> Schema:
    """An object with exactly these properties, all required."""
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def options(required: tuple[str, ...], **properties: Schema) -> Schema:
    return {**shape(**properties), "required": list(required)}


def link(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def many(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def one_of(values: tuple[str, ...]) -> Schema:
    return {"type": "string", "enum": list(values)}


def page(name: str) -> Schema:
    return shape(data=many(link(name)), next_cursor=MAYBE, has_more={"type": "boolean"})


def schemas(version: str, changes: frozenset[str]) -> dict[str, Schema]:
    """Every named schema of a version, as the breakages that are on have left it."""
    found = copy.deepcopy(_version_2())
    if version == "v1":
        for name, lacking in V1_LACKS.items():
            for field in lacking:
                remove(found[name], field)
    for change in sorted(changes):
        for alter in CHANGES.get(change, ()):
            alter(found)
    return found


def remove(schema: Schema, field: str) -> None:
    schema["properties"].pop(field)
    if field in schema["required"]:
        schema["required"].remove(field)


def rename(schema: Schema, old: str, new: str) -> None:
    schema["properties"] = {
        new if name == old else name: value for name, value in schema["properties"].items()
    }
    schema["required"] = [new if name == old else name for name in schema["required"]]


def _require(name: str, field: str) -> Any:
    return lambda found: found[name]["required"].append(field)


def _rename(name: str, old: str, new: str) -> Any:
    return lambda found: rename(found[name], old, new)


def _retype(name: str, field: str, schema: Schema) -> Any:
    return lambda found: found[name]["properties"].__setitem__(field, schema)


NUMBER: Schema = {"type": "integer", "minimum": 1, "maximum": 99}
NUMERAL: Schema = {"type": "string", "pattern": "^[0-9]{1,2}$"}
RENAMED = {"text": "body", "number": "tracking_number"}
RENAMINGS = (
    _rename("NoteCreate", "text", RENAMED["text"]),
    _rename("TrackingCreate", "number", RENAMED["number"]),
)
AMOUNTS = ("subtotal", "tax", "total")
CHANGES: dict[str, tuple[Any, ...]] = {
    "number-as-text:refuses-text": (
        _retype("TrackingCreate", "parcels", NUMBER),
        _retype("NoteCreate", "priority", NUMBER),
    ),
    "number-as-text:wants-text": (
        _retype("TrackingCreate", "parcels", NUMERAL),
        _retype("NoteCreate", "priority", NUMERAL),
    ),
    "number-as-text:totals-as-text": tuple(
        _retype("Order", field, {"type": "string", "pattern": "^[0-9]+$"}) for field in AMOUNTS
    ),
    "required-field-added": (
        _require("NoteCreate", "visibility"),
        _require("TrackingCreate", "weight_grams"),
    ),
    "field-renamed:requests": RENAMINGS,
    "field-renamed:announced": RENAMINGS,
    "field-renamed:responses": (_rename("Order", "total", "total_amount"),),
}


def _version_2() -> dict[str, Schema]:
    return {**_people(), **_orders(), **_rest()}


def _people() -> dict[str, Schema]:
    note = {
        "author": {"type": "string", "maxLength": 80},
        "priority": EASY_NUMBER,
        "visibility": one_of(VISIBILITIES),
        "reference": REFERENCE,
    }
    return {
        "Address": shape(postal_code=TEXT, prefecture=TEXT, city=TEXT, street=TEXT, building=TEXT),
        "Customer": shape(
            id=TEXT, name=TEXT, family_name=TEXT, given_name=TEXT, kana=TEXT, company=TEXT, email=TEXT,
            phone=TEXT, address=link("Address"), marketing={"type": "boolean"}, created_at=TIME, updated_at=TIME,
        ),
        "CustomerUpdate": options(
            ("name", "email"),
            name={"type": "string", "minLength": 1, "maxLength": 100},
            kana={"type": "string", "maxLength": 100},
            company={"type": "string", "maxLength": 100},
            email={"type": "string", "pattern": "^[^@\\s]+@[^@\\s]+$", "maxLength": 254},
            phone={"type": "string", "pattern": "^[0-9+() -]{6,20}$"},
            address=link("Address"),
            marketing={"type": "boolean"},
        ),
        "NoteCreate": options(("text",), text={"type": "string", "minLength": 1, "maxLength": 2000}, **note),
        "Note": shape(
            id=TEXT, customer_id=TEXT, text=TEXT, created_at=TIME, author=MAYBE,
            priority={"type": ["integer", "null"]}, visibility=MAYBE, reference=MAYBE,
        ),
    }  # fmt: skip


def _orders() -> dict[str, Schema]:
    return {
        "Line": shape(sku=TEXT, name=TEXT, quantity=COUNT, unit_price=COUNT, total=COUNT),
        "Payment": shape(method=TEXT, status=TEXT, paid_at=MAYBE),
        "Handover": shape(name=TEXT, address=link("Address"), date={"type": "string", "format": "date"}, slot=TEXT),
        "Refund": shape(id=TEXT, order_id=TEXT, amount=COUNT, reason=TEXT, created_at=TIME),
        "Order": shape(
            id=TEXT, number=TEXT, status=one_of(STATUSES), customer_id=TEXT, customer_name=TEXT,
            currency={"type": "string", "enum": ["JPY"]}, subtotal=COUNT, tax=COUNT, shipping=COUNT, discount=COUNT,
            total=COUNT, lines=many(link("Line")), payment=link("Payment"), delivery=link("Handover"),
            message_card=TEXT, interval=MAYBE, created_at=TIME, updated_at=TIME,
            refunds=many(link("Refund")), tracking=many(link("Tracking")),
        ),
        "TrackingCreate": options(
            ("carrier", "number", "parcels"),
            carrier=one_of(CARRIERS),
            number={"type": "string", "minLength": 1, "maxLength": 40},
            parcels=EASY_NUMBER,
            status=one_of(TRACKING_STATUSES),
            weight_grams={"type": "integer", "minimum": 1, "maximum": 100000},
            reference=REFERENCE,
        ),
        "Tracking": shape(
            id=TEXT, order_id=TEXT, carrier=one_of(CARRIERS), number=TEXT, parcels=COUNT,
            status=one_of(TRACKING_STATUSES), created_at=TIME, weight_grams={"type": ["integer", "null"]},
            reference=MAYBE,
        ),
    }  # fmt: skip


def _rest() -> dict[str, Schema]:
    subscription = {
        "id": TEXT, "url": TEXT, "events": many(one_of(EVENT_TYPES)), "body": one_of(("thin", "full")),
        "status": one_of(("enabled", "disabled")), "created_at": TIME, "failures": COUNT, "secret_changed_at": MAYBE,
    }  # fmt: skip
    return {
        "Me": shape(
            account=shape(id=TEXT, name=TEXT, locale=TEXT, timezone=TEXT, currency=TEXT),
            credential=shape(id=TEXT, kind=one_of(("key", "access")), expires_at=MAYBE),
            scopes=many(TEXT),
            api=shape(version=TEXT, deprecated={"type": "boolean"}),
        ),
        "SubscriptionCreate": options(
            ("url",),
            url={"type": "string", "pattern": "^https?://[^\\s]+$", "maxLength": 500},
            events=many(one_of(EVENT_TYPES)),
            body=one_of(("thin", "full")),
            secret={"type": "string", "pattern": "^whsec_[A-Za-z0-9+/=]{32,88}$"},
        ),
        "Subscription": shape(**subscription),
        "SubscriptionWithSecret": shape(**subscription, secret=TEXT),
        "OrderPage": page("Order"),
        "CustomerPage": page("Customer"),
        "NotePage": page("Note"),
        "TrackingPage": page("Tracking"),
        "SubscriptionPage": page("Subscription"),
        "FieldError": options(
            ("field", "pointer", "code", "message"),
            field=TEXT, pointer=TEXT, code=TEXT, message=TEXT, expected=TEXT, received=TEXT,
        ),
        "Problem": options(
            ("type", "title", "status", "code", "message", "request_id"),
            type=TEXT, title=TEXT, status={"type": "integer"}, code=TEXT, message=TEXT, request_id=TEXT,
            errors=many(link("FieldError")), new_base_url=TEXT, required_scope=TEXT, successor=TEXT, retry_after=COUNT,
        ),
    }  # fmt: skip
