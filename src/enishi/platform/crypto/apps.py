from __future__ import annotations

from django.apps import AppConfig


class CryptoConfig(AppConfig):
    name = "enishi.platform.crypto"
    label = "crypto"
