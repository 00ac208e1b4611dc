"""Who may sign in, as what, and how a person gets in for the first time."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from enishi.kernel import clock
from enishi.platform import audit
from enishi.platform.accounts import secrets
from enishi.platform.accounts.models import Role, SignInLink, User
from enishi.platform.refusals import not_found, refuse, taken

if TYPE_CHECKING:
    from collections.abc import Sequence

LINK = "enter_"
KEEPER_HOURS, INVITED_HOURS = 1, 72
NAMELESS = ".invalid"  # RFC 2606: the first keeper chooses the real address when entering


@transaction.atomic
def first_keeper() -> User | None:
    """The keeper of a new installation; None when someone has an account already."""
    if User.objects.exists():
        return None
    user = User.objects.create_user(email=f"keeper@enishi{NAMELESS}", role=Role.KEEPER)
    audit.record(audit.SYSTEM, "user.create", str(user.pk), {"role": Role.KEEPER})
    return user


@transaction.atomic
def invite(*, email: str, role: Role, actor: audit.Actor, name: str = "") -> tuple[User, str]:
    """Make an account without a password and return it with the link's text that lets its owner in.

    Raises:
        EnishiError: someone has this address already (409).
    """
    known = User.objects.filter(email=email.lower()).first()
    if known:
        raise taken(pointer="/email", value=email, holder=str(known.pk))
    user = User.objects.create_user(email=email, role=role, name=name)
    audit.record(actor, "user.create", str(user.pk), {"email": user.email, "role": role})
    return user, new_link(user, hours=INVITED_HOURS, actor=actor)


@transaction.atomic
def new_link(user: User, *, hours: int, actor: audit.Actor) -> str:
    """A fresh way in for `user`, good once and for some hours; earlier ones end."""
    SignInLink.objects.filter(user=user, used_at=None).delete()
    text = secrets.new(LINK)
    SignInLink.objects.create(
        digest=_digest(text), user=user, expires_at=clock.now() + timedelta(hours=hours)
    )
    audit.record(actor, "user.link", str(user.pk), {"hours": hours})
    return text


def waiting_keeper() -> User | None:
    """The first keeper, while the link that was printed has not been used."""
    return User.objects.filter(role=Role.KEEPER, is_active=True, email__endswith=NAMELESS).first()


def keeper_link(email: str = "") -> tuple[User, str]:
    """A way in for a keeper who lost theirs: the one with this address, or the first one.

    Raises:
        EnishiError: there is no such keeper (404).
    """
    keepers = User.objects.filter(role=Role.KEEPER, is_active=True).order_by("pk")
    user = keepers.filter(email=email.lower()).first() if email else keepers.first()
    if user is None:
        raise not_found(email or "keeper")
    return user, new_link(user, hours=KEEPER_HOURS, actor=audit.SYSTEM)


def behind(text: str) -> User | None:
    """Whom this link lets in; None when it is unknown, used or too old."""
    link = SignInLink.objects.select_related("user").filter(digest=_digest(text), used_at=None).first()
    living = link is not None and link.expires_at > clock.now() and link.user.is_active
    return link.user if link and living else None


@transaction.atomic
def enter(text: str, *, password: str, email: str, name: str, actor: audit.Actor) -> User:
    """Use a link: set the password and, for the first keeper, the address.

    Raises:
        EnishiError: the link is used up (404), the password too weak or the address taken.
        ValidationError: Django's words about a weak password.
    """
    used = SignInLink.objects.filter(digest=_digest(text), used_at=None, expires_at__gt=clock.now())
    user = behind(text)
    if user is None or not used.update(used_at=clock.now()):
        raise not_found("link")
    if nameless(user):
        if User.objects.filter(email=email.lower()).exclude(pk=user.pk).exists():
            raise taken(pointer="/email", value=email, holder="user")
        user.email = email.lower()
    user.name = name or user.name
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["email", "name", "password"])
    audit.record(actor, "user.enter", str(user.pk), {"email": user.email})
    return user


def nameless(user: User) -> bool:
    """Whether this is the first keeper, who has not given an address yet."""
    return user.email.endswith(NAMELESS)


@transaction.atomic
def change(user_id: int, *, actor: audit.Actor, role: Role | None = None, active: bool | None = None) -> User:
    """Change someone's role, or whether they may sign in at all.

    Raises:
        EnishiError: no such person (404), or no keeper would be left (409).
    """
    people = {user.pk: user for user in _locked(user_id)}
    user = people.get(user_id)
    if user is None:
        raise not_found(str(user_id))
    before = {"role": user.role, "is_active": user.is_active}
    user.role = role if role is not None else user.role
    user.is_active = active if active is not None else user.is_active
    if not any(person.is_active and person.role == Role.KEEPER for person in people.values()):
        raise refuse("last-keeper", 409)
    user.save(update_fields=["role", "is_active"])
    after = {"role": user.role, "is_active": user.is_active}
    changes = {field: [before[field], after[field]] for field in before if before[field] != after[field]}
    audit.record(actor, "user.change", str(user.pk), changes)
    return user


def _locked(user_id: int) -> Sequence[User]:
    """The person and all keepers, held so that two keepers cannot remove each other at once."""
    wanted = User.objects.filter(pk=user_id) | User.objects.filter(role=Role.KEEPER)
    return list(wanted.select_for_update().order_by("pk"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
