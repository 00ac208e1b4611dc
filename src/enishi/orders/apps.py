from __future__ import annotations

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "enishi.orders"
    label = "orders"

    def ready(self) -> None:
        from enishi.customers import extensions
        from enishi.orders import figures, telling

        del telling  # registered by being imported
        extensions.add_summaries(figures.summaries)
        extensions.add_figures(figures.figures)
