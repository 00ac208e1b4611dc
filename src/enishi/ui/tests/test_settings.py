"""Settings: a person's own, API keys shown once and ended, what is in force."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from enishi.platform.accounts import keys
from enishi.platform.accounts.models import ApiKey, Role, User
from enishi.platform.audit.models import Entry

pytestmark = pytest.mark.django_db
SCOPES = ["customers:read", "orders:read"]


@pytest.fixture
def person(client):
    def sign_in(role):
        user = User.objects.create_user(email=f"{role}@example.jp", name="例田 さくら", role=role)
        client.force_login(user)
        return user

    return sign_in


@pytest.mark.parametrize("url", ["settings:keys", "settings:in_force"])
def test_lesser_roles_are_refused(client, person, url):
    """An operator sees a page that says why, in their language."""
    person(Role.OPERATOR)
    response = client.get(reverse(url), headers={"accept-language": "en"})
    assert response.status_code == 403
    assert b"You may not see this page" in response.content


def test_strangers_are_asked_to_sign_in(client):
    """Settings are nobody's business without sign-in."""
    assert reverse("account_login") in client.get(reverse("settings:home"))["Location"]


def test_a_key_is_shown_once(client, person):
    """The page after making a key holds its text and is not kept; the list shows its beginning only."""
    person(Role.INTEGRATOR)
    response = client.post(reverse("settings:keys"), {"name": "shop", "scopes": SCOPES, "lives": "90"})
    text = re.search(r'<code id="key">(ensh_\w+)</code>', response.content.decode())[1]
    assert keys.recognise(text).scopes == SCOPES
    assert response["Cache-Control"] == "no-store"
    again = client.get(reverse("settings:keys")).content.decode()
    assert text not in again
    assert text[:9] in again


def test_nobody_grants_more_than_they_may(client, person):
    """An integrator cannot make an admin key."""
    person(Role.INTEGRATOR)
    client.post(reverse("settings:keys"), {"name": "x", "scopes": ["admin"], "lives": "90"})
    assert not ApiKey.objects.exists()


def test_a_key_is_ended_and_the_act_is_on_record(client, person):
    """The key stops being recognised; the audit trail names who did it."""
    user = person(Role.INTEGRATOR)
    client.post(reverse("settings:keys"), {"name": "shop", "scopes": SCOPES, "lives": "0"})
    key = ApiKey.objects.get()
    response = client.post(reverse("settings:revoke_key", args=[key.id]), follow=True)
    key.refresh_from_db()
    assert key.revoked_at
    assert "shop" in response.content.decode()
    assert Entry.objects.filter(action="key.revoke", subject=key.id, actor=f"user:{user.email}").exists()


def test_ending_an_unknown_key_is_a_page_not_a_crash(client, person):
    """A refusal of a room becomes a problem page with its status."""
    person(Role.INTEGRATOR)
    response = client.post(reverse("settings:revoke_key", args=["key_nothing"]))
    assert response.status_code == 404
    assert b"<html" in response.content


def test_what_is_in_force_hides_secrets(client, person, settings):
    """Each option stands with its value and source; a secret's value does not."""
    person(Role.KEEPER)
    html = client.get(reverse("settings:in_force")).content.decode()
    assert "ENISHI_TIME_ZONE" in html
    assert "Asia/Tokyo" in html
    assert settings.SECRET_KEY not in html


def test_a_person_is_renamed(client, person):
    """The new name is said and kept."""
    user = person(Role.VIEWER)
    response = client.post(reverse("settings:rename"), {"name": " 見本 太郎 "}, follow=True)
    user.refresh_from_db()
    assert user.name == "見本 太郎"
    assert "見本 太郎" in response.content.decode()


def test_the_language_of_the_account_speaks_in_a_new_browser(client, person):
    """What was chosen once holds wherever the person signs in, unless this browser chose otherwise."""
    user = person(Role.VIEWER)
    client.post(reverse("ui:language"), {"language": "en", "next": "/"})
    user.refresh_from_db()
    assert user.language == "en"
    client.cookies.pop("django_language")
    with translation.override("ja"):
        assert '<html lang="en"' in client.get(reverse("settings:home")).content.decode()


def test_pages_carry_a_strict_policy(client, person):
    """No foreign or inline script and no framing, on every page."""
    person(Role.VIEWER)
    response = client.get(reverse("settings:home"))
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("url", ["settings:home", "settings:keys", "settings:people", "settings:in_force"])
def test_settings_ask_the_database_little(client, person, url, django_assert_max_num_queries):
    """However many keys there are, the number of statements stays."""
    user = person(Role.KEEPER)
    for i in range(20):
        ApiKey.objects.create(id=f"key_{i}", name=f"k{i}", start="ensh_", digest=str(i), created_by=user)
    with django_assert_max_num_queries(5):
        client.get(reverse(url))


def test_a_role_is_changed_and_on_record(client, person):
    """The keeper gives a role; the person has it; the trail knows."""
    keeper = person(Role.KEEPER)
    other = User.objects.create_user(email="new@example.jp", role=Role.VIEWER)
    client.post(reverse("settings:set_role", args=[other.pk]), {"role": "operator"})
    other.refresh_from_db()
    assert other.role == Role.OPERATOR
    assert Entry.objects.get(action="user.change").actor == f"user:{keeper.email}"


def test_a_role_that_does_not_exist_is_refused(client, person):
    """A crafted form changes nothing."""
    user = person(Role.KEEPER)
    client.post(reverse("settings:set_role", args=[user.pk]), {"role": "emperor"})
    user.refresh_from_db()
    assert user.role == Role.KEEPER


@pytest.mark.parametrize(
    ("url", "data"), [("settings:set_role", {"role": "viewer"}), ("settings:set_active", {})]
)
def test_the_last_keeper_stays(client, person, url, data):
    """Nobody can lock everyone out."""
    user = person(Role.KEEPER)
    response = client.post(reverse(url, args=[user.pk]), data)
    user.refresh_from_db()
    assert response.status_code == 409
    assert user.role == Role.KEEPER
    assert user.is_active


def test_closing_a_way_in_can_be_taken_back(client, person):
    """The toast offers the way back, and it works."""
    person(Role.KEEPER)
    other = User.objects.create_user(email="new@example.jp", role=Role.VIEWER)
    html = client.post(
        reverse("settings:set_active", args=[other.pk]), {"active": "0"}, follow=True
    ).content.decode()
    other.refresh_from_db()
    assert not other.is_active
    undo = re.search(r'action="(/settings/people/\d+/active\?open)"', html)[1]
    client.post(undo)
    other.refresh_from_db()
    assert other.is_active


def test_an_invited_person_gets_in_by_the_link(client, person):
    """The link is shown once, and behind it waits the page to choose a password."""
    person(Role.KEEPER)
    form = {"name": "見本 花子", "email": "hanako@example.jp", "role": "operator"}
    response = client.post(reverse("settings:people"), form)
    link = re.search(r'<code id="link">https?://[^/]+(/account/enter/\w+)</code>', response.content.decode())[
        1
    ]
    assert response["Cache-Control"] == "no-store"
    client.logout()
    assert client.get(link).status_code == 200


def test_the_same_address_is_not_invited_twice(client, person):
    """The form says who has it, nothing is made."""
    user = person(Role.KEEPER)
    response = client.post(reverse("settings:people"), {"name": "x", "email": user.email, "role": "viewer"})
    assert User.objects.count() == 1
    assert "field-error" in response.content.decode()
