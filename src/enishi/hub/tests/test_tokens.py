"""OAuth tokens: one refresh at a time, the rotated token stored before it is used, an ended grant tried no more."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connections

from enishi.hub.connections import actions, tokens
from enishi.hub.connections.models import Connection, Token
from enishi.hub.sdk import Held
from enishi.kernel import clock

SECRETS = {
    "client_id": "hana-client",
    "client_secret": "not-a-real-secret",
    "webhook_secret": "whsec_" + "dGVzdC1zZWNyZXQtb25lLW9mLXR3bw==",
}


@pytest.fixture
def shop(transactional_db, receiver):
    made = actions.create(
        name="Shop",
        connector="hanaya",
        settings={"base_url": receiver.url, "version": "v2"},
        secrets=SECRETS,
        actor="user:test",
    )
    tokens.store(made, access="access-0", refresh="refresh-0", expires_in=3600)
    return made


def rotating(receiver, *, slow=0.0):
    """A token endpoint that takes each refresh token once, as rotating ones do."""
    state = {"number": 0}

    def answer(call):
        form = dict(pair.split("=") for pair in call["body"].decode().split("&"))
        threading.Event().wait(slow)
        if form["refresh_token"] != f"refresh-{state['number']}":
            return 400, {"Content-Type": "application/json"}, b'{"error":"invalid_grant"}'
        state["number"] += 1
        body = {
            "access_token": f"access-{state['number']}",
            "refresh_token": f"refresh-{state['number']}",
            "expires_in": 3600,
        }
        return 200, {"Content-Type": "application/json"}, json.dumps(body).encode()

    receiver.answer = answer


def test_a_token_in_force_is_used_as_it_is(shop, receiver):
    """No call."""
    assert tokens.access_token(shop) == "access-0"
    assert receiver.calls == []


def test_a_token_about_to_expire_is_refreshed_first(shop, receiver):
    """And the rotated one is stored, sealed."""
    rotating(receiver)
    Token.objects.update(expires_at=clock.now() + timedelta(seconds=30))
    assert tokens.access_token(shop) == "access-1"
    kept = Token.objects.get()
    assert "refresh-1" not in kept.sealed
    assert kept.expires_at > clock.now() + timedelta(minutes=50)
    assert tokens.access_token(shop) == "access-1"
    assert len(receiver.calls) == 1


def test_many_threads_cause_one_refresh(shop, receiver):
    """All get the new token; the rotated refresh token is never lost."""
    rotating(receiver, slow=0.2)
    Token.objects.update(expires_at=clock.now())
    got = []

    def use():
        got.append(tokens.access_token(Connection.objects.get(pk=shop.pk)))
        connections.close_all()

    threads = [threading.Thread(target=use) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["access-1"] * 6
    assert len(receiver.calls) == 1


def test_an_ended_grant_is_tried_once(shop, receiver):
    """Then a person must connect again; nothing calls the endpoint meanwhile."""
    receiver.answer = lambda call: (400, {"Content-Type": "application/json"}, b'{"error":"invalid_grant"}')
    Token.objects.update(expires_at=clock.now())
    for _ in range(3):
        with pytest.raises(Held) as held:
            tokens.access_token(shop)
        assert held.value.credential
    assert len(receiver.calls) == 1
    tokens.store(shop, access="again", refresh="refresh-9", expires_in=3600)
    assert tokens.access_token(shop) == "again"


def test_a_stumbling_endpoint_ends_nothing(shop, receiver):
    """The old token is used as long as it may work; the next try succeeds."""
    receiver.answer = lambda call: (503, {}, b"")
    Token.objects.update(expires_at=clock.now() + timedelta(seconds=30))
    assert tokens.access_token(shop) == "access-0"
    rotating(receiver)
    assert tokens.access_token(shop) == "access-1"


def test_a_dead_refreshers_lease_runs_out(shop, receiver):
    """A process that was killed while refreshing holds nobody up for ever."""
    rotating(receiver)
    Token.objects.update(expires_at=clock.now(), refreshing_until=clock.now() - timedelta(seconds=1))
    assert tokens.access_token(shop) == "access-1"
