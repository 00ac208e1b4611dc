"""Breakages of keys, tokens and rights, proven on the wire."""

import base64

from hanaya_wire import Caller, fine


def test_key_revoked(shop, call):
    """Keys in use die, are counted after death; a new key works at once; mending revives the old."""
    shop.break_("key-revoked")
    for _ in range(3):
        dead = call("GET", "/v2/orders")
        assert (dead.status, dead.json["code"]) == (401, "key_revoked")
    assert shop.state()["calls_after_death"] == {"cred-1": 3}
    new = shop.control("POST", "keys")["api_key"]
    assert fine(Caller(call.base, new))
    shop.mend("key-revoked")
    assert fine(call)


def test_key_with_space(shop, call):
    """A stray blank is overlooked while all is well, and refused while the shop is strict."""
    ways = [
        {"Authorization": f"Bearer  {call.key}"},
        {"Authorization": "Basic " + base64.b64encode(f"{call.key} :".encode()).decode()},
    ]
    plain = Caller(call.base)
    assert [plain("GET", "/v2/me", headers=way).status for way in ways] == [200, 200]
    shop.break_("key-with-space")
    answers = [plain("GET", "/v2/me", headers=way) for way in ways]
    assert [(a.status, a.json["code"]) for a in answers] == [(401, "invalid_key")] * 2
    assert fine(call)


def token(shop, **sent):
    body = {"client_id": "hanaya-demo-client", "client_secret": shop.credentials()["client_secret"], **sent}
    return Caller(shop.base_url)("POST", "/oauth/token", body)


def test_token_expired(shop, call):
    """Tokens in use end; one refresh gives one that works although the breakage is still on."""
    first = token(shop, grant_type="client_credentials").json
    shop.break_("token-expired")
    caller = Caller(shop.base_url)
    dead = caller("GET", "/v2/me", headers={"Authorization": f"Bearer {first['access_token']}"})
    assert (dead.status, dead.json["code"]) == (401, "token_expired")
    second = token(shop, grant_type="refresh_token", refresh_token=first["refresh_token"]).json
    assert (
        caller("GET", "/v2/me", headers={"Authorization": f"Bearer {second['access_token']}"}).status == 200
    )


def test_token_expired_with_a_dead_refresh_token(shop):
    """The variant refresh-dead leaves only signing in anew."""
    first = token(shop, grant_type="client_credentials").json
    shop.break_("token-expired", variant="refresh-dead")
    refused = token(shop, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert (refused.status, refused.json["error"]) == (400, "invalid_grant")
    assert token(shop, grant_type="client_credentials").status == 200


def test_scope_missing(shop, call):
    """Only what needs the lost scope is refused, and /me no longer lists it."""
    shop.break_("scope-missing", variant="customers:write")
    refused = call.note()
    assert (refused.status, refused.json["required_scope"]) == (403, "customers:write")
    assert 'error="insufficient_scope"' in refused.header("WWW-Authenticate")
    assert call("GET", "/v2/customers/c-1001").status == 200
    assert "customers:write" not in call("GET", "/v2/me").json["scopes"]
    shop.mend("scope-missing")
    assert fine(call)
