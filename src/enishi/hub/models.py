"""All tables of the hub, for Django to find; each is defined with the work that owns it."""

from enishi.hub.connections.models import Connection, ConnectionChange, Health, Hold, Token
from enishi.hub.delivery.models import Delivery, Subscription
from enishi.hub.exchanges.models import ExchangeRow
from enishi.hub.inbox.models import InboxItem
from enishi.hub.sync.models import Pull

__all__ = [
    "Connection",
    "ConnectionChange",
    "Delivery",
    "ExchangeRow",
    "Health",
    "Hold",
    "InboxItem",
    "Pull",
    "Subscription",
    "Token",
]
