"""POST /oauth/token: client credentials, and refresh tokens that are good for one use."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from typing import Any

from aiohttp import web

from demo.hanaya.keyring import CLIENT_ID, SCOPES, ended

from .call import CALL, Call


async def token(request: web.Request) -> web.Response:
    """RFC 6749, sections 4.4, 5 and 6."""
    call = request[CALL]
    sent = await _sent(request)
    name, secret = _client(request, sent)
    if name != CLIENT_ID or not hmac.compare_digest(secret.encode(), call.shop.keys.client_secret.encode()):
        return _error(401, "invalid_client", "The client is unknown or its secret is wrong.")
    grant = sent.get("grant_type", "")
    if grant == "client_credentials":
        return _fresh(call, sent)
    if grant == "refresh_token":
        return _renewed(call, sent)
    return _error(400, "unsupported_grant_type", "Use client_credentials or refresh_token.")


def _fresh(call: Call, sent: dict[str, str]) -> web.Response:
    wanted = tuple(sent.get("scope", "").split()) or SCOPES
    unknown = set(wanted) - set(SCOPES)
    if unknown:
        return _error(400, "invalid_scope", "Unknown scope: " + ", ".join(sorted(unknown)) + ".")
    return _pair(call, *call.shop.keys.issue_pair(wanted))


def _renewed(call: Call, sent: dict[str, str]) -> web.Response:
    held = call.shop.keys.find(sent.get("refresh_token", ""))
    if held is None or held.kind != "refresh":
        return _error(400, "invalid_grant", "The refresh token is unknown.")
    call.credential_name = held.id
    why = ended(held)
    if why:
        call.shop.ledger.after_death[held.id] += 1
        running = call.shop.desk.on("token-expired")
        if running and held in running.kept["credentials"]:
            call.shop.desk.strike("token-expired")
        said = "was used before" if why == "used" else "has ended"
        return _error(400, "invalid_grant", f"The refresh token {said}.")
    return _pair(call, *call.shop.keys.rotate(held))


def _pair(call: Call, access: Any, refresh: Any) -> web.Response:
    seconds = call.shop.keys.token_seconds
    return web.json_response(
        {
            "access_token": access.value,
            "token_type": "Bearer",
            "expires_in": int(seconds) if seconds >= 1 else seconds,
            "refresh_token": refresh.value,
            "scope": " ".join(access.scopes),
        }
    )


async def _sent(request: web.Request) -> dict[str, str]:
    if request.content_type == "application/json":
        try:
            read = json.loads(await request.read())
        except ValueError:
            read = {}
        return {k: str(v) for k, v in read.items()} if isinstance(read, dict) else {}
    return {key: str(value) for key, value in (await request.post()).items()}


def _client(request: web.Request, sent: dict[str, str]) -> tuple[str, str]:
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return sent.get("client_id", ""), sent.get("client_secret", "")
    try:
        name, _, secret = base64.b64decode(encoded).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, secret


def _error(status: int, code: str, words: str) -> web.Response:
    headers = {"WWW-Authenticate": 'Basic realm="hanaya"'} if status == 401 else {}  # noqa: PLR2004 - RFC 6749
    return web.json_response({"error": code, "error_description": words}, status=status, headers=headers)
