"""Breakages of host, path, redirects, versions and TLS, proven on the wire."""

import json
import socket
import ssl
import urllib.error
import urllib.request

import pytest
from hanaya_wire import Caller, fine


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
