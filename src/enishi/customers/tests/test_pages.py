"""The pages of customers: found, read, edited and put away, and every change taken back."""

import re

import pytest
from django.urls import reverse

from enishi.customers import actions
from enishi.customers.models import Customer
from enishi.platform.accounts.models import Role, User
from enishi.platform.audit import Actor

pytestmark = pytest.mark.django_db
ME = Actor(kind="user", id="a@example.jp")
CONTACT = {"email": "new@example.jp", "phone": "03-1234-5678", "postal_code": "1000001", "region": "東京都", "city": "千代田区",
           "street": "1-1", "building": ""}  # fmt: skip


@pytest.fixture
def hanako():
    return actions.create(
        {"family_name": "見本", "given_name": "花子", "family_kana": "みほん", "given_kana": "はなこ",
         "emails": [{"address": "hanako@example.jp"}], "phones": [{"number": "090-1234-5678"}]}, actor=ME
    )  # fmt: skip


@pytest.fixture
def signed_in(client):
    def enter(role=Role.OPERATOR, language="en"):
        client.force_login(User.objects.create_user(email=f"{role}@example.jp", role=role))
        client.cookies["django_language"] = language
        return client

    return enter


def show(client, customer):
    return client.get(reverse("customers:show", args=[customer.id])).content.decode()


def edit(client, customer, section, data, **more):
    return client.post(reverse("customers:edit", args=[customer.id, section]), data, **more)


def test_a_record_shows_the_readers_forms(signed_in, hanako):
    """様 and the national phone in Japanese; neither in English."""
    client = signed_in(language="ja")
    html = show(client, hanako)
    assert "見本 花子" in html
    assert 'class="honorific">様' in html
    assert "090-1234-5678" in html
    client.cookies["django_language"] = "en"
    html = show(client, hanako)
    assert "honorific" not in html
    assert "+81 90-1234-5678" in html


def test_the_timeline_tells_what_happened(signed_in, hanako):
    """Created, then changed, newest first, by whom."""
    actions.update(hanako.id, {"note": "likes white"}, actor=ME)
    html = show(signed_in(), hanako)
    assert html.index("Changed: Note") < html.index("Became a customer")
    assert "a@example.jp" in html


def test_an_edit_is_saved_and_taken_back(signed_in, hanako):
    """The toast leads back to exactly what was there."""
    client = signed_in()
    html = edit(client, hanako, "contact", CONTACT, follow=True).content.decode()
    assert "new@example.jp" in html
    assert "+81 3-1234-5678" in html
    client.post(re.search(r'action="(/customers/[^"]+/undo/[^"]+)"', html)[1])
    html = show(client, hanako)
    assert "hanako@example.jp" in html
    assert "new@example.jp" not in html
    assert "千代田区" not in html


def test_an_undo_never_overwrites_a_newer_change(signed_in, hanako):
    """Someone else changed the record meanwhile: the way back is closed, with a page that says so."""
    client = signed_in()
    html = edit(client, hanako, "note", {"note": "first"}, follow=True).content.decode()
    way_back = re.search(r'action="(/customers/[^"]+/undo/[^"]+)"', html)[1]
    actions.update(hanako.id, {"note": "second"}, actor=ME)
    assert client.post(way_back).status_code == 412
    assert Customer.objects.get(pk=hanako.pk).note == "second"


def test_a_forged_undo_is_refused(signed_in, hanako):
    """Only our own signature opens the way back."""
    assert signed_in().post(reverse("customers:undo", args=[hanako.id, "forged:token"])).status_code == 404


def test_a_bad_value_is_explained_at_its_field(signed_in, hanako):
    """Nothing is saved; the reason and an example stand at the field; htmx gets the form back."""
    client = signed_in()
    response = edit(client, hanako, "contact", {**CONTACT, "phone": "12"}, headers={"hx-request": "true"})
    assert response.status_code == 422
    html = response.content.decode()
    assert "<html" not in html
    assert "field-error" in html
    assert "hanako@example.jp" in show(client, hanako)


def test_with_htmx_the_saved_page_comes_anew(signed_in, hanako):
    """The form answers with where to go."""
    response = edit(signed_in(), hanako, "note", {"note": "x"}, headers={"hx-request": "true"})
    assert response.status_code == 204
    assert response["HX-Redirect"] == reverse("customers:show", args=[hanako.id])


def test_consent_is_given_and_withdrawn(signed_in, hanako):
    """Both acts stay on record."""
    client = signed_in()
    edit(client, hanako, "consent", {"email": "on"})
    edit(client, hanako, "consent", {})
    assert list(hanako.consents.order_by("id").values_list("channel", "granted")) == [
        ("email", True),
        ("email", False),
    ]


def test_a_customer_is_added_and_needs_some_name(signed_in):
    """An empty form is refused, a name suffices."""
    client = signed_in()
    assert client.post(reverse("customers:new"), {}).status_code == 422
    client.post(reverse("customers:new"), {"family_name": "架空", "given_name": "恵"})
    assert Customer.objects.get().name == "架空 恵"


def test_customers_are_put_away_together_and_brought_back(signed_in, hanako):
    """The list's bulk act and its way back."""
    taro = actions.create({"family_name": "見本", "given_name": "太郎"}, actor=ME)
    client = signed_in()
    html = client.post(
        reverse("customers:remove"), {"id": [hanako.id, taro.id]}, follow=True
    ).content.decode()
    assert "2 customers were removed" in html
    assert Customer.objects.filter(deleted_at=None).count() == 0
    client.post(re.search(r'action="(/customers/restore\?ids=[^"]+)"', html)[1])
    assert Customer.objects.filter(deleted_at=None).count() == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [("?q=花子", True), ("?q=ミホ", True), ("?q=nobody", False), ("?added=7", True), ("?source=none", False)],
)
def test_the_sentence_filters(signed_in, hanako, query, found):
    """Each choice of the sentence narrows the list; an empty result says what to do."""
    html = signed_in().get(reverse("customers:list") + query).content.decode()
    assert (reverse("customers:show", args=[hanako.id]) in html) == found
    assert ("Nobody matches" in html) != found


def test_pages_follow_each_other_without_gaps(signed_in):
    """The cursor goes on exactly where the page ended."""
    made = [actions.create({"family_name": f"n{i:03}"}, actor=ME).id for i in range(60)]
    client = signed_in()
    first = client.get(reverse("customers:list")).content.decode()
    following = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = client.get(reverse("customers:list") + following).content.decode()
    seen = re.findall(r'class="name" href="/customers/(cus_\w+)/"', first + second)
    assert sorted(seen) == sorted(made)


def test_a_cursor_of_another_list_is_refused_with_a_page(signed_in):
    """A tampered address ends in words."""
    response = signed_in().get(reverse("customers:list") + "?after=abc")
    assert response.status_code == 422
    assert b"<html" in response.content


def test_viewers_read_and_change_nothing(signed_in, hanako):
    """No button, and the address refuses."""
    client = signed_in(Role.VIEWER)
    assert "/edit/contact" not in show(client, hanako)
    assert edit(client, hanako, "note", {"note": "x"}).status_code == 403


def test_markup_in_a_record_is_text(signed_in):
    """A name from a shop does not run in our page."""
    made = actions.create({"family_name": "<script>alert(1)</script>", "note": "<b>x</b>"}, actor=ME)
    html = show(signed_in(), made)
    assert "<script>alert" not in html
    assert "<b>x</b>" not in html


def test_the_pages_ask_the_database_little(signed_in, django_assert_max_num_queries):
    """However many customers and events there are, the number of statements stays."""
    for i in range(30):
        made = actions.create({"family_name": f"n{i}", "emails": [{"address": f"n{i}@example.jp"}]}, actor=ME)
    client = signed_in()
    with django_assert_max_num_queries(6):
        client.get(reverse("customers:list"))
    with django_assert_max_num_queries(7):
        show(client, made)
