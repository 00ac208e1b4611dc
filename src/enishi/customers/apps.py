from __future__ import annotations

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "enishi.customers"
    label = "customers"

    def ready(self) -> None:
        from enishi.customers import telling

        del telling  # registered by being imported
