"""Makes exchanges from what people have at hand: client objects, curl, HAR, raw HTTP, logs, webhooks, corpus lines.

Each maker takes anything and never raises: what cannot be read is left out of the exchange.
"""

from enishi.doctor.engine.corpus import exchange_of as from_case
from enishi.doctor.evidence.anything import from_text
from enishi.doctor.evidence.clients import from_exception, from_response
from enishi.doctor.evidence.curl import from_curl
from enishi.doctor.evidence.har import from_har
from enishi.doctor.evidence.logs import from_log
from enishi.doctor.evidence.raw import from_http
from enishi.doctor.evidence.webhook import from_webhook

__all__ = [
    "from_case",
    "from_curl",
    "from_exception",
    "from_har",
    "from_http",
    "from_log",
    "from_response",
    "from_text",
    "from_webhook",
]
