"""The healthy shop's API."""

import base64
import time
import xml.etree.ElementTree as ET

import jsonschema_rs
import pytest
from hanaya_wire import Caller


def test_me_names_account_scopes_and_expiry(call):
    """A key that does not expire says so, and lists what it may do."""
    me = call("GET", "/v2/me").json
    assert me["account"]["name"] == "花屋はな"
    assert me["credential"]["expires_at"] is None
    assert "orders:read" in me["scopes"]


@pytest.mark.parametrize("way", ["key", "bearer", "basic"])
def test_a_key_is_taken_in_three_places(call, way):
    """X-Api-Key, Bearer and Basic (key as user name) all open the door."""
    basic = base64.b64encode(f"{call.key}:".encode()).decode()
    sent = {
        "key": {},
        "bearer": {"Authorization": f"Bearer {call.key}"},
        "basic": {"Authorization": f"Basic {basic}"},
    }
    caller = Caller(call.base, call.key if way == "key" else "")
    assert caller("GET", "/v2/me", headers=sent[way]).status == 200


def test_no_and_unknown_credentials_are_told_apart(call):
    """Without a credential and with a wrong one: 401 with different codes."""
    assert Caller(call.base)("GET", "/v2/me").json["code"] == "missing_credentials"
    wrong = Caller(call.base, "hanakey_wrong")("GET", "/v2/me")
    assert (wrong.status, wrong.json["code"]) == (401, "invalid_key")


def test_paging_by_cursor_gives_every_order_once(open_shop):
    """All pages together hold each order exactly once, although one is updated on the way."""
    shop = open_shop(history=25)
    call = Caller(shop.base_url, shop.api_key)
    seen, cursor = [], ""
    while True:
        page = call("GET", f"/v2/orders?limit=7&cursor={cursor}").json
        seen += [order["id"] for order in page["data"]]
        if not page["has_more"]:
            break
        cursor = page["next_cursor"]
        if len(seen) == 7:
            shop.control("POST", "progress/o-10001")  # seen before: comes again as changed, last
    assert seen[-1] == "o-10001"
    assert sorted(seen[:-1]) == sorted({order["id"] for order in shop.orders()})


def test_updated_since_gives_what_changed_after(shop, call):
    """Only orders changed at or after the time given come, whatever zone it is written in."""
    before = call("GET", "/v2/orders?limit=100").json["data"][-1]["updated_at"]
    new = shop.buy()[0]
    found = call("GET", f"/v2/orders?updated_since={before}").json["data"]
    assert new in [order["id"] for order in found]
    assert all(order["updated_at"] >= before for order in found)
    assert call("GET", "/v2/orders?updated_since=2099-01-01T09:00:00%2B09:00").json["data"] == []


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1000", "limit=x", "updated_since=yesterday", "cursor=!!!", "cursor=YWJj"]
)
def test_bad_parameters_are_refused(call, query):
    """A parameter that cannot be meant is refused with a problem, not guessed at."""
    answer = call("GET", f"/v2/orders?{query}")
    assert answer.status in {400, 422}
    assert answer.json["code"] in {"invalid_parameter", "invalid_cursor"}


def test_amounts_add_up(call):
    """Every order's total is goods + shipping - discount + tax, in whole yen."""
    for order in call("GET", "/v2/orders?limit=100").json["data"]:
        assert order["subtotal"] == sum(line["total"] for line in order["lines"])
        assert order["total"] == order["subtotal"] + order["shipping"] - order["discount"] + order["tax"]


def test_a_note_is_written_and_found_by_reference(shop, call):
    """A note can be read back by its reference: the way to learn an unknown outcome."""
    made = call.note("電話で配達日を変更🌷", reference="case-1")
    assert made.status == 201
    found = call("GET", "/v2/customers/c-1001/notes?reference=case-1").json["data"]
    assert found == [made.json]
    assert call("GET", "/v2/customers/c-1001/notes?reference=case-2").json["data"] == []


def test_an_idempotency_key_makes_a_repeat_harmless(shop, call):
    """The same key and body twice: one note, the same answer; another body: 409."""
    first, again = (call.note("x", key="k1", reference="r") for _ in range(2))
    assert again.raw == first.raw
    assert again.header("Idempotent-Replayed") == "true"
    assert call.note("y", key="k1", reference="r").json["code"] == "idempotency_key_reused"
    [account] = shop.writes(key="k1")
    assert (account["received"], len(account["done"])) == (3, 1)


def test_a_blind_repeat_doubles_and_is_counted(shop, call):
    """Without a key a repeat makes two notes, and the ledger shows both."""
    call.note(reference="twice")
    call.note(reference="twice")
    [account] = shop.writes(reference="twice")
    assert len(account["done"]) == 2


def test_tracking_moves_the_order_and_checks_its_fields(call):
    """A parcel makes the order shipped; wrong fields are each named with what was expected."""
    assert call.track(parcels="2").json["parcels"] == 2
    assert call("GET", "/v2/orders/o-10001").json["status"] == "shipped"
    refused = call.track(carrier="pigeon", parcels=0, colour="red")
    assert refused.status == 422
    assert {error["pointer"]: error["code"] for error in refused.json["errors"]} == {
        "/carrier": "invalid_choice",
        "/parcels": "out_of_range",
        "/colour": "unknown_field",
    }


def test_a_customer_is_changed_unless_it_changed_meanwhile(call):
    """PUT changes what is sent; If-Match with an old ETag is 412 and changes nothing."""
    before = call("GET", "/v2/customers/c-1001")
    tag = before.header("ETag")
    body = {"name": "佐藤 花子", "email": "hanako@example.com", "phone": "050-0000-0001"}
    assert (
        call("PUT", "/v2/customers/c-1001", body, headers={"If-Match": tag}).json["phone"] == "050-0000-0001"
    )
    late = call("PUT", "/v2/customers/c-1001", {**body, "phone": "050-0000-0002"}, headers={"If-Match": tag})
    assert (late.status, late.json["code"]) == (412, "customer_changed")
    assert call("GET", "/v2/customers/c-1001").json["phone"] == "050-0000-0001"


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{", "application/json", 400, "invalid_json"),
        (b"\xff", "application/json", 400, "invalid_encoding"),
        (b"[" * 100000, "application/json", 400, "invalid_json"),
        (rb'{"text": "\ud83c"}', "application/json", 400, "invalid_encoding"),
        (b"[]", "application/json", 422, "validation_failed"),
        (b"text=x", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
    ],
)
def test_bad_bodies_get_the_right_problem(call, body, kind, status, code):
    """Unreadable is 400, of the wrong shape 422, of another kind 415."""
    answer = call("POST", "/v2/customers/c-1001/notes", body, headers={"Content-Type": kind})
    assert (answer.status, answer.json["code"]) == (status, code)


def test_accept_chooses_between_json_and_xml(call):
    """XML for who asks for it, JSON otherwise; both carry the same order."""
    answer = call("GET", "/v2/orders/o-10001", headers={"Accept": "application/xml"})
    assert answer.header("Content-Type").startswith("application/xml")
    root = ET.fromstring(answer.raw)
    plain = call("GET", "/v2/orders/o-10001", headers={"Accept": "*/*"}).json
    assert root.findtext("id") == plain["id"]
    assert root.findtext("total") == str(plain["total"])
    assert len(root.find("lines")) == len(plain["lines"])


def test_version_1_announces_its_end(call):
    """v1 works, shows fewer fields, and says when it ends and what follows."""
    answer = call("GET", "/v1/orders/o-10001")
    assert answer.status == 200
    assert "message_card" not in answer.json
    assert answer.header("Sunset")
    assert 'rel="successor-version"' in answer.header("Link")
    assert call("GET", "/v2/orders/o-10001").header("Deprecation") is None


def test_limits_are_told_and_kept(open_shop):
    """Headers count down; the call after the last is 429 with the time to wait."""
    shop = open_shop(limit=2, window=30)
    call = Caller(shop.base_url, shop.api_key)
    assert call("GET", "/v2/me").header("RateLimit").startswith('"default";r=1;')
    call("GET", "/v2/me")
    over = call("GET", "/v2/me")
    assert (over.status, over.json["code"]) == (429, "rate_limited")
    assert 1 <= int(over.header("Retry-After")) <= 30


def _token(call, **sent):
    body = {"client_id": "hanaya-demo-client", **sent}
    return Caller(call.base)("POST", "/oauth/token", body)


def test_tokens_are_issued_rotated_and_end(open_shop):
    """A token works until its end; refreshing gives a new pair; a used refresh token is invalid_grant."""
    shop = open_shop(token_seconds=0.4)
    call = Caller(shop.base_url)
    secret = shop.credentials()["client_secret"]
    first = _token(call, grant_type="client_credentials", client_secret=secret).json
    bearer = {"Authorization": f"Bearer {first['access_token']}"}
    assert call("GET", "/v2/me", headers=bearer).json["credential"]["kind"] == "access"
    time.sleep(0.5)
    late = call("GET", "/v2/me", headers=bearer)
    assert (late.status, late.json["code"]) == (401, "token_expired")
    assert 'error="invalid_token"' in late.header("WWW-Authenticate")
    renew = {"grant_type": "refresh_token", "client_secret": secret, "refresh_token": first["refresh_token"]}
    second = _token(call, **renew)
    assert (
        call("GET", "/v2/me", headers={"Authorization": f"Bearer {second.json['access_token']}"}).status
        == 200
    )
    assert _token(call, **renew).json["error"] == "invalid_grant"
    assert shop.state()["calls_after_death"]  # one expired call and one superseded refresh were counted


def test_scopes_bound_what_a_token_may_do(shop, call):
    """A token for orders only is refused customers, with the scope that is missing."""
    secret = shop.credentials()["client_secret"]
    token = _token(call, grant_type="client_credentials", client_secret=secret, scope="orders:read").json
    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    plain = Caller(call.base)
    assert plain("GET", "/v2/orders", headers=bearer).status == 200
    refused = plain("GET", "/v2/customers/c-1001", headers=bearer)
    assert (refused.status, refused.json["required_scope"]) == (403, "customers:read")


def test_a_wrong_client_is_refused(call):
    """OAuth errors are those of RFC 6749."""
    answer = _token(call, grant_type="client_credentials", client_secret="no")
    assert (answer.status, answer.json["error"]) == (401, "invalid_client")


FORMS = [
    None,
    ("number-as-text", "totals-as-text"),
    ("field-renamed", "responses"),
    ("field-renamed", "requests"),
    ("required-field-added", None),
]


@pytest.mark.parametrize("version", ["v1", "v2"])
@pytest.mark.parametrize("form", FORMS)
def test_answers_follow_the_document_that_is_served(shop, call, version, form):
    """The OpenAPI document is exact: every answer validates against it, also while a form is broken."""
    if form:
        shop.break_(form[0], variant=form[1])
    document = call("GET", f"/{version}/openapi.json").json
    answers = {
        "Me": call("GET", f"/{version}/me").json,
        "OrderPage": call("GET", f"/{version}/orders").json,
        "Order": call("GET", f"/{version}/orders/o-10001").json,
        "Customer": call("GET", f"/{version}/customers/c-1001").json,
        "Problem": call("POST", f"/{version}/customers/c-1001/notes", {"x": 1}).json,
        "SubscriptionWithSecret": call("POST", f"/{version}/webhooks", {"url": "http://127.0.0.1:9/x"}).json,
        "SubscriptionPage": call("GET", f"/{version}/webhooks").json,
    }
    for name, answer in answers.items():
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        jsonschema_rs.validator_for(schema).validate(answer)
