from __future__ import annotations

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "enishi.project"
    label = "project"

    def ready(self) -> None:
        from enishi.hub.sdk import commands
        from enishi.project import applying

        commands.set_applier(applying.apply)
