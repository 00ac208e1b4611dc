"""Who calls the API, and what the caller may do there.

    @router.get("/{id}", auth=needs("customers:read"))

A program shows an API key, a page's script its session; a session that changes something must also
pass Django's check against forged requests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from ninja.security.base import AuthBase

from enishi.kernel.strings import t
from enishi.platform import context, language
from enishi.platform.accounts import keys, scopes
from enishi.platform.accounts.models import User
from enishi.platform.api import limits
from enishi.platform.audit import Actor
from enishi.platform.refusals import refuse

if TYPE_CHECKING:
    from django.http import HttpRequest

    from enishi.kernel.errors import EnishiError

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Enishi"'}
_REMEMBERED = "_enishi_caller"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whoever stands behind a request: stands in ``request.auth`` of every operation.

    Attributes:
        actor: for the audit trail and for events.
        credential: stable name of the credential; rates and idempotency keys are counted by it.
        scopes: what it may do.
        role: role of a signed-in person, "" for an API key.
    """

    actor: Actor
    credential: str
    scopes: frozenset[str]
    role: str = ""

    def may(self, scope: str) -> bool:
        return scope in self.scopes or scopes.ADMIN in self.scopes


class Needs(AuthBase):
    """Admits callers that have one scope; ninja calls it before the operation."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> Caller:
        caller = identify(request)
        limits.spend(request, caller.credential)
        if not caller.may(self.scope):
            raise _forbidden(caller, self.scope)
        return caller


def needs(scope: str) -> Needs:
    """Admit only callers with `scope` (or "admin"); others get a 401 or 403 problem."""
    return Needs(scope)


def actor(request: HttpRequest) -> Actor:
    """The author of changes that this request makes."""
    return identify(request).actor


def identify(request: HttpRequest) -> Caller:
    """Who calls; looked up once a request.

    Raises:
        EnishiError: no credential or a bad one (401), or a change by session without its token (403).
    """
    known = getattr(request, _REMEMBERED, None)
    if known is None:
        known = _identify(request)
        setattr(request, _REMEMBERED, known)
    return cast("Caller", known)


def _identify(request: HttpRequest) -> Caller:
    header = request.headers.get("Authorization")
    try:
        if header is not None:
            return _by_key(request, header)
    except Exception as error:
        _spend_for_strangers(request, error)
        raise
    if request.user.is_authenticated:
        return _by_session(request, request.user)
    limits.spend(request, f"address:{context.address(request)}")
    raise refuse("AUTH01", 401, headers=CHALLENGE)


def _spend_for_strangers(request: HttpRequest, error: Exception) -> None:
    """A refused credential counts against the address that tried it."""
    limits.spend(request, f"address:{context.address(request)}")
    headers: dict[str, Any] | None = getattr(error, "headers", None)
    if headers is not None:
        headers.update({"WWW-Authenticate": 'Bearer realm="Enishi", error="invalid_token"'})


def _by_key(request: HttpRequest, header: str) -> Caller:
    scheme, _, text = header.partition(" ")
    if scheme.lower() != "bearer":
        raise refuse("AUTH05", 401, scheme=scheme[:20])
    key = keys.recognise(text)
    return Caller(
        actor=_actor(request, "key", key.id),
        credential=f"key:{key.id}",
        scopes=frozenset(key.scopes),
    )


def _by_session(request: HttpRequest, user: User) -> Caller:
    if _forged(request):
        raise refuse("csrf", 403)
    return Caller(
        actor=_actor(request, "user", user.email),
        credential=f"user:{user.pk}",
        scopes=scopes.of_role(user),
        role=user.role,
    )


class _TokenCheck(CsrfViewMiddleware):
    """Django's check, answering with the reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        del request
        return reason


def _forged(request: HttpRequest) -> bool:
    """Whether a change by session lacks the token that only our own pages hold."""
    request.csrf_processing_done = False  # type: ignore[attr-defined]
    check = _TokenCheck(lambda _: HttpResponse())
    check.process_request(request)
    return check.process_view(request, HttpResponse, (), {}) is not None


def _actor(request: HttpRequest, kind: Any, name: str) -> Actor:
    return Actor(kind=kind, id=name, request_id=context.request_id(request), address=context.address(request))


def _forbidden(caller: Caller, scope: str) -> EnishiError:
    if caller.role:
        lang, needed = language.current(), scopes.table()[scope]
        role = t(f"platform.role.{caller.role}", lang)
        return refuse("PERM02", 403, needed=t(f"platform.role.{needed}", lang), role=role)
    challenge = f'Bearer realm="Enishi", error="insufficient_scope", scope="{scope}"'
    granted = ", ".join(sorted(caller.scopes)) or "-"
    return refuse("PERM01", 403, headers={"WWW-Authenticate": challenge}, scope=scope, granted=granted)
