"""What the server runs: the gate, with Django behind it."""

from __future__ import annotations

from enishi.platform import logs
from enishi.project.wsgi import application as django

logs.configure()

from django.urls import get_resolver  # noqa: E402

from enishi.hub import intake  # noqa: E402 - these need the apps, which wsgi has loaded
from enishi.platform.gate import events, health  # noqa: E402 - these need the apps, which wsgi has loaded
from enishi.platform.gate.app import Gate  # noqa: E402
from enishi.platform.gate.handlers import by_caller  # noqa: E402

get_resolver().url_patterns  # noqa: B018 - loads every page and operation now, not under the first reader
health.register()
intake.register()
events.register()
application = Gate(by_caller(django))
