"""What a connector is made of: import from here, not from the modules behind it.

A connector is a package under ``enishi.connectors`` with a ``manifest.toml`` and a class ``Connector`` in
its ``connector.py``, a subclass of `Connector` below.
"""

from enishi.hub.sdk.call import Account, Call, Reply
from enishi.hub.sdk.connector import Connector, Page, Step
from enishi.hub.sdk.inbound import Answer, Inbound, Receipt, Received, Refused
from enishi.hub.sdk.manifest import Manifest, Operation
from enishi.hub.sdk.outcome import CallFailed, Held, Later, Malformed, Verdict

__all__ = [
    "Account",
    "Answer",
    "Call",
    "CallFailed",
    "Connector",
    "Held",
    "Inbound",
    "Later",
    "Malformed",
    "Manifest",
    "Operation",
    "Page",
    "Receipt",
    "Received",
    "Refused",
    "Reply",
    "Step",
    "Verdict",
]
