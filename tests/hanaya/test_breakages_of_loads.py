"""Breakages of limits, time and health, and how breakages end."""

import threading
import time
from http.client import RemoteDisconnected

import pytest
from hanaya_wire import fine


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
