from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "enishi.platform.accounts"
    label = "accounts"
