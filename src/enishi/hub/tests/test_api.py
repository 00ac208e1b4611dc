"""/connections, /exchanges and /subscriptions as an integrator meets them."""

import json

import pytest
from django.test import Client

from enishi.hub.connections import actions, holding
from enishi.hub.connections.models import Connection, ConnectionChange
from enishi.hub.delivery.models import Delivery
from enishi.hub.exchanges.models import ExchangeRow
from enishi.hub.inbox.models import InboxItem
from enishi.hub.sync.models import Pull
from enishi.hub.tests.conftest import SECRET
from enishi.kernel import clock
from enishi.platform.accounts import keys
from enishi.platform.audit import SYSTEM
from enishi.platform.audit.models import Entry

WOO = {
    "consumer_key": "ck_" + "0" * 40,
    "consumer_secret": "cs_" + "1" * 40,
    "webhook_secret": "test-secret-one",
}


class Caller:
    def __init__(self, scopes):
        _, text = keys.create(name="test", granted=scopes, actor=SYSTEM)
        self.client = Client(headers={"Authorization": f"Bearer {text}", "Accept-Language": "ja"})

    def __call__(self, method, path, body=None):
        data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        answer = getattr(self.client, method)(f"/api/v1{path}", **data)
        return answer.status_code, answer.json() if answer.content else None


@pytest.fixture
def api(db):
    return Caller(["connections:read", "connections:write"])


@pytest.fixture
def shop(api):
    status, made = api(
        "post",
        "/connections",
        {
            "connector": "woocommerce",
            "name": "花店",
            "settings": {"base_url": "https://shop.example.jp/"},
            "secrets": WOO,
        },
    )
    assert status == 201
    return made


def test_secrets_go_in_and_never_come_out(api, shop):
    """Their names are shown, in no answer their values; the database has them sealed."""
    assert shop["secrets"] == sorted(WOO)
    assert shop["inbox_url"].endswith(f"/in/{shop['id']}")
    new = {"secrets": {"webhook_secret": ["another-one", "test-secret-one"]}}
    status, changed = api("put", f"/connections/{shop['id']}/secrets", new)
    assert (status, changed["version"]) == (200, 2)
    _, listed = api("get", "/connections")
    _, history = api("get", f"/connections/{shop['id']}/changes")
    everything = json.dumps([shop, changed, listed, history]) + str(Entry.objects.values_list("changes"))
    row = Connection.objects.get()
    for secret in (*WOO.values(), "another-one"):
        assert secret not in everything
        assert secret not in row.sealed_secrets
    assert row.secrets["webhook_secret"] == ["another-one", "test-secret-one"]
    assert row.secrets["consumer_key"] == WOO["consumer_key"]


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"connector": "woocomerce"}, "/connector", "SCH08"),
        ({"connector": "woocommerce", "settings": {}, "secrets": WOO}, "/settings/base_url", "SCH01"),
        (
            {"connector": "woocommerce", "settings": {"base_url": "http://shop.example.jp"}, "secrets": WOO},
            "/settings/base_url",
            "SCH09",
        ),
        (
            {
                "connector": "woocommerce",
                "settings": {"base_url": "https://x.jp", "base_uri": "y"},
                "secrets": WOO,
            },
            "/settings/base_uri",
            "SCH02",
        ),
        (
            {
                "connector": "woocommerce",
                "settings": {"base_url": "https://x.jp"},
                "secrets": {**WOO, "consumer_key": "ck_short"},
            },
            "/secrets/consumer_key",
            "SCH09",
        ),
    ],
)
def test_what_does_not_fit_is_refused_by_field(api, body, pointer, code):
    """In the caller's language, with the nearest name, without repeating a secret."""
    status, problem = api("post", "/connections", body)
    assert status == 422
    [reason] = problem["errors"]
    assert (reason["pointer"], reason["code"]) == (pointer, code)
    assert "ck_short" not in json.dumps(problem)
    assert any(ord(letter) > 0x3000 for letter in reason["why"])
    if code in {"SCH08", "SCH02"}:
        assert reason["did_you_mean"] in {"woocommerce", "base_url"}


def test_changes_are_kept_audited_and_can_be_undone(api, shop):
    """Settings and secrets alike."""
    path = f"/connections/{shop['id']}"
    api("patch", path, {"name": "新しい名前", "rate": 2.5})
    api("put", f"{path}/secrets", {"secrets": {"webhook_secret": "wrong-one"}})
    _, history = api("get", f"{path}/changes")
    assert [one["action"] for one in history["data"]] == ["secrets", "changed", "created"]
    secrets, plain, made = (one["id"] for one in history["data"])
    assert api("post", f"{path}/changes/{secrets}/undo")[0] == 200
    assert Connection.objects.get().secrets == WOO
    _, back = api("post", f"{path}/changes/{plain}/undo")
    assert (back["name"], back["rate"]) == ("花店", 5)
    assert api("post", f"{path}/changes/{plain}/undo")[0] == 409
    assert api("post", f"{path}/changes/{made}/undo")[0] == 409
    assert api("post", f"/connections/con_x/changes/{made}/undo")[0] == 404
    assert Entry.objects.filter(subject=shop["id"], action="connection.undone").count() == 2


def test_an_unreadable_secret_breaks_no_list(api, shop):
    """Sealed with a key that is gone: the lists still answer."""
    Connection.objects.update(sealed_secrets="gAAAAA-not-a-token")
    assert api("get", "/connections")[0] == 200
    status, one = api("get", f"/connections/{shop['id']}")
    assert (status, one["secrets"]) == (200, [])
    _, steps = api("post", f"/connections/{shop['id']}/preflight")
    assert [(step["slug"], step["ok"]) for step in steps["data"]] == [("secrets", False)]


def test_pausing_and_resuming(api, shop):
    """With the reason, and the counts of what goes on."""
    path = f"/connections/{shop['id']}"
    _, paused = api("post", f"{path}/pause", {"reason": "棚卸し"})
    assert (paused["state"], paused["reason"]) == ("paused", "棚卸し")
    InboxItem.objects.create(
        connection_id=shop["id"], key="a", received_at=clock.now(), run_at=clock.now(), state="held"
    )
    holding.hold(shop["id"], lane="out", reason="credential")
    _, held = api("get", path)
    assert (held["held"], [hold["reason"] for hold in held["holds"]]) == ({"inbox.held": 1}, ["credential"])
    assert api("post", f"{path}/resume")[1] == {"inbox": 1, "deliveries": 0, "pulls": 0}
    _, active = api("get", path)
    assert (active["state"], active["holds"]) == ("active", [])
    assert api("delete", path)[0] == 204
    assert api("get", path)[1]["state"] == "off"


def test_subscriptions_from_making_to_ending(api):
    """The secret is shown once; the address and patterns are checked."""
    wanted = {
        "url": "https://ear.example.jp/hook",
        "events": ["order.*"],
        "filter": {"total": 5},
        "name": "耳",
    }
    status, made = api("post", "/subscriptions", wanted)
    assert (status, made["secret"].startswith("whsec_")) == (201, True)
    path = f"/subscriptions/{made['id']}"
    _, read = api("get", path)
    assert "secret" not in read
    assert (read["url"], read["events"], read["filter"]) == (wanted["url"], ["order.*"], {"total": 5})
    assert api("patch", path, {"state": "paused"})[1]["state"] == "paused"
    _, rotated = api("post", f"{path}/rotate")
    assert rotated["secret"] != made["secret"]
    assert api("post", "/subscriptions", {**wanted, "url": "ftp://x"})[0] == 422
    assert api("post", "/subscriptions", {**wanted, "events": ["DROP TABLE"]})[0] == 422
    assert api("delete", path)[0] == 204
    assert api("get", path)[1]["state"] == "gone"
    assert len(api("get", "/subscriptions")[1]["data"]) == 1


def fill(connection, count):
    row = Connection.objects.get(pk=connection)
    for number in range(count):
        ExchangeRow.objects.create(
            connection_id=connection,
            direction="out",
            ok=number % 2 == 0,
            started_at=clock.now(),
            request_body=b"\xff",
        )
        Delivery.objects.create(connection=row, operation="note.add", state="failed")
        InboxItem.objects.create(
            connection_id=connection,
            key=f"k{number}",
            received_at=clock.now(),
            run_at=clock.now(),
            state="quarantined",
        )
        Pull.objects.create(connection=row, resource="orders", state="done")


LISTS = [
    "/connections",
    "/exchanges",
    "/subscriptions",
    *(f"/connections/{{id}}/{name}" for name in ("changes", "deliveries", "inbox", "pulls")),
]


@pytest.mark.parametrize("path", LISTS)
def test_lists_cost_the_same_for_one_row_and_many(api, shop, path, django_assert_max_num_queries):
    """No query for each row."""
    fill(shop["id"], 12)
    for number in range(12):
        actions.create(
            name=str(number),
            connector="webhook",
            settings={},
            secrets={"signing_secret": SECRET},
            actor="user:x",
        )
    with django_assert_max_num_queries(8):
        status, listed = api("get", path.format(id=shop["id"]))
    assert status == 200
    assert len(listed["data"]) >= (0 if path == "/subscriptions" else 1)


@pytest.mark.parametrize("name", ["deliveries", "inbox", "pulls"])
def test_lists_are_read_page_by_page(api, shop, name):
    """Each record once, newest first; a cursor of another list is refused."""
    fill(shop["id"], 7)
    path, seen, cursor = f"/connections/{shop['id']}/{name}", [], ""
    while cursor is not None:
        _, page = api("get", f"{path}?limit=3{cursor and f'&cursor={cursor}'}")
        seen += [row["id"] for row in page["data"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 7
    first = api("get", f"{path}?limit=3")[1]["next"]
    assert api("get", f"/exchanges?cursor={first}")[0] == 422


def test_exchanges_can_be_filtered_and_read(api, shop):
    """Bodies only in the single record; bytes that are no text do no harm."""
    fill(shop["id"], 4)
    _, failed = api("get", f"/exchanges?ok=false&connection_id={shop['id']}")
    assert len(failed["data"]) == 2
    status, one = api("get", f"/exchanges/{failed['data'][0]['id']}")
    assert (status, one["request_body"]) == (200, "\ufffd")
    assert api("get", "/exchanges/exc_none")[0] == 404
    assert api("get", "/exchanges?colour=red")[0] == 422


def test_set_aside_work_is_replayed_by_id(api, shop):
    """With counts, and in the audit trail."""
    fill(shop["id"], 2)
    ids = [f"in_{item.pk}" for item in InboxItem.objects.all()] + [one.pk for one in Delivery.objects.all()]
    assert api("post", "/connections/replay", {"ids": [*ids, "dlv_none"]})[1] == {
        "inbox": 2,
        "deliveries": 2,
        "pulls": 0,
    }
    assert Entry.objects.filter(action="delivery.replay").exists()


def test_a_pull_is_begun_once(api, shop):
    """A second request gets the one that runs; an unknown resource is refused with the known ones."""
    path = f"/connections/{shop['id']}/pulls"
    _, first = api("post", path, {"resource": "orders"})
    _, second = api("post", path, {"resource": "orders", "mode": "recent"})
    assert first["id"] == second["id"]
    status, problem = api("post", path, {"resource": "teapots"})
    assert (status, "orders, customers" in problem["detail"]) == (422, True)


def test_a_reader_may_not_write(db):
    """By scope."""
    reader = Caller(["connections:read"])
    assert reader("get", "/connections")[0] == 200
    assert reader("post", "/connections", {"connector": "webhook"})[0] == 403
    assert reader("post", "/connections/con_x/preflight")[0] == 403


def test_preflight_names_the_step_that_fails(api, receiver):
    """Green up to there; against a server on loopback."""
    answers = {"status": 200}
    receiver.answer = lambda call: (answers["status"], {"Content-Type": "application/json"}, b"[]")
    body = {"connector": "woocommerce", "settings": {"base_url": receiver.url}, "secrets": WOO}
    _, made = api("post", "/connections", body)
    for status, steps in ((200, 6), (401, "credential"), (403, "rights"), (404, "answer")):
        answers["status"] = status
        _, found = api("post", f"/connections/{made['id']}/preflight")
        last = found["data"][-1]
        assert (last["ok"], last["slug"]) == ((True, "answer") if status == 200 else (False, steps))
        assert all(step["ok"] for step in found["data"][:-1])
    assert not holding.is_held(Connection.objects.get())


def test_unknown_connections_are_404(api):
    """Everywhere."""
    for method, path in (
        ("get", ""),
        ("get", "/changes"),
        ("get", "/deliveries"),
        ("post", "/resume"),
        ("post", "/preflight"),
        ("delete", ""),
    ):
        status, problem = api(method, f"/connections/con_none{path}")
        assert (status, problem["code"]) == (404, "not-found")


def test_kinds_of_connections_are_listed_with_their_forms(api):
    """In the reader's language."""
    _, listed = api("get", "/connections/connectors")
    found = {one["slug"]: one for one in listed["data"]}
    assert found["woocommerce"]["settings"][0]["label"] == "お店のURL"
    assert found["woocommerce"]["resources"] == ["orders", "customers"]


def test_history_keeps_no_secret(shop):
    """Fingerprints tell two apart."""
    kept = ConnectionChange.objects.get(action="created")
    assert set(kept.after["secrets"]) == set(WOO)
    assert all(len(value) == 12 for value in kept.after["secrets"].values())
