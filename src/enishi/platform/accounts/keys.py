"""API keys: make, recognise, revoke."""

from __future__ import annotations

import hmac
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from enishi.kernel import clock, ids
from enishi.platform import audit
from enishi.platform.accounts import scopes, secrets
from enishi.platform.accounts.models import ApiKey
from enishi.platform.refusals import not_found, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from enishi.platform.accounts.models import User

PREFIX = "ensh_"
TOUCH_EVERY = timedelta(minutes=1)
MOST_REMEMBERED = 1000
_remembered: dict[str, tuple[float, ApiKey]] = {}


def create(
    *,
    name: str,
    granted: Iterable[str],
    actor: audit.Actor,
    expires_at: datetime | None = None,
    owner: User | None = None,
) -> tuple[ApiKey, str]:
    """Make a key and return it with its text, which cannot be had again.

    Raises:
        EnishiError: a scope does not exist (422).
    """
    wanted = scopes.checked(granted)
    text = secrets.new(PREFIX)
    with transaction.atomic():
        key = ApiKey.objects.create(
            id=ids.new("key"),
            name=name,
            start=text[:9],
            digest=secrets.digests(text)[0],
            scopes=wanted,
            created_by=owner,
            expires_at=expires_at,
        )
        changes = {"name": name, "scopes": wanted, "expires_at": expires_at and expires_at.isoformat()}
        audit.record(actor, "key.create", key.id, changes)
    return key, text


def recognise(text: str) -> ApiKey:
    """The living key with this text.

    Raises:
        EnishiError: damaged, unknown, expired or revoked (401, each with its own code).
    """
    if not secrets.intact(PREFIX, text):
        raise refuse("AUTH04", 401, start=text[:5])
    candidates = secrets.digests(text)
    key = _remember(candidates)
    if key is None or not any(hmac.compare_digest(key.digest, digest) for digest in candidates):
        raise refuse("AUTH03", 401)
    now = clock.now()
    if key.revoked_at:
        raise refuse("AUTH12", 401, revoked_at=key.revoked_at.isoformat(timespec="seconds"))
    if key.expires_at and key.expires_at <= now:
        raise refuse("AUTH10", 401, expired_at=key.expires_at.isoformat(timespec="seconds"))
    _touch(key, now)
    return key


def revoke(key_id: str, *, actor: audit.Actor) -> ApiKey:
    """End a key at once; ending it twice changes nothing.

    Raises:
        EnishiError: no such key (404).
    """
    with transaction.atomic():
        changed = ApiKey.objects.filter(pk=key_id, revoked_at=None).update(revoked_at=clock.now())
        if changed:
            audit.record(actor, "key.revoke", key_id, {})
    _remembered.clear()
    key = ApiKey.objects.filter(pk=key_id).first()
    if key is None:
        raise not_found(key_id)
    return key


def _remember(candidates: list[str]) -> ApiKey | None:
    """The key stored under one of these digests.

    Remembered for `settings.API_KEY_REMEMBERED` seconds: so long another process may still take a key that
    was revoked here.
    """
    until, known = _remembered.get(candidates[0], (0.0, None))
    if known is not None and time.monotonic() < until:
        return known
    found = ApiKey.objects.filter(digest__in=candidates).first()
    if found is not None:
        if len(_remembered) >= MOST_REMEMBERED:
            _remembered.clear()
        _remembered[candidates[0]] = (time.monotonic() + settings.API_KEY_REMEMBERED, found)
    return found


def _touch(key: ApiKey, now: datetime) -> None:
    """Note the use, at most once a minute: a write on every call would cost more than the call."""
    if key.last_used_at and now - key.last_used_at < TOUCH_EVERY:
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - TOUCH_EVERY)
    ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)
    key.last_used_at = now
