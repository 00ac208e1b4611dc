"""How allauth behaves here: nobody signs up by themselves; a keeper invites."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc,unused-ignore]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        del request
        return False
