"""How allauth behaves here: nobody signs up by themselves; a keeper invites."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from enishi.platform import context, crypto


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc,unused-ignore]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        del request
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address after trusted proxies, as everywhere else."""
        return context.address(request)


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc,unused-ignore]
    """Keeps the secrets of second factors sealed."""

    def encrypt(self, text: str) -> str:
        return crypto.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.open_sealed(encrypted_text)
