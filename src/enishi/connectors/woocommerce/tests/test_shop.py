"""Against a small shop on loopback that answers as WooCommerce's REST API does."""

import base64
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction

from enishi.connectors.woocommerce.tests import sample
from enishi.hub.connections import actions
from enishi.hub.delivery import engine, fanout, lost
from enishi.hub.delivery.models import Delivery
from enishi.hub.exchanges.models import ExchangeRow
from enishi.hub.inbox import pumping
from enishi.hub.sdk import CallFailed
from enishi.hub.sdk.client import Client
from enishi.hub.sync import pulling
from enishi.hub.sync.models import Pull
from enishi.hub.tests.conftest import Receiver, hooks  # noqa: F401 - fixtures
from enishi.orders.models import Order
from enishi.platform import jobs, outbox

ORDER = json.loads((Path(__file__).parent.parent / "fixtures" / "order.created.json").read_text())
CUSTOMER = json.loads((Path(__file__).parent.parent / "fixtures" / "customer.updated.json").read_text())


class Shop:
    """Orders, customers, notes and webhooks in memory."""

    def __init__(self, receiver):
        self.orders = [dict(ORDER, id=number, number=str(number), refunds=[]) for number in range(1, 231)]
        self.hooks, self.notes, self.queries = [], [], []
        self.after = {}
        receiver.answer = self.answer

    def answer(self, call):  # noqa: PLR0911 - one line a route
        url = urlsplit(call["path"])
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        self.queries.append((call["method"], url.path, query, call["headers"]))
        path = url.path.removeprefix("/wp-json/wc/v3/")
        done = self.after.pop((call["method"], path), None)
        if path == "orders":
            return self.paged(self.orders, query)
        if path == "customers":
            return self.paged([CUSTOMER], query)
        if path == "webhooks" and call["method"] == "POST":
            self.hooks.append({"id": len(self.hooks) + 1, "status": "active", **json.loads(call["body"])})
            return json_answer(self.hooks[-1], 201)
        if path == "webhooks":
            return self.paged(self.hooks, query)
        if path.startswith("webhooks/"):
            self.hooks[int(path.partition("/")[2]) - 1] |= json.loads(call["body"])
            return json_answer({})
        if path.endswith("/notes"):
            if call["method"] == "POST":
                self.notes.append({"id": len(self.notes) + 1, **json.loads(call["body"])})
                return done(call) if done else json_answer(self.notes[-1], 201)
            return json_answer(self.notes)
        return json_answer({"code": "rest_no_route", "data": {"status": 404}}, 404)

    def paged(self, rows, query):
        size, number = int(query["per_page"]), int(query.get("page", 1))
        headers = {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": str(-(-len(rows) // size))}
        return json_answer(rows[(number - 1) * size : number * size], headers=headers)


def json_answer(value, status=200, headers=None):
    return status, {"Content-Type": "application/json", **(headers or {})}, json.dumps(value).encode()


@pytest.fixture
def shop(transactional_db, monkeypatch, hooks):  # noqa: F811
    monkeypatch.setenv("ENISHI_ALLOW_NETWORKS", "127.0.0.0/8")
    fanout.forget()
    receiver = Receiver()
    yield Shop(receiver), connect(receiver.url)
    receiver.close()


def connect(url):
    made = actions.create(
        name="Shop",
        connector="woocommerce",
        settings={"base_url": url},
        secrets=sample.SECRETS,
        actor="user:test",
    )
    return actions.change(made.id, {"rate": 0.0}, actor="user:test")


def test_the_back_fill_reads_every_page_once(shop):
    """230 orders in three pages, applied through the inbox; read again, nothing doubles."""
    there, connection = shop
    pull = pulling.start(connection, "orders")
    jobs.run_due()
    pull.refresh_from_db()
    assert (pull.state, pull.pages, pull.records, pull.total) == ("done", 3, 230, 230)
    pumping.run_all()
    assert Order.objects.filter(source=connection.id).count() == 230
    assert [query["page"] for _, _, query, _ in there.queries] == ["1", "2", "3"]
    sent = there.queries[0][3]["Authorization"]
    pair = f"{sample.SECRETS['consumer_key']}:{sample.SECRETS['consumer_secret']}"
    assert base64.b64decode(sent.removeprefix("Basic ")).decode() == pair
    kept = str(list(ExchangeRow.objects.values_list("request_headers", "url")))
    assert sample.SECRETS["consumer_secret"] not in kept
    assert sent.removeprefix("Basic ") not in kept
    pulling.start(connection, "orders")
    jobs.run_due()
    pumping.run_all()
    assert Order.objects.filter(source=connection.id).count() == 230


def test_an_interrupted_back_fill_goes_on_where_it_stopped(shop):
    """The checkpoint is stored with each page."""
    there, connection = shop
    connection_pull = pulling.start(connection, "orders")
    first = Client(connection, reference=connection_pull.id)
    pulling._one_page(connection_pull, first)
    stored = Pull.objects.get(pk=connection_pull.pk)
    assert stored.checkpoint["next"] == {"page": 2}
    jobs.run_due()
    stored.refresh_from_db()
    assert (stored.state, stored.records) == ("done", 230)
    assert [query["page"] for _, _, query, _ in there.queries] == ["1", "2", "3"]


def test_a_pull_of_recent_changes_asks_in_gmt_with_overlap(shop):
    """From the last change seen, a little earlier."""
    there, connection = shop
    pulling.start(connection, "orders")
    jobs.run_due()
    there.queries.clear()
    pulling.catch_up(connection)
    jobs.run_due()
    asked = next(query for _, path, query, _ in there.queries if path.endswith("/orders"))
    assert (asked["modified_after"], asked["dates_are_gmt"]) == ("2026-11-23T00:47:05", "true")


def test_a_page_that_comes_back_stops_the_pull(shop):
    """A server that ignores the page number does not keep us reading for ever."""
    there, connection = shop
    there.paged = lambda rows, query: json_answer(rows[:2], headers={"X-WP-TotalPages": "99"})
    pull = pulling.start(connection, "orders")
    jobs.run_due()
    pull.refresh_from_db()
    assert (pull.state, "cursor-loop" in pull.reason) == ("failed", True)


def test_webhooks_are_made_and_switched_on_again(shop):
    """Missing ones are created with our secret; a disabled one is activated; nothing is done twice."""
    there, connection = shop
    client = Client(connection)
    assert len(client.connector.subscribe(client)) == 7
    assert {hook["delivery_url"] for hook in there.hooks} == {client.account.inbox_url}
    assert {hook["secret"] for hook in there.hooks} == {"test-secret-one"}
    there.hooks[1]["status"] = "disabled"
    assert list(client.connector.subscribe(client)) == ["order.updated: activated"]
    assert list(client.connector.subscribe(client)) == []


def note(connection, text="お電話で確認済み"):
    with transaction.atomic():
        order = Order.objects.filter(source=connection.id).first()
        outbox.emit("customer.updated", subject="cus_x", customer_id=order.customer_id, data={"note": text})
    outbox.dispatch_all()
    return Delivery.objects.filter(operation="note.add").last()


def test_a_note_goes_to_the_latest_order(shop):
    """Private, once."""
    there, connection = shop
    there.orders = there.orders[:1]
    pulling.start(connection, "orders")
    jobs.run_due()
    pumping.run_all()
    outbox.dispatch_all()
    assert note(connection).call["path"] == {"id": "1"}
    engine.run_all()
    assert [(one["note"], one["customer_note"]) for one in there.notes] == [("お電話で確認済み", False)]


@pytest.mark.parametrize("wrote", [True, False])
def test_a_note_of_unknown_outcome_is_read_back_before_anything_else(shop, wrote):
    """The answer never came: what stands at the order decides, so that no note is doubled and none is lost."""
    there, connection = shop
    there.orders = there.orders[:1]
    pulling.start(connection, "orders")
    jobs.run_due()
    pumping.run_all()
    outbox.dispatch_all()

    def lose(call):
        if not wrote:
            there.notes.pop()

    there.after["POST", "orders/1/notes"] = lose
    delivery = note(connection)
    engine.run_all()
    delivery.refresh_from_db()
    assert delivery.state == "unknown"
    lost.read_back({"delivery": delivery.id})
    delivery.refresh_from_db()
    assert delivery.state == ("delivered" if wrote else "pending")
    engine.run_all()
    delivery.refresh_from_db()
    assert (delivery.state, len(there.notes)) == ("delivered", 1)


def test_a_refused_key_holds_the_pull(shop):
    """One call, then quiet."""
    there, connection = shop
    there.paged = lambda rows, query: json_answer({"code": "woocommerce_rest_authentication_error"}, 401)
    pull = pulling.start(connection, "orders")
    jobs.run_due()
    pull.refresh_from_db()
    assert (pull.state, len(there.queries)) == ("held", 1)
    with pytest.raises(CallFailed):
        Client(connection, trial=True).call(Client(connection).connector.who_am_i())
