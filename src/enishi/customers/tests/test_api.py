"""The promised behaviour of /api/v1/customers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from enishi.platform.accounts import keys
from enishi.platform.audit import SYSTEM
from enishi.platform.audit.models import Entry
from enishi.platform.outbox.models import Event

pytestmark = pytest.mark.django_db
SAKURA = {
    "family_name": "麗田",
    "given_name": "桜",
    "family_kana": "うららだ",
    "given_kana": "ｻｸﾗ",
    "emails": [{"address": "Sakura@Example.com", "label": "home"}],
    "phones": [{"number": "０９０-1234-5678"}],
    "addresses": [
        {"postal_code": "〒1000001", "region": "東京都", "city": "千代田区", "street": "千代田1-1"}
    ],
    "external_ids": {"shop": "C-1"},
    "consents": [{"channel": "email", "granted": True, "source": "form"}],
    "custom": {"flower": "桔梗"},
}


@pytest.fixture
def api() -> Client:
    _, text = keys.create(name="test", granted=["customers:read", "customers:write"], actor=SYSTEM)
    return Client(headers={"Authorization": f"Bearer {text}"})


def post(api: Client, body: Any, **headers: str) -> Any:
    return api.post("/api/v1/customers", body, content_type="application/json", headers=headers)


def test_create_and_read(api: Client) -> None:
    """What was written comes back in the forms in which it is compared and shown."""
    made = post(api, SAKURA)
    assert made.status_code == 201, made.content
    body = made.json()
    assert body["name"] == "麗田 桜"
    assert (body["family_kana"], body["given_kana"]) == ("ウララダ", "サクラ")
    assert body["phones"] == [{"number": "+819012345678", "label": ""}]
    assert body["addresses"][0]["postal_code"] == "100-0001"
    assert body["external_ids"] == {"shop": "C-1"}
    assert body["consents"][0]["granted"] is True
    read = api.get(made["Location"])
    assert read.json() == body
    assert read["ETag"] == '"1"'
    assert Event.objects.get(kind="customer.created").customer_id == body["id"]
    assert Entry.objects.filter(action="customer.create", subject=body["id"]).exists()


def test_western_name_is_given_first(api: Client) -> None:
    """A name in Latin letters is shown given name first."""
    assert post(api, {"family_name": "Hopper", "given_name": "Grace"}).json()["name"] == "Grace Hopper"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"emails": [{"address": "nowhere"}]}, "/emails/0/address"),
        ({"phones": [{"number": "12"}]}, "/phones/0/number"),
        ({"famly_name": "x"}, "/famly_name"),
        ({"family_name": 3}, "/family_name"),
        ({"consents": [{"channel": "pigeon", "granted": True}]}, "/consents/0/channel"),
    ],
)
def test_bad_values_are_named(api: Client, body: Any, pointer: str) -> None:
    """A refused body says which field and why, and leaves nothing behind."""
    refused = post(api, body)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == pointer
    assert api.get("/api/v1/customers").json()["data"] == []


def test_patch_changes_only_what_is_given(api: Client) -> None:
    """Fields left out stay; the version grows; an equal change is no change."""
    made = post(api, SAKURA).json()
    url = f"/api/v1/customers/{made['id']}"
    done = api.patch(
        url, {"note": "白い花がお好み"}, content_type="application/json", headers={"If-Match": '"1"'}
    )
    assert done.json() | {"note": "", "version": 1, "updated_at": made["updated_at"]} == made
    again = api.patch(url, {"note": "白い花がお好み"}, content_type="application/json")
    assert again.json()["version"] == 2


def test_stale_version_is_refused(api: Client) -> None:
    """Two people at once: the second is told, and nothing is overwritten."""
    made = post(api, SAKURA).json()
    url = f"/api/v1/customers/{made['id']}"
    api.patch(url, {"note": "a"}, content_type="application/json", headers={"If-Match": '"1"'})
    late = api.patch(url, {"note": "b"}, content_type="application/json", headers={"If-Match": '"1"'})
    assert late.status_code == 412
    assert api.get(url).json()["note"] == "a"


def test_upsert_by_external_id(api: Client) -> None:
    """The first call creates, the second changes, and the same e-mail from another source is the same person."""
    url = "/api/v1/customers/by/shop/C-9"
    first = api.put(
        url, {"name": "花子", "emails": [{"address": "h@example.com"}]}, content_type="application/json"
    )
    second = api.put(url, {"name": "花子 ", "company": "㈱花"}, content_type="application/json")
    other = api.put(
        "/api/v1/customers/by/till/7",
        {"emails": [{"address": "H@example.com"}]},
        content_type="application/json",
    )
    assert (first.status_code, second.status_code, other.status_code) == (201, 200, 200)
    assert first.json()["id"] == second.json()["id"] == other.json()["id"]
    assert other.json()["external_ids"] == {"shop": "C-9", "till": "7"}


def test_external_id_of_another_is_refused(api: Client) -> None:
    """One id there is one customer here."""
    holder = post(api, {"name": "a", "external_ids": {"shop": "1"}}).json()["id"]
    refused = post(api, {"name": "b", "external_ids": {"shop": "1"}})
    assert refused.status_code == 409
    assert holder in refused.content.decode()


def test_delete_and_restore(api: Client) -> None:
    """A customer put away is gone from reads and lists, and comes back as it was."""
    made = post(api, SAKURA).json()
    url = f"/api/v1/customers/{made['id']}"
    assert api.delete(url).status_code == 204
    assert api.get(url).status_code == 404
    assert api.get("/api/v1/customers").json()["data"] == []
    assert api.post(f"{url}/restore").json()["emails"] == made["emails"]


@pytest.mark.parametrize("search", ["麗田", "うらら", "ｻｸﾗ", "sakura", "123456", "桜"])
def test_search_finds_japanese(api: Client, search: str) -> None:
    """Two characters, readings in any kana, and parts of contact ways find the customer."""
    made = post(api, SAKURA).json()
    post(api, {"name": "別人"})
    found = api.get("/api/v1/customers", {"search": search}).json()["data"]
    assert [row["id"] for row in found] == [made["id"]]


def test_pages_meet_without_gap(api: Client, django_assert_num_queries: Any) -> None:
    """Walking the cursor shows each record once, and a page costs the same few queries whatever its size."""
    made = [post(api, {"name": f"n{number}"}).json()["id"] for number in range(7)]
    api.get("/api/v1/customers")
    seen, cursor = [], None
    while True:
        with django_assert_num_queries(2):
            page = api.get("/api/v1/customers", {"limit": 3} | ({"cursor": cursor} if cursor else {})).json()
        seen += [row["id"] for row in page["data"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == sorted(made, reverse=True)


@pytest.mark.parametrize("sort", ["name", "updated"])
def test_sorted_pages(api: Client, sort: str) -> None:
    """Other orders page just as well."""
    made = {post(api, {"name": f"n{number}"}).json()["id"] for number in range(5)}
    first = api.get("/api/v1/customers", {"limit": 3, "sort": sort}).json()
    second = api.get("/api/v1/customers", {"limit": 3, "sort": sort, "cursor": first["next"]}).json()
    assert {row["id"] for row in first["data"] + second["data"]} == made
    assert second["next"] is None


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE customers_customer;--", "<script>alert(1)</script>", "𠮷野家🌸", "%_\\"]
)
def test_hostile_text_is_only_text(api: Client, text: str) -> None:
    """SQL, HTML, rare characters and wildcards are stored and found as what they are."""
    made = post(api, {"name": text, "note": text, "company": text}).json()
    assert (made["name"], made["note"]) == (text, text)
    assert api.get("/api/v1/customers", {"search": text}).status_code == 200


def test_repeat_with_key_has_one_effect(api: Client) -> None:
    """The same Idempotency-Key creates once and answers alike."""
    first, second = (post(api, SAKURA, **{"Idempotency-Key": "k-1"}) for _ in range(2))
    assert first.content == second.content
    assert len(api.get("/api/v1/customers").json()["data"]) == 1
