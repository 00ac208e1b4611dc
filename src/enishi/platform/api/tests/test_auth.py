"""Who may call: keys with scopes, sessions with roles, and how often."""

from datetime import timedelta

import pytest
from django.test import Client

from enishi.kernel import clock
from enishi.platform import audit
from enishi.platform.accounts import keys
from enishi.platform.accounts.models import ApiKey
from enishi.platform.api import limits
from enishi.platform.audit.models import Entry

URL = "/api/v1/things/thi_1"


def get(client, authorization=None):
    return client.get(URL, headers={"Authorization": authorization} if authorization else {})


def test_without_credential(client):
    """401 with a challenge says what to send."""
    response = get(client)
    assert (response.status_code, response.json()["code"]) == (401, "AUTH01")
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        ("Basic eDp5", "AUTH05"),
        ("Bearer ensh_short", "AUTH04"),
        ("Bearer  {key}", "AUTH04"),
        ("Bearer {key}x", "AUTH04"),
        ("Bearer {other}", "AUTH03"),
    ],
)
def test_each_bad_credential_has_its_own_code(client, key, authorization, code):
    """A damaged key is told from an unknown one and from another scheme."""
    from enishi.platform.accounts import secrets

    response = get(client, authorization.format(key=key[1], other=secrets.new("ensh_")))
    assert (response.status_code, response.json()["code"]) == (401, code)


def test_expired_and_revoked_keys(client):
    """Both are refused at once, each with its own code and moment."""
    past = clock.now() - timedelta(seconds=1)
    _, text = keys.create(name="old", granted=["customers:read"], actor=audit.SYSTEM, expires_at=past)
    assert get(client, f"Bearer {text}").json()["code"] == "AUTH10"
    key, text = keys.create(name="gone", granted=["customers:read"], actor=audit.SYSTEM)
    assert get(client, f"Bearer {text}").status_code == 200
    keys.revoke(key.id, actor=audit.SYSTEM)
    assert get(client, f"Bearer {text}").json()["code"] == "AUTH12"


def test_a_key_needs_the_scope(client):
    """403 names the scope that is missing and those that are there."""
    _, text = keys.create(name="orders", granted=["orders:read"], actor=audit.SYSTEM)
    response = get(client, f"Bearer {text}")
    assert (response.status_code, response.json()["code"]) == (403, "PERM01")
    assert 'scope="customers:read"' in response["WWW-Authenticate"]
    assert response.json()["granted"] == "orders:read"


def test_admin_includes_every_scope(client):
    """A key with admin may do all."""
    _, text = keys.create(name="all", granted=["admin"], actor=audit.SYSTEM)
    assert get(client, f"Bearer {text}").status_code == 200


def test_the_key_itself_is_not_stored(key):
    """Only its hash and its first characters are in the database."""
    row = ApiKey.objects.values().get(pk=key[0].id)
    assert key[1] not in str(row)
    assert row["start"] == key[1][:9]


def test_the_last_use_is_written_once_a_minute(client, key, django_assert_num_queries):
    """The second call within a minute writes nothing."""
    get(client, f"Bearer {key[1]}")
    assert ApiKey.objects.get().last_used_at is not None
    with django_assert_num_queries(1):
        get(client, f"Bearer {key[1]}")


def test_a_key_is_remembered_until_it_is_revoked(client, key, settings, django_assert_num_queries):
    """Within the time allowed no question is asked; revoking forgets at once."""
    settings.API_KEY_REMEMBERED = 60.0
    get(client, f"Bearer {key[1]}")
    with django_assert_num_queries(0):
        assert get(client, f"Bearer {key[1]}").status_code == 200
    keys.revoke(key[0].id, actor=audit.SYSTEM)
    assert get(client, f"Bearer {key[1]}").json()["code"] == "AUTH12"


def test_keys_survive_a_rotated_secret_key(client, key, settings):
    """A key made under an earlier secret key is still known while that stands among the fallbacks."""
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-key-for-this-test"
    assert get(client, f"Bearer {key[1]}").status_code == 200


def test_sessions_read_freely_and_change_with_their_token(person):
    """A page's script needs the token for changes, and the role bounds it."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    post = {"path": "/api/v1/things", "data": {"name": "x"}, "content_type": "application/json"}
    assert client.post(**post).json()["code"] == "csrf"
    client.cookies["csrftoken"] = "a" * 32
    assert client.post(**post, headers={"X-CSRFToken": "a" * 32}).status_code == 201
    person.role = "viewer"
    person.save()
    response = client.post(**post, headers={"X-CSRFToken": "a" * 32, "Accept-Language": "en"})
    assert (response.status_code, response.json()["code"]) == (403, "PERM02")
    assert response.json()["needed"] == "operator"


def test_changes_name_their_author(call, key):
    """The audit entry holds the key, the request and the address."""
    response = call("POST", "/things", {"name": "x"})
    entry = Entry.objects.get(action="thing.create")
    assert entry.actor == f"key:{key[0].id}"
    assert entry.request_id == response["X-Request-Id"]
    assert entry.address == "127.0.0.1"


def test_audit_entries_stay(call):
    """They cannot be changed or deleted, one by one or in a query."""
    call("POST", "/things", {"name": "x"})
    entry = Entry.objects.last()
    for attempt in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(action=""),
    ):
        with pytest.raises(RuntimeError, match="never"):
            attempt()


def test_calls_beyond_the_allowance_wait(call, monkeypatch):
    """The allowance is told with each answer; beyond it 429 says when to go on."""
    monkeypatch.setattr(limits, "_buckets", limits.Buckets(2))
    assert call("GET", "/things/thi_1")["RateLimit"].startswith('"calls";r=1')
    call("GET", "/things/thi_1")
    response = call("GET", "/things/thi_1")
    assert (response.status_code, response.json()["code"]) == (429, "RATE01")
    assert response["Retry-After"] == "30"
    assert response["RateLimit-Policy"] == '"calls";q=2;w=60'


def test_the_bucket_refills_evenly():
    """After the wait that was named there is one token, not before."""
    now = 0.0
    buckets = limits.Buckets(60, clock=lambda: now)
    assert [buckets.take("a") >= 0 for _ in range(61)] == [True] * 60 + [False]
    assert buckets.take("b") >= 0
    now = 0.9
    assert buckets.take("a") == pytest.approx(-0.1)
    now = 1.01
    assert buckets.take("a") >= 0
