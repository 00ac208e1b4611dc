"""Credentials that were refused a moment ago: known in this process before the database tells the others.

A refusal is of one version of a connection: a new secret, a renewed token or a release makes a new version,
and calls leave again.
"""

from __future__ import annotations

from enishi.hub.connections.models import Connection

_refused: dict[str, int] = {}


def note(connection: Connection) -> None:
    """The credential of this version was refused."""
    _refused[connection.pk] = connection.version


def known(connection: Connection) -> bool:
    """Whether this version's credential is known to be refused."""
    return _refused.get(connection.pk) == connection.version
