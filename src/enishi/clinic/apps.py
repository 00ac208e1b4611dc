from __future__ import annotations

from django.apps import AppConfig


class ClinicConfig(AppConfig):
    name = "enishi.clinic"
    label = "clinic"

    def ready(self) -> None:
        from enishi.clinic import closing, editing, noticing, treating, watching
        from enishi.clinic.pages.notices import notices
        from enishi.clinic.queries import needing_a_person
        from enishi.hub.pages import extensions
        from enishi.hub.sdk import hooks
        from enishi.ui import nav

        extensions.add_notices(notices)
        nav.count_with("incidents", lambda _: needing_a_person())
        hooks.register(
            edit_request=editing.edit_request,
            decode_response=editing.decode_response,
            on_failed_exchange=noticing.failed,
            on_succeeded_exchange=noticing.succeeded,
        )
        assert closing
        assert treating
        assert watching
