"""Each breakage of the API, proven on the wire: it shows, and it is gone when mended."""

import base64
import json
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from http.client import IncompleteRead, RemoteDisconnected

import pytest
from hanaya_wire import Caller


def fine(call):
    return call("GET", "/v2/me").status == 200 and call.note("ok").status == 201


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


def test_host_changed(shop, call):
    """The old host tells where the API went; the new one serves it."""
    shop.break_("host-changed")
    moved = call("GET", "/v2/orders")
    assert moved.status == 404
    assert moved.json["new_base_url"] == shop.new_base_url
    assert shop.new_base_url in moved.json["message"]
    assert call("GET", "/v2/orders", base=shop.new_base_url).status == 200
    assert call("GET", "/openapi.json").json["servers"] == [{"url": shop.new_base_url + "/v2"}]


@pytest.mark.parametrize("variant", ["404", "421"])
def test_host_changed_without_a_word(shop, call, variant):
    """The variants say nothing of the new host."""
    shop.break_("host-changed", variant=variant)
    answer = call("GET", "/v2/orders")
    assert answer.status == int(variant)
    assert shop.new_base_url.encode() not in answer.raw


def test_path_changed(shop, call):
    """The old path is a router's page; the same path under /api works, as the document says."""
    assert call("GET", "/api/v2/me").status == 404
    shop.break_("path-changed")
    gone = call("GET", "/v2/orders")
    assert gone.status == 404
    assert b"Cannot GET /v2/orders" in gone.raw
    assert gone.header("Content-Type").startswith("text/html")
    assert call("GET", "/api/v2/me").status == 200
    assert call("GET", "/openapi.json").json["servers"][0]["url"].endswith("/api/v2")
    shop.break_("path-changed", variant="json")
    assert "/api/v2/orders" in call("GET", "/v2/orders").header("Link")


@pytest.mark.parametrize("variant", ["301", "302", "308"])
def test_post_redirected(shop, call, variant):
    """Writes are sent elsewhere and not done; reads stay; the target takes the write."""
    shop.break_("post-redirected", variant=variant)
    answer = call.note(reference="moved")
    assert answer.status == int(variant)
    target = answer.header("Location")
    assert target == f"{shop.new_base_url}/v2/customers/c-1001/notes"
    assert shop.writes(reference="moved") == []
    assert call("GET", "/v2/me").status == 200
    path = target.removeprefix(shop.new_base_url)
    assert call("POST", path, {"text": "x"}, base=shop.new_base_url).status == 201


def test_a_redirected_post_really_loses_its_body(shop, call):
    """A usual client turns the POST into a GET that succeeds: 200, and nothing written."""
    shop.break_("post-redirected", variant="302")
    request = urllib.request.Request(
        f"{shop.base_url}/v2/customers/c-1001/notes",
        data=b'{"text": "lost"}',
        headers={"X-Api-Key": call.key, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=5) as answer:
        assert answer.status == 200
        assert json.load(answer)["data"] == []


def test_version_retired(shop, call):
    """v1 is gone and names its successor, which works."""
    shop.break_("version-retired")
    gone = call("GET", "/v1/orders/o-10001")
    assert (gone.status, gone.json["code"]) == (410, "version_retired")
    assert gone.header("Link") == '</v2/orders/o-10001>; rel="successor-version"'
    assert call("GET", gone.json["successor"]).status == 200


def test_html_login_page(shop, call):
    """The API answers with a login for people: redirect, or status 200 and HTML."""
    shop.break_("html-login-page")
    answer = call("GET", "/v2/orders")
    assert (answer.status, answer.header("Location")) == (302, "/login?next=/v2/orders")
    assert b"<form" in call("GET", answer.header("Location")).raw
    shop.break_("html-login-page", variant="page")
    page = call("GET", "/v2/orders")
    assert (page.status, page.header("Content-Type")) == (200, "text/html; charset=utf-8")


def test_certificate_expired(open_shop):
    """The TLS port shows a good chain, then one that ended, then the good one again."""
    shop = open_shop(tls_port=0)
    context = ssl.create_default_context(cafile=shop.authority)
    call = Caller(shop.tls_base_url, shop.api_key, context=context)
    assert fine(call)
    shop.break_("certificate-expired")
    with pytest.raises(ssl.SSLCertVerificationError, match="expired"):
        call("GET", "/v2/me")
    shop.mend("certificate-expired")
    assert fine(call)


def test_certificate_expired_for_one_handshake(open_shop):
    """Handshakes are counted as calls: after one the shop shows the good certificate by itself."""
    shop = open_shop(tls_port=0)
    call = Caller(shop.tls_base_url, shop.api_key, context=ssl.create_default_context(cafile=shop.authority))
    shop.break_("certificate-expired", calls=1)
    with pytest.raises(ssl.SSLCertVerificationError, match="expired"):
        call("GET", "/v2/me")
    assert fine(call)
    assert shop.state()["affected"] == {"certificate-expired": 1}


def test_certificate_expired_ends_kept_connections(open_shop):
    """A connection kept open cannot hide the new certificate."""
    shop = open_shop(tls_port=0)
    port = int(shop.tls_base_url.rpartition(":")[2])
    context = ssl.create_default_context(cafile=shop.authority)
    with (
        socket.create_connection(("127.0.0.1", port), timeout=5) as raw,
        context.wrap_socket(raw, server_hostname="localhost") as kept,
    ):
        shop.break_("certificate-expired")
        assert kept.recv(1) == b""


def test_xml_instead_of_json(shop, call):
    """Without a word about JSON comes XML; who names JSON gets it, except in the variant always."""
    shop.break_("xml-instead-of-json")
    for accept in (None, "*/*"):
        answer = call("GET", "/v2/orders", headers={"Accept": accept})
        assert answer.header("Content-Type").startswith("application/xml")
        assert answer.raw.startswith(b"<?xml")
    assert call("GET", "/v2/orders").json["data"]
    shop.break_("xml-instead-of-json", variant="always")
    assert call("GET", "/v2/orders").raw.startswith(b"<?xml")


@pytest.mark.parametrize(
    ("variant", "label"),
    [("unlabelled", "application/json"), ("labelled", "application/json; charset=Shift_JIS")],
)
def test_shift_jis(shop, call, variant, label):
    """Bytes are CP932, not UTF-8; read as CP932 they are the same document, emoji included."""
    call.note("髙𠮷さまより🌷 ~①㈱", reference="sjis")
    path = "/v2/customers/c-1001/notes?reference=sjis"
    before = call("GET", path).json
    shop.break_("shift-jis", variant=variant)
    answer = call("GET", path)
    with pytest.raises(UnicodeDecodeError):
        answer.raw.decode()
    assert answer.header("Content-Type") == label
    assert json.loads(answer.raw.decode("cp932")) == before


def test_number_as_text(shop, call):
    """Text numbers are taken until the breakage; then the refusal names the field and the type."""
    assert call.track(parcels="2").status == 201
    shop.break_("number-as-text")
    refused = call.track(parcels="2")
    assert refused.status == 422
    [error] = refused.json["errors"]
    assert (error["pointer"], error["code"]) == ("/parcels", "invalid_type")
    assert (error["expected"], error["received"]) == ("integer", "string")
    assert call.track(parcels=2).status == 201
    assert call.note(priority="3").json["errors"][0]["pointer"] == "/priority"


def test_number_as_text_reversed(shop, call):
    """wants-text refuses the number and takes the numeral."""
    shop.break_("number-as-text", variant="wants-text")
    assert call.track(parcels=2).json["errors"][0]["expected"] == "string"
    assert call.track(parcels="2").status == 201


def test_totals_as_text(shop, call):
    """totals-as-text answers amounts as text and leaves the rest."""
    before = call("GET", "/v2/orders/o-10001").json
    shop.break_("number-as-text", variant="totals-as-text")
    after = call("GET", "/v2/orders/o-10001").json
    assert after["total"] == str(before["total"])
    assert after["shipping"] == before["shipping"]


def test_required_field_added(shop, call):
    """The new field is named with its choices; with it the write goes through."""
    shop.break_("required-field-added")
    refused = call.note()
    [error] = refused.json["errors"]
    assert (error["pointer"], error["code"]) == ("/visibility", "missing_field")
    assert "staff, customer" in error["expected"]
    assert call.note(visibility="staff").status == 201
    assert call.track().json["errors"][0]["pointer"] == "/weight_grams"


def test_field_renamed(shop, call):
    """The old name is unknown and the new one missing; the new name works and means the same."""
    shop.break_("field-renamed")
    refused = call.note()
    assert {(e["pointer"], e["code"]) for e in refused.json["errors"]} == {
        ("/text", "unknown_field"),
        ("/body", "missing_field"),
    }
    made = call("POST", "/v2/customers/c-1001/notes", {"body": "新しい名前"})
    assert made.json["text"] == "新しい名前"


def test_field_renamed_and_announced(shop, call):
    """announced: the refusal tells the new name."""
    shop.break_("field-renamed", variant="announced")
    messages = {error["pointer"]: error["message"] for error in call.note().json["errors"]}
    assert "renamed to body" in messages["/text"]


def test_field_renamed_in_answers(shop, call):
    """responses: total is gone from answers, total_amount is there."""
    total = call("GET", "/v2/orders/o-10001").json["total"]
    shop.break_("field-renamed", variant="responses")
    order = call("GET", "/v2/orders/o-10001").json
    assert "total" not in order
    assert order["total_amount"] == total


def test_truncated_body(shop, call):
    """Cut ends the connection half-way; short gives half a document with a length that fits it."""
    shop.break_("truncated-body")
    with pytest.raises(IncompleteRead):
        call("GET", "/v2/orders")
    shop.break_("truncated-body", variant="short")
    answer = call("GET", "/v2/orders")
    assert int(answer.header("Content-Length")) == len(answer.raw)
    with pytest.raises(ValueError):
        _ = answer.json
    shop.mend()
    assert fine(call)


def test_rate_limited(shop, call):
    """The first call is refused with a time to wait; after it a few pass, then it is refused again."""
    shop.break_("rate-limited", wait=1)
    refused = call("GET", "/v2/me")
    assert (refused.status, refused.header("Retry-After")) == (429, "1")
    time.sleep(1.05)
    assert [call("GET", "/v2/me").status for _ in range(3)] == [200, 200, 429]
    shop.mend()
    assert call("GET", "/v2/me").status == 200


def test_concurrency_limit(shop, call):
    """Calls at the same time: one passes, the others are 429; one after the other all pass."""
    shop.break_("concurrency-limit")
    statuses = []
    threads = [
        threading.Thread(target=lambda: statuses.append(call("GET", "/v2/me").status)) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 429, 429]
    assert [call("GET", "/v2/me").status for _ in range(2)] == [200, 200]


def test_hanging(shop, call):
    """No answer within the time; nothing was written; mending lets new calls through."""
    shop.break_("hanging")
    call.timeout = 0.3
    with pytest.raises(TimeoutError):
        call.note(reference="hung")
    shop.mend("hanging")
    call.timeout = 5
    assert fine(call)
    assert shop.writes(reference="hung") == []


def test_mending_ends_the_waiting(shop, call):
    """A call that hangs is dropped at once when the breakage is mended."""
    shop.break_("hanging", wait=30)
    threading.Timer(0.2, shop.mend, ("hanging",)).start()
    started = time.monotonic()
    with pytest.raises((ConnectionResetError, RemoteDisconnected)):
        call("GET", "/v2/me")
    assert time.monotonic() - started < 3


def test_hanging_after_the_write(shop, call):
    """after-write: the write is done although no answer comes; then the connection is dropped."""
    shop.break_("hanging", variant="after-write", wait=0.2)
    with pytest.raises((ConnectionResetError, RemoteDisconnected)):
        call.note(reference="done")
    assert len(shop.writes(reference="done")[0]["done"]) == 1
    assert call("GET", "/v2/me").status == 200


def test_reset_after_write(shop, call):
    """The write is done once, the connection reset; reference and key both tell, and nothing doubles."""
    shop.break_("reset-after-write", calls=1)
    with pytest.raises((ConnectionResetError, RemoteDisconnected)):
        call.note(reference="lost-answer", key="k-reset")
    assert len(call("GET", "/v2/customers/c-1001/notes?reference=lost-answer").json["data"]) == 1
    again = call.note(reference="lost-answer", key="k-reset")
    assert (again.status, again.header("Idempotent-Replayed")) == (201, "true")
    [account] = shop.writes(reference="lost-answer")
    assert (account["received"], len(account["done"])) == (2, 1)


def test_reset_leaves_refused_writes_alone(shop, call):
    """A write that was refused gets its refusal: nothing was done, so nothing is uncertain."""
    shop.break_("reset-after-write")
    assert call.note(text="").status == 422


def test_maintenance(shop, call):
    """503 with Retry-After and a page for people; the token endpoint is closed too."""
    shop.break_("maintenance", wait=7)
    answer = call("GET", "/v2/orders")
    assert (answer.status, answer.header("Retry-After")) == (503, "7")
    assert answer.header("Content-Type").startswith("text/html")
    assert call("POST", "/oauth/token", {}).status == 503


def test_a_breakage_ends_after_its_calls(shop, call):
    """Limited to two calls: two are struck, the third is well, and both are counted."""
    shop.break_("maintenance", calls=2)
    assert [call("GET", "/v2/me").status for _ in range(3)] == [503, 503, 200]
    state = shop.state()
    assert state["running"] == []
    assert state["affected"] == {"maintenance": 2}


def test_a_breakage_ends_after_its_time(shop, call):
    """Limited to a moment: a lasting effect is undone by itself, without any call."""
    shop.break_("key-revoked", seconds=0.1)
    assert call("GET", "/v2/me").status == 401
    time.sleep(0.5)
    assert shop.credentials()["issued"][0]["state"] == "live"
    assert call("GET", "/v2/me").status == 200


def test_several_breakages_at_once(shop, call):
    """Breakages add up: the moved path answers in Shift_JIS."""
    shop.break_("path-changed")
    shop.break_("shift-jis")
    answer = call("GET", "/api/v2/me")
    assert answer.raw.decode("cp932").count("花屋はな") == 1
    assert shop.mend()["mended"] == ["path-changed", "shift-jis"]
    assert fine(call)
