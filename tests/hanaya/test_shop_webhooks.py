"""The shop's webhooks: signed, repeated, ended, and broken."""

import json
import time

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError


def wait_for(condition, seconds=5.0):
    """Wait until a condition holds; fails when it never does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


def verified(secret, received):
    """The bodies, each verified by the specification's own library."""
    return [
        Webhook(secret).verify(body, {k.lower(): v for k, v in headers.items()}) for headers, body in received
    ]


def test_every_event_arrives_once_and_verifies(shop, receiver, subscribe):
    """Each order, change and refund is told once, and each webhook verifies."""
    secret = subscribe()["secret"]
    bought = shop.buy(40)
    shop.control("POST", f"refund/{bought[0]}")
    shop.control("POST", "move/c-1001")
    state = shop.wait_until_quiet()
    bodies = verified(secret, receiver.received)
    assert sorted(b["data"]["id"] for b in bodies if b["type"] == "order.created") == sorted(bought)
    assert {b["type"] for b in bodies} == {
        "order.created",
        "order.updated",
        "customer.updated",
        "refund.created",
    }
    assert len(receiver.ids()) == len(set(receiver.ids())) == sum(state["events"].values())
    assert state["webhooks"]["acknowledged"] == len(receiver.received)


def test_thin_bodies_carry_only_the_id(shop, receiver, subscribe):
    """By default the receiver has to fetch the record."""
    subscribe(events=["order.created"])
    shop.buy()
    shop.wait_until_quiet()
    [body] = receiver.bodies()
    assert set(body) == {"type", "timestamp", "data"}
    assert body["data"] == {"id": "o-10031"}


def test_full_bodies_carry_the_record(shop, call, receiver, subscribe):
    """On request the whole record comes, as the API would show it."""
    subscribe(events=["order.created"], body="full")
    shop.buy()
    shop.wait_until_quiet()
    [body] = receiver.bodies()
    assert body["data"] == call("GET", "/v2/orders/o-10031").json


def test_a_failed_webhook_is_repeated_with_the_same_id(shop, receiver, subscribe):
    """500 twice, then taken: three attempts, one id, acknowledged once."""
    subscribe(events=["order.created"])
    receiver.statuses = [500, 503]
    shop.buy()
    state = shop.wait_until_quiet()
    assert len(set(receiver.ids())) == 1
    assert (state["webhooks"]["attempts"], state["webhooks"]["acknowledged"]) == (3, 1)
    assert state["subscriptions"][0]["failures"] == 0


def test_redirects_are_failures(shop, receiver, subscribe):
    """A redirect is not followed and not a success."""
    subscribe(events=["order.created"])
    receiver.statuses = [302]
    shop.buy()
    assert shop.wait_until_quiet()["webhooks"]["refusals"] == 1


def test_the_schedule_ends(shop, receiver, subscribe):
    """After the last pause the delivery has failed; the subscription stays."""
    subscribe(events=["order.created"])
    receiver.usual = 500
    shop.buy()
    state = shop.wait_until_quiet()
    assert state["webhooks"]["failed"] == 1
    assert len(receiver.received) == 5  # the first attempt and four repeats
    assert state["subscriptions"][0]["status"] == "enabled"


def test_410_switches_the_subscription_off(shop, call, receiver, subscribe):
    """Gone means gone: no repeat, nothing more is sent; enabling brings it back."""
    key = subscribe(events=["order.created"])["id"]
    receiver.statuses = [410]
    shop.buy()
    state = shop.wait_until_quiet()
    assert state["subscriptions"][0]["status"] == "disabled"
    shop.buy()
    shop.wait_until_quiet()
    assert len(receiver.received) == 1
    assert call("POST", f"/v2/webhooks/{key}/enable").json["status"] == "enabled"
    shop.buy()
    shop.wait_until_quiet()
    assert len(receiver.received) == 2


def test_failures_in_a_row_switch_it_off(open_shop, receiver):
    """After the set number of failures in a row the shop gives up on the subscription."""
    from hanaya_wire import Caller

    shop = open_shop(disable_after=3)
    call = Caller(shop.base_url, shop.api_key)
    call("POST", "/v2/webhooks", {"url": receiver.url, "events": ["order.created"]})
    receiver.usual = 500
    shop.buy()
    state = shop.wait_until_quiet()
    assert state["subscriptions"][0]["status"] == "disabled"
    assert len(receiver.received) == 3


def test_a_subscription_can_be_deleted(shop, call, receiver, subscribe):
    """After DELETE nothing more is sent and the subscription is not found."""
    key = subscribe()["id"]
    assert call("DELETE", f"/v2/webhooks/{key}").status == 204
    assert call("GET", f"/v2/webhooks/{key}").json["code"] == "subscription_not_found"
    shop.buy()
    shop.wait_until_quiet()
    assert receiver.received == []


@pytest.mark.parametrize("url", ["https://shop.example.com/in", "http://192.0.2.1/in", "ftp://127.0.0.1/in"])
def test_it_only_sends_to_this_machine(call, url):
    """Another host, or another protocol, is refused."""
    assert call("POST", "/v2/webhooks", {"url": url}).status == 422


def test_a_secret_that_cannot_sign_is_refused(call, receiver):
    """A secret of one's own is taken when it is one, and refused when it could never sign."""
    body = {"url": receiver.url, "secret": "whsec_" + "A" * 33}
    assert call("POST", "/v2/webhooks", body).status == 422
    body["secret"] = "whsec_" + "A" * 32
    assert call("POST", "/v2/webhooks", body).json["secret"] == body["secret"]


def test_secret_is_shown_once(call, subscribe):
    """The secret is in the answer to the subscription and in no later one."""
    made = subscribe()
    assert made["secret"].startswith("whsec_")
    assert made["secret"] not in call("GET", f"/v2/webhooks/{made['id']}").raw.decode()
    assert made["secret"] not in call("GET", "/v2/webhooks").raw.decode()


def test_webhook_secret_rotated(shop, call, receiver, subscribe):
    """The old secret no longer verifies; a fetched one does, also for the repeats of what was refused."""
    made = subscribe(events=["order.created"])
    shop.break_("webhook-secret-rotated")
    receiver.statuses = [401]
    shop.buy()
    wait_for(lambda: receiver.received)
    with pytest.raises(WebhookVerificationError):
        verified(made["secret"], receiver.received[:1])
    secret = call("POST", f"/v2/webhooks/{made['id']}/secret").json["secret"]
    shop.wait_until_quiet()
    receiver.received.clear()
    shop.buy()
    shop.wait_until_quiet()
    assert len(verified(secret, receiver.received)) == 1
    shop.mend("webhook-secret-rotated")  # must not undo the secret that was fetched
    shop.buy()
    shop.wait_until_quiet()
    assert len(verified(secret, receiver.received)) == 2


def test_webhook_secret_rotated_and_mended(shop, receiver, subscribe):
    """Mending puts the old secret back."""
    made = subscribe(events=["order.created"])
    shop.break_("webhook-secret-rotated")
    shop.mend("webhook-secret-rotated")
    shop.buy()
    shop.wait_until_quiet()
    assert len(verified(made["secret"], receiver.received)) == 1


def test_webhook_dropped(shop, call, receiver, subscribe):
    """The subscription is gone; orders made meanwhile are silent but there by updated_since."""
    subscribe(events=["order.created"])
    start = call("GET", "/v2/orders?limit=100").json["data"][-1]["updated_at"]
    shop.break_("webhook-dropped")
    assert call("GET", "/v2/webhooks").json["data"] == []
    [missed] = shop.buy()
    shop.wait_until_quiet()
    assert receiver.received == []
    found = call("GET", f"/v2/orders?updated_since={start}").json["data"]
    assert missed in [order["id"] for order in found]
    assert shop.state()["affected"]["webhook-dropped"] >= 1
    subscribe(events=["order.created"])
    shop.mend("webhook-dropped")  # the old one must not come back beside the new one
    shop.buy()
    shop.wait_until_quiet()
    assert len(receiver.received) == 1


def test_webhook_disabled(shop, call, subscribe):
    """The variant disabled leaves the subscription, switched off."""
    subscribe()
    shop.break_("webhook-dropped", variant="disabled")
    assert call("GET", "/v2/webhooks").json["data"][0]["status"] == "disabled"
    shop.mend()
    assert call("GET", "/v2/webhooks").json["data"][0]["status"] == "enabled"


@pytest.mark.parametrize(("variant", "ids"), [("same-id", 1), ("new-id", 2)])
def test_duplicate_deliveries(shop, receiver, subscribe, variant, ids):
    """Every event comes twice, with one webhook-id or two; both verify."""
    secret = subscribe(events=["order.created"])["secret"]
    shop.break_("duplicate-deliveries", variant=variant)
    shop.buy()
    shop.wait_until_quiet()
    bodies = verified(secret, receiver.received)
    assert bodies[0] == bodies[1]
    assert (len(bodies), len(set(receiver.ids()))) == (2, ids)


def test_out_of_order(shop, receiver, subscribe):
    """The news of the update is there before that of the order; the times tell the truth."""
    subscribe(events=["order.created", "order.updated"])
    shop.break_("out-of-order", wait=0.3)
    [bought] = shop.buy()
    shop.wait_until_quiet()
    mine = [body for body in receiver.bodies() if body["data"]["id"] == bought]
    assert [body["type"] for body in mine] == ["order.updated", "order.created"]
    assert mine[0]["timestamp"] > mine[1]["timestamp"]


def test_pending_webhooks_survive_a_restart(open_shop, receiver, tmp_path):
    """What was not acknowledged before the shop closed is sent after it opens again."""
    from hanaya_wire import Caller

    first = open_shop(file=tmp_path / "shop.sqlite", retries=(0.5,))
    call = Caller(first.base_url, first.api_key)
    secret = call("POST", "/v2/webhooks", {"url": receiver.url, "events": ["order.created"]}).json["secret"]
    receiver.statuses = [503]
    [bought] = first.buy()
    wait_for(lambda: receiver.received)
    first.stop()
    second = open_shop(file=tmp_path / "shop.sqlite", retries=(0.5,))
    second.wait_until_quiet()
    assert [json.loads(body)["data"]["id"] for _, body in receiver.received] == [bought, bought]
    assert len(verified(secret, receiver.received)) == 2
