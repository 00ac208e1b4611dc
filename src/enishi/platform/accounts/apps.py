from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "enishi.platform.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Let the workers sweep away ended sessions and links."""
        from enishi.platform import jobs

        @jobs.every(timedelta(days=1), name="accounts.forget-ended")
        def sweep(_: dict[str, object]) -> None:
            from django.contrib.sessions.models import Session

            from enishi.kernel import clock
            from enishi.platform.accounts.models import SignInLink

            Session.objects.filter(expire_date__lt=clock.now()).delete()
            SignInLink.objects.filter(expires_at__lt=clock.now()).delete()
