from __future__ import annotations

from django.apps import AppConfig


class HubConfig(AppConfig):
    name = "enishi.hub"
    label = "hub"

    def ready(self) -> None:
        from enishi.hub.delivery import actions, engine, fanout, lost  # noqa: F401 - register pump, jobs and consumer
        from enishi.hub.exchanges import pruning  # noqa: F401 - registers its recurring job
        from enishi.hub.inbox import pumping  # noqa: F401 - registers its pump
        from enishi.hub.intake import failures  # noqa: F401 - registers its job
        from enishi.hub.pages import names
        from enishi.hub.sync import pulling  # noqa: F401 - registers its jobs
        from enishi.ui import sources

        sources.provide(names.names)
