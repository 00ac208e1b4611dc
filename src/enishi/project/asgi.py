"""What the server runs: the gate, with Django behind it."""

from __future__ import annotations

from enishi.platform.gate.app import Gate
from enishi.platform.gate.events import register as register_events
from enishi.project.wsgi import application as django

application = Gate(django)
register_events()
