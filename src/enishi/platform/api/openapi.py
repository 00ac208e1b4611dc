"""What ninja leaves out of the OpenAPI document: refusals, shared headers, scopes, examples."""

from __future__ import annotations

import copy
import inspect
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ninja.operation import Operation
    from ninja.router import BoundRouter

DESCRIPTION = (
    "Customers, orders and connections of this installation. Send `Authorization: Bearer ensh_…`. "
    "Every refusal is a problem document (RFC 9457) with a stable `code`, a reason per field and the "
    "`request_id`; `Accept-Language: ja` or `en` chooses its language. Lists are read page by page with "
    "`cursor`. A change that carries an `Idempotency-Key` can be sent again without harm."
)
SECURITY = {
    "apiKey": {"type": "http", "scheme": "bearer", "description": "API key, begins with ensh_"},
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "Signed-in browser"},
}
FIELD_REASON = {
    "title": "FieldReason",
    "type": "object",
    "required": ["pointer", "code", "why"],
    "properties": {
        "pointer": {"type": "string", "description": "JSON pointer into the body, or ?name of a parameter"},
        "code": {"type": "string"},
        "why": {"type": "string"},
        "received": {"description": "The value as it came"},
        "expected": {"type": "string"},
        "did_you_mean": {"description": "The nearest value or name that would be accepted"},
    },
}
PROBLEM = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "code", "title", "status", "detail", "request_id", "help"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "code": {"type": "string", "description": "Stable; has a page of its own at `help`"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/FieldReason"}},
        "request_id": {"type": "string"},
        "help": {"type": "string", "format": "uri"},
    },
    "additionalProperties": True,
}
# status: (name, description, code of the example, title of the example)
REFUSALS: dict[int, tuple[str, str, str, str]] = {
    400: ("Malformed", "The request cannot be read", "FMT01", "Body is not well-formed JSON"),
    401: ("NoCredential", "No credential, or one that is not accepted", "AUTH01", "No credential"),
    403: ("Forbidden", "The credential lacks the scope or role", "PERM01", "Scope missing"),
    404: ("NotFound", "No such record", "not-found", "No such record"),
    406: ("NotAcceptable", "Only JSON can be answered", "FMT04", "Cannot answer in the format asked for"),
    409: ("Conflict", "Contradicts what is stored", "CON01", "Value already in use"),
    412: ("Changed", "The record changed since it was read", "CON02", "Record has changed meanwhile"),
    413: ("TooLarge", "The body is too large", "FMT11", "Body too large"),
    415: ("WrongType", "The body is not JSON", "FMT03", "Wrong Content-Type"),
    422: ("Invalid", "Fields were refused; `errors` says which and why", "SCH04", "Wrong type"),
    428: ("MatchRequired", "If-Match is missing", "match-required", "Version missing"),
    429: ("TooMany", "Too many requests; see Retry-After", "RATE01", "Too many requests"),
    500: ("Fault", "Fault on our side", "SRV01", "Fault on our side"),
}
ALWAYS = (401, 403, 406, 422, 429, 500)
HEADERS: dict[str, dict[str, Any]] = {
    "X-Request-Id": {
        "description": "Name this to the keeper when something is unclear",
        "schema": {"type": "string"},
    },
    "RateLimit": {
        "description": "What is left: r calls, full again in t seconds",
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {"description": "The allowance: q calls in w seconds", "schema": {"type": "string"}},
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "maxLength": 255},
    "description": "Fresh for each change; sent again it gets the first answer and has no second effect",
}


def complete(document: dict[str, Any], routers: Iterable[BoundRouter]) -> None:
    """Add to ninja's `document` what holds for every operation."""
    parts = document["components"]
    parts["schemas"] |= {"Problem": PROBLEM, "FieldReason": FIELD_REASON}
    parts["responses"] = {name: _refusal(status, *rest) for status, (name, *rest) in REFUSALS.items()}
    parts["headers"] = HEADERS
    parts["securitySchemes"] = SECURITY
    known = {_id(document, operation): operation for operation in _operations(routers)}
    for methods in document["paths"].values():
        for method, shared in list(methods.items()):
            methods[method] = details = copy.deepcopy(shared)
            _complete_one(details, method, known.get(details["operationId"]))


def _operations(routers: Iterable[BoundRouter]) -> Iterator[Operation]:
    for router in routers:
        for view in router.path_operations.values():
            yield from view.operations


def _id(document: Any, operation: Operation) -> str:
    return operation.operation_id or str(document.api.get_openapi_operation_id(operation))


def _complete_one(details: dict[str, Any], method: str, operation: Operation | None) -> None:
    statuses = {*ALWAYS}
    if "requestBody" in details:
        statuses |= {400, 413, 415}
    if any(parameter["in"] == "path" for parameter in details["parameters"]):
        statuses.add(404)
    required = operation and getattr(inspect.unwrap(operation.view_func), "idempotency", None)
    if required is not None:
        statuses.add(400)
        details["parameters"].append(IDEMPOTENCY_KEY | {"required": required})
    if method != "get":
        statuses.add(409)
    if method in {"patch", "put", "delete"}:
        statuses |= {412, 428}
    for status in sorted(statuses):
        details["responses"].setdefault(status, {"$ref": f"#/components/responses/{REFUSALS[status][0]}"})
    for status, answer in details["responses"].items():
        if "$ref" not in answer and int(status) < 400:  # noqa: PLR2004
            answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS}
    details["responses"] = {str(status): answer for status, answer in sorted(details["responses"].items())}
    scopes = [
        needs.scope for needs in (operation.auth_callbacks if operation else ()) if hasattr(needs, "scope")
    ]
    if scopes:
        details["security"] = [{"apiKey": scopes}, {"session": scopes}]
        details["x-scopes"] = scopes


def _refusal(status: int, description: str, code: str, title: str) -> dict[str, Any]:
    page = f"https://crm.example/errors/{code}"
    example = {
        "type": page,
        "code": code,
        "title": title,
        "status": status,
        "detail": f"{title}: …",
        "request_id": "req_01k9mexample0000000000000",
        "help": page,
    }
    content = {
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
    }
    return {"description": description, "headers": {}, "content": content}
