from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "enishi.platform.api"
    label = "api"

    def ready(self) -> None:
        """Let the workers sweep away answers that nobody may ask for again."""
        from enishi.platform import jobs
        from enishi.platform.api.idempotency import forget_old

        @jobs.every(timedelta(hours=1), name="api.forget-old-answers")
        def sweep(_: dict[str, object]) -> None:
            forget_old()
