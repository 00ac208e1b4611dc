"""Names of connections, for the pages of rooms that show where a record came from."""

from __future__ import annotations

from enishi.hub.connections.models import Connection


def names() -> dict[str, str]:
    """Every connection's name by id."""
    return dict(Connection.objects.values_list("id", "name"))
