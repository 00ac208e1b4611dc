"""The OpenAPI 3.1 document of one version, true at this moment."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from .operations import OPERATIONS, Operation
from .schemas import link, schemas

QUERY = {
    "limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 50},
    "updated_since": {"type": "string", "format": "date-time"},
}
WRITES_WITH_KEY = ("add_note", "add_tracking")
REFUSALS = {
    "400": "Unreadable request",
    "401": "Credential missing or not accepted",
    "403": "Scope missing",
    "404": "Not there",
    "409": "In conflict with an earlier call",
    "422": "Body does not follow its schema",
    "429": "Too many calls",
}


@lru_cache(maxsize=64)
def document(version: str, *, prefix: str, server: str, changes: frozenset[str]) -> dict[str, Any]:
    """Describe a version ("v1" or "v2") served under `server` + `prefix`; `changes` are breakages of form."""
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "花屋はな API",
            "version": {"v1": "1.9.0", "v2": "2.4.0"}[version],
            "description": "Retired; use version 2." if version == "v1" else "Orders, customers, webhooks.",
        },
        "servers": [{"url": server + prefix}],
        "security": [{"key": []}, {"bearer": []}, {"basic": []}],
        "paths": paths,
        "components": {"schemas": schemas(version, changes), "securitySchemes": _security(server)},
    }


def _operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.id,
        "parameters": _parameters(operation),
        "responses": {
            str(operation.status): _answer(operation),
            **{status: _problem(text) for status, text in _refusals(operation).items()},
        },
    }
    if operation.scope:
        described["x-scope"] = operation.scope
    if operation.takes:
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": link(operation.takes)}},
        }
    return described


def _refusals(operation: Operation) -> dict[str, str]:
    found = dict(REFUSALS)
    if operation.takes:
        found["415"] = "Body of another kind than JSON"
    if operation.method == "PUT":
        found["412"] = "Changed since it was read"
    return found


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    text = {"type": "string"}
    found = [
        {"name": name, "in": "query", "required": False, "schema": QUERY.get(name, text)}
        for name in operation.query
    ]
    if "{id}" in operation.path:
        found.append({"name": "id", "in": "path", "required": True, "schema": text})
    if operation.id in WRITES_WITH_KEY:
        found.append({"name": "Idempotency-Key", "in": "header", "required": False, "schema": text})
    return found


def _answer(operation: Operation) -> dict[str, Any]:
    if not operation.gives:
        return {"description": "Done"}
    media = {"schema": link(operation.gives)}
    return {"description": "Done", "content": {"application/json": media, "application/xml": media}}


def _problem(text: str) -> dict[str, Any]:
    return {"description": text, "content": {"application/problem+json": {"schema": link("Problem")}}}


def _security(server: str) -> dict[str, Any]:
    return {
        "key": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
        "bearer": {"type": "http", "scheme": "bearer"},
        "basic": {"type": "http", "scheme": "basic", "description": "API key as user name"},
        "oauth": {
            "type": "oauth2",
            "flows": {"clientCredentials": {"tokenUrl": f"{server}/oauth/token", "scopes": {}}},
        },
    }
