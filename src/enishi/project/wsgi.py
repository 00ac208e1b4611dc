"""Django's WSGI handler, which the gate runs on threads of its own."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enishi.project.settings")
application = get_wsgi_application()
