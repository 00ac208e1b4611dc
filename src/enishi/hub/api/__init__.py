"""The hub over HTTP: /connections, /exchanges, /subscriptions."""

from enishi.hub.api.connections import router as connections
from enishi.hub.api.exchanges import router as exchanges
from enishi.hub.api.subscriptions import router as subscriptions

__all__ = ["connections", "exchanges", "subscriptions"]
