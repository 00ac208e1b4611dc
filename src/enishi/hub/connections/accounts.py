"""A connection as its connector may see it: secrets opened, token read, our own address filled in."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from enishi.hub.connections.models import Connection
from enishi.hub.connections.tokens import access_token
from enishi.hub.sdk.call import Account
from enishi.hub.sdk.registry import manifest

PAIRED = 4
"""With so few values, their pairs are also looked for in the form that Basic credentials have."""


def inbox_url(connection_id: str) -> str:
    """The address that the other system sends its webhooks to."""
    return f"{settings.PUBLIC_URL}/in/{connection_id}"


def account(connection: Connection) -> Account:
    """Open a connection for use; tokens that are about to expire are refreshed first.

    Raises:
        Undecryptable: no key in force opens its secrets.
        Held: its OAuth grant has ended.
    """
    oauth = manifest(connection.connector).oauth
    return Account(
        connection_id=connection.id,
        settings=connection.settings,
        secrets=connection.secrets,
        access_token=access_token(connection) if oauth else "",
        inbox_url=inbox_url(connection.id),
    )


def known_secrets(opened: Account) -> tuple[str, ...]:
    """Every secret value of an account, also as Basic credentials write them, for redaction."""
    values = [*_texts(opened.secrets), *([opened.access_token] if opened.access_token else [])]
    few = values if len(values) <= PAIRED else []
    pairs = (f"{one}:{other}" for one in few for other in few if one != other)
    return (*values, *(base64.b64encode(pair.encode()).decode() for pair in pairs))


def _texts(node: Any) -> Iterable[str]:
    if isinstance(node, str):
        yield from (node, node.strip()) if node.strip() != node else (node,)
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from _texts(value)
