"""Who calls, and may they: credentials and scopes."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING

from demo.hanaya.keyring import ended
from demo.hanaya.wire import Refusal

if TYPE_CHECKING:
    from aiohttp import web

    from demo.hanaya.records import Credential

    from .call import Call

BLANKS = " \t\r\n\u00a0\u3000\u200b\ufeff"
REALM = 'Bearer realm="hanaya"'


def admit(call: Call) -> None:
    """Find the caller's credential and check the operation's scope; raises Refusal."""
    presented = _presented(call.request)
    if not presented:
        raise Refusal(
            401,
            "missing_credentials",
            "Send an API key (X-Api-Key, or Basic with the key as user name) or a Bearer token.",
            headers={"WWW-Authenticate": REALM},
        )
    held = _held(call, presented)
    call.credential_name = held.id
    why = ended(held)
    if why:
        _refuse_dead(call, held, why)
    call.credential = held
    _check_scope(call, held)


def _presented(request: web.Request) -> str:
    if "X-Api-Key" in request.headers:
        return request.headers["X-Api-Key"]
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return value
    if scheme.lower() == "basic":
        return _user_name(value)
    return ""


def _user_name(encoded: str) -> str:
    try:
        return base64.b64decode(encoded).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _held(call: Call, presented: str) -> Credential:
    bare = presented.strip(BLANKS)
    held = call.shop.keys.find(bare)
    strict = call.shop.desk.on("key-with-space")
    if held and (bare == presented or not strict):
        return held
    if held:
        call.shop.desk.strike("key-with-space")
    digest = hashlib.sha256(presented.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    call.credential_name = f"unknown-{digest}"
    call.shop.ledger.after_death[call.credential_name] += 1
    raise Refusal(
        401,
        "invalid_key",
        f"This key or token is not known ({len(presented)} characters received).",
        headers={
            "WWW-Authenticate": f'{REALM}, error="invalid_token", error_description="unknown key or token"'
        },
    )


def _refuse_dead(call: Call, held: Credential, why: str) -> None:
    call.shop.ledger.after_death[held.id] += 1
    for slug in ("key-revoked", "token-expired"):
        running = call.shop.desk.on(slug)
        if running and held in running.kept["credentials"]:
            call.shop.desk.strike(slug)
    if held.kind == "key":
        code, words = "key_revoked", "This API key was revoked by the shop's owner."
    elif why == "expired":
        code, words = "token_expired", "The access token has expired. Get a new one at /oauth/token."
    else:
        code, words = "token_revoked", "The token was revoked."
    raise Refusal(
        401,
        code,
        words,
        headers={"WWW-Authenticate": f'{REALM}, error="invalid_token", error_description="{words}"'},
    )


def _check_scope(call: Call, held: Credential) -> None:
    needed = call.operation.scope if call.operation else ""
    if not needed:
        return
    missing = call.shop.desk.on("scope-missing")
    if missing and missing.variant == needed:
        call.shop.desk.strike("scope-missing")
    elif needed in held.scopes:
        return
    raise Refusal(
        403,
        "insufficient_scope",
        f"This call needs the scope {needed}, which the credential does not have.",
        required_scope=needed,
        headers={"WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{needed}"'},
    )


def scopes(call: Call) -> list[str]:
    """The caller's scopes at this moment."""
    missing = call.shop.desk.on("scope-missing")
    lost = missing.variant if missing else None
    return [scope for scope in call.credential.scopes if scope != lost] if call.credential else []
