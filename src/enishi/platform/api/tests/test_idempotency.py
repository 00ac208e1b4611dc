"""A request sent twice with one key has one effect and one answer."""

import threading

import pytest
from django.db import connection, transaction

from enishi.kernel import clock
from enishi.platform import audit
from enishi.platform.accounts import keys
from enishi.platform.api import idempotency
from enishi.platform.api.models import Replay
from enishi.platform.api.tests import conftest
from enishi.platform.audit.models import Entry

BODY = {"name": "Rose"}


def test_the_second_request_gets_the_first_answer(call):
    """One effect; the replay says that it is one."""
    first = call("POST", "/things", BODY, Idempotency_Key="k1")
    second = call("POST", "/things", BODY, Idempotency_Key="k1")
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert second["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert conftest.made == ["Rose"]


def test_another_body_under_the_same_key_is_refused(call):
    """422 instead of a wrong answer."""
    call("POST", "/things", BODY, Idempotency_Key="k1")
    response = call("POST", "/things", {"name": "Lily"}, Idempotency_Key="k1")
    assert (response.status_code, response.json()["code"]) == (422, "CON07")


def test_a_refused_request_leaves_nothing(call):
    """Its changes are rolled back and its key stays free for the corrected request."""
    assert call("POST", "/things", {"name": "refused"}, Idempotency_Key="k1").status_code == 404
    assert not Entry.objects.filter(action="thing.create").exists()
    assert call("POST", "/things", BODY, Idempotency_Key="k1").status_code == 201


def test_keys_of_other_credentials_do_not_meet(call, client):
    """Two clients may choose the same key."""
    call("POST", "/things", BODY, Idempotency_Key="k1")
    _, text = keys.create(name="other", granted=["customers:write"], actor=audit.SYSTEM)
    headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": "k1"}
    response = client.post("/api/v1/things", {"name": "Lily"}, "application/json", headers=headers)
    assert response.json()["name"] == "Lily"


@pytest.mark.parametrize("sent", [None, "", "x" * 256, "a\tb"])
def test_a_required_key_must_be_there_and_usable(call, sent):
    """400 says which header and what to put into it."""
    headers = {} if sent is None else {"Idempotency_Key": sent}
    response = call("POST", "/strict", BODY, **headers)
    assert (response.status_code, response.json()["code"]) == (400, "FMT05")
    assert response.json()["header"] == "Idempotency-Key"


def test_a_bad_credential_is_refused_before_the_key(client):
    """No answer is replayed to a stranger."""
    response = client.post("/api/v1/things", BODY, "application/json", headers={"Idempotency-Key": "k1"})
    assert response.status_code == 401


def test_a_request_in_flight_is_told_to_wait(call, key):
    """While the first runs, the second gets 409 with Retry-After."""
    with idempotency._alone(f"key:{key[0].id}", "k1"):
        response = call("POST", "/things", BODY, Idempotency_Key="k1")
    assert (response.status_code, response.json()["code"], response["Retry-After"]) == (409, "CON03", "1")


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_a_request_in_flight_in_another_process_is_told_to_wait(call, key):
    """Another connection that holds the key's lock makes the call 409."""
    held, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            idempotency._refuse_if_running_elsewhere(f"key:{key[0].id}", "k1")
            held.set()
            done.wait(10)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    response = call("POST", "/things", BODY, Idempotency_Key="k1")
    done.set()
    thread.join()
    assert response.status_code == 409


def test_answers_are_kept_a_day(call):
    """After that the key is free and the old answer is swept."""
    call("POST", "/things", BODY, Idempotency_Key="k1")
    assert idempotency.forget_old() == 0
    Replay.objects.update(created_at=clock.now() - idempotency.KEPT)
    assert call("POST", "/things", {"name": "Lily"}, Idempotency_Key="k1").json()["name"] == "Lily"
    Replay.objects.update(created_at=clock.now() - idempotency.KEPT)
    assert idempotency.forget_old() == 1
