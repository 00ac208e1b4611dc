"""How people get in: the first keeper, invitations, sign-in and its limits."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from enishi.kernel import clock
from enishi.kernel.errors import EnishiError
from enishi.platform import audit
from enishi.platform.accounts import people
from enishi.platform.accounts.models import Role, SignInLink, User

PASSWORD = "a-fine-long-one-42"
pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    user = people.first_keeper()
    link = people.new_link(user, hours=1, actor=audit.SYSTEM)
    return people.enter(link, password=PASSWORD, email="Keeper@Example.com", name="K", actor=audit.SYSTEM)


def test_the_first_keeper_chooses_address_and_password(client):
    """The link leads to a page; posting it signs in; there was no password before."""
    user = people.first_keeper()
    assert not user.has_usable_password()
    link = people.new_link(user, hours=1, actor=audit.SYSTEM)
    url = f"/account/enter/{link}"
    assert client.get(url).status_code == 200
    assert client.get(url).status_code == 200
    sent = {"name": "", "email": "hana@example.com", "password": PASSWORD}
    assert client.post(url, sent | {"password": "12345678"}).status_code == 422
    assert client.post(url, sent)["Location"] == "/"
    user.refresh_from_db()
    assert (user.email, user.role) == ("hana@example.com", "keeper")
    assert int(client.session["_auth_user_id"]) == user.pk
    assert client.get(url).status_code == 410
    assert client.post(url, sent).status_code == 410


def test_only_an_empty_installation_gets_a_first_keeper(keeper):
    """A second start makes no second keeper."""
    assert people.first_keeper() is None


def test_links_end(client, keeper):
    """Too old, replaced by a newer one, or of someone deactivated: the link is gone."""
    _, old = people.invite(email="a@example.com", role=Role.VIEWER, actor=audit.SYSTEM)
    SignInLink.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert client.get(f"/account/enter/{old}").status_code == 410
    user = User.objects.get(email="a@example.com")
    first = people.new_link(user, hours=1, actor=audit.SYSTEM)
    second = people.new_link(user, hours=1, actor=audit.SYSTEM)
    assert people.behind(first) is None
    assert people.behind(second) == user
    people.change(user.pk, actor=audit.SYSTEM, active=False)
    assert people.behind(second) is None


def test_an_invited_person_cannot_change_the_address(client, keeper):
    """The address that was invited stays, whatever the form says."""
    _, link = people.invite(email="a@example.com", role=Role.VIEWER, actor=audit.SYSTEM)
    client.post(f"/account/enter/{link}", {"email": "evil@example.com", "password": PASSWORD})
    assert User.objects.get(role="viewer").email == "a@example.com"


def test_links_are_not_stored(keeper):
    """The database holds only a hash."""
    _, link = people.invite(email="a@example.com", role=Role.VIEWER, actor=audit.SYSTEM)
    assert link not in str(list(SignInLink.objects.values()))


def test_the_last_keeper_stays(keeper):
    """Neither demoting nor deactivating may leave no keeper; with a second one it may."""
    for change in ({"role": Role.VIEWER}, {"active": False}):
        with pytest.raises(EnishiError, match="last-keeper"):
            people.change(keeper.pk, actor=audit.SYSTEM, **change)
    other, _ = people.invite(email="b@example.com", role=Role.KEEPER, actor=audit.SYSTEM)
    assert people.change(keeper.pk, actor=audit.SYSTEM, role=Role.VIEWER).role == "viewer"
    with pytest.raises(EnishiError, match="last-keeper"):
        people.change(other.pk, actor=audit.SYSTEM, active=False)


def sign_in(client, email, password):
    return client.post("/account/login/", {"login": email, "password": password})


def test_signing_in_and_out(client, keeper):
    """The right password opens a session that scripts cannot read; deactivation ends it."""
    response = sign_in(client, "keeper@example.com", PASSWORD)
    assert response.status_code == 302
    cookie = response.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert client.get("/api/v1/people").status_code == 200
    people.invite(email="b@example.com", role=Role.KEEPER, actor=audit.SYSTEM)
    people.change(keeper.pk, actor=audit.SYSTEM, active=False)
    assert client.get("/api/v1/people").status_code == 401


def test_guessing_is_slowed_down_for_all_processes(keeper):
    """After a few wrong passwords even the right one waits; the count is in the database."""
    answers = [sign_in(Client(), "keeper@example.com", f"wrong-{number}") for number in range(6)]
    assert answers[0].status_code == 200
    assert b"sessionid" not in sign_in(Client(), "keeper@example.com", PASSWORD).content
    assert "sessionid" not in sign_in(Client(), "keeper@example.com", PASSWORD).cookies
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM enishi_cache")
        assert cursor.fetchone()[0] > 0


def test_nobody_signs_up_alone(client):
    """The sign-up page takes no one."""
    client.post("/account/signup/", {"email": "x@example.com", "password1": PASSWORD})
    assert not User.objects.exists()


def test_second_factors_are_sealed(keeper):
    """What allauth stores of a TOTP secret cannot be read from the database."""
    from allauth.mfa.adapter import get_adapter

    sealed = get_adapter().encrypt("TOTPSECRET")
    assert "TOTPSECRET" not in sealed
    assert get_adapter().decrypt(sealed) == "TOTPSECRET"


def test_pages_are_kept_to_themselves(client):
    """Every answer carries the policy; nothing inline, no frame, no foreign source."""
    policy = client.get("/account/login/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_keys_and_people_over_the_api(client, keeper):
    """A keeper makes and revokes keys and invites people; the key is shown once."""
    client.force_login(keeper)
    made = client.post(
        "/api/v1/keys", {"name": "Shop", "scopes": ["orders:write"]}, "application/json"
    ).json()
    assert made["key"].startswith(made["start"])
    assert "key" not in client.get("/api/v1/keys").json()["data"][0]
    wrong = client.post(
        "/api/v1/keys", {"name": "Shop", "scopes": ["order:write"]}, "application/json"
    ).json()
    assert wrong["errors"][0]["did_you_mean"] == "orders:write"
    assert client.delete(f"/api/v1/keys/{made['id']}").json()["revoked_at"]
    assert client.delete("/api/v1/keys/key_none").status_code == 404
    invited = client.post(
        "/api/v1/people", {"email": "v@example.com", "role": "viewer"}, "application/json"
    ).json()
    assert Client().get(invited["link"].partition("8080")[2]).status_code == 200
    again = client.post("/api/v1/people", {"email": "V@example.com"}, "application/json")
    assert (again.status_code, again.json()["code"]) == (409, "CON01")
    changed = client.patch(f"/api/v1/people/{invited['id']}", {"role": "operator"}, "application/json")
    assert changed.json()["role"] == "operator"
    last = client.patch(f"/api/v1/people/{keeper.pk}", {"is_active": False}, "application/json")
    assert (last.status_code, last.json()["code"]) == (409, "last-keeper")


@pytest.mark.django_db(transaction=True)
def test_a_link_is_good_once_even_at_the_same_moment():
    """Two who use it together: one gets in."""
    user = people.first_keeper()
    link = people.new_link(user, hours=1, actor=audit.SYSTEM)
    results = []

    def use(number):
        try:
            people.enter(link, password=PASSWORD, email=f"k{number}@example.com", name="", actor=audit.SYSTEM)
            results.append("in")
        except EnishiError as error:
            results.append(error.code)
        connection.close()

    threads = [threading.Thread(target=use, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["in", "not-found"]
