from __future__ import annotations

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "enishi.platform.outbox"
    label = "outbox"

    def ready(self) -> None:
        from enishi.platform.outbox import dispatching  # noqa: F401 - registers its pump and job
