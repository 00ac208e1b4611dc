"""The pages of incidents: told in words, with pins both ways, decided by those who may."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from enishi.clinic import noticing
from enishi.clinic.models import Act, Incident, State
from enishi.hub.connections import actions as connections
from enishi.hub.exchanges import recording
from enishi.hub.sdk.call import Call
from enishi.kernel import clock
from enishi.kernel.exchange import Exchange, Request, Response
from enishi.platform.accounts.models import Role, User

pytestmark = pytest.mark.django_db
CHALLENGE = 'Bearer error="invalid_token", error_description="The access token expired"'
URL = "https://api.hanaya.example/v2/orders/H-1"


@pytest.fixture
def connection():
    return connections.create(
        name="花屋はな",
        connector="hanaya",
        settings={"base_url": "https://api.hanaya.example", "version": "v2", "auth": "token"},
        secrets={},
        actor="system",
    )


@pytest.fixture
def incident(connection):
    return failing(connection, 401, {"code": "token_expired"}, (("WWW-Authenticate", CHALLENGE),))


def failing(connection, status, body, headers=(), *, call=None):
    call = call or Call(operation="order.get", path={"id": "H-1"})
    exchange = Exchange(
        Request("GET", URL, (("Authorization", "Bearer example"),), None),
        Response(status, (("Content-Type", "application/json"), *headers), json.dumps(body).encode()),
        started_at=clock.now() - timedelta(hours=2),
    )
    row = recording.row(
        exchange, ok=False, connection_id=connection.id, operation=call.operation, call=call.to_dict()
    )
    row.save(force_insert=True)
    noticing.failed(row, call)
    return Incident.objects.get(first_exchange=row.id)


@pytest.fixture
def signed_in(client):
    def enter(role=Role.OPERATOR, language="en"):
        client.force_login(User.objects.create_user(email=f"{role}@example.jp", role=role))
        client.cookies["django_language"] = language
        return client

    return enter


def story(client, incident, query=""):
    return client.get(reverse("clinic:incident", args=[incident.id]) + query).content.decode()


def test_the_story_has_five_parts_and_pins_both_ways(signed_in, incident):
    """Effect first; each number in the call leads to its reason and back."""
    html = story(signed_in(), incident)
    assert html.count('class="story-part"') == 5
    assert "Orders from 花屋はな are not coming in" in html
    assert "Nothing is lost" in html or "nothing is lost" in html
    pins = re.findall(r'id="em(\d+)"', html)
    assert pins
    for number in pins:
        assert f'href="#ek{number}"' in html
        assert f'id="ek{number}"' in html
        assert f'href="#em{number}"' in html


def test_the_story_is_told_in_japanese_too(signed_in, incident):
    """The same facts in the reader's language."""
    html = story(signed_in(language="ja"), incident)
    assert "花屋はなの注文を取り込めていません" in html
    assert "七つの手順で調べたこと" in html


def test_the_challenge_of_the_vendor_stays_readable(signed_in, incident):
    """Redaction hides the credential, not the words that explain the failure."""
    html = story(signed_in(), incident, "?view=engineer")
    assert "error=&quot;invalid_token&quot;" in html
    assert "The access token expired" in html
    assert "Bearer example" not in html


@pytest.mark.parametrize("state", list(State))
def test_every_state_is_told(signed_in, incident, state):
    """No state leaves the reader without a sentence about what is asked."""
    closed = state in (State.RESOLVED, State.DISMISSED)
    Incident.objects.filter(pk=incident.pk).update(
        state=state, resolved_at=clock.now() if closed else None, replayed={"inbox": 42} if closed else {}
    )
    html = story(signed_in(), incident)
    assert "clinic." not in re.sub(r"<[^>]+>", " ", html)
    assert ("All 42 items that were held have been dealt with" in html) == closed


def test_an_open_page_asks_for_news_and_a_closed_one_does_not(signed_in, incident):
    """What is over does not change any more."""
    client = signed_in()
    assert "every 2s" in story(client, incident)
    Incident.objects.filter(pk=incident.pk).update(state=State.RESOLVED, resolved_at=clock.now())
    assert "every 2s" not in story(client, incident)


def test_a_page_is_left_alone_while_nothing_happens(signed_in, asking):
    """The form that a person fills in stays; only the figures are brought up to date."""
    client = signed_in()
    address = re.search(r'hx-get="([^"]+)"', story(client, asking))[1].replace("&amp;", "&")
    same = client.get(address, headers={"hx-request": "true"})
    assert same["HX-Reswap"] == "none"
    assert b"<form" not in same.content
    assert b'id="figures" hx-swap-oob="true"' in same.content
    Act.objects.create(incident=asking, kind="asks")
    news = client.get(address, headers={"hx-request": "true"})
    assert "HX-Reswap" not in news
    assert b'class="approve"' in news.content
    assert b"<html" not in news.content


@pytest.fixture
def asking(connection):
    call = Call(operation="note.add", path={"id": "1"}, json={"text": "x"})
    found = failing(
        connection,
        422,
        {"code": "required_field", "detail": "customer_name is required", "field": "customer_name"},
        call=call,
    )
    Incident.objects.filter(pk=found.pk).update(state=State.ASKING)
    return found


def test_a_remedy_on_offer_has_a_preview_and_a_value_to_choose(signed_in, asking):
    """What changes is seen before it is approved; viewers see it without the button."""
    html = story(signed_in(), asking)
    assert 'class="approve"' in html
    assert re.search(r'name="value:[^"]*customer_name"', html)
    assert "<ins>" in html
    assert 'type="submit">Approve and check' in html


def test_viewers_see_an_offer_but_cannot_take_it(signed_in, asking):
    """The button is not there, and the address refuses."""
    client = signed_in(Role.VIEWER)
    html = story(client, asking)
    assert "Approve and check" not in html
    assert client.post(reverse("clinic:approve", args=[asking.id]), {"remedy": "x"}).status_code == 403


def test_a_remedy_that_is_not_on_offer_is_refused_with_a_page(signed_in, asking):
    """A crafted or stale form ends in words, not in a crash."""
    response = signed_in().post(reverse("clinic:approve", args=[asking.id]), {"remedy": "no-such"})
    assert response.status_code == 409
    assert b"<html" in response.content


def test_an_incident_is_closed_without_proof_by_decision(signed_in, asking):
    """The act is on record and the page says so."""
    client = signed_in()
    address = reverse("clinic:dismiss", args=[asking.id])
    assert "type INC-" in client.post(address, {"label": "INC-9"}, follow=True).content.decode()
    asking.refresh_from_db()
    assert asking.state == State.ASKING
    response = client.post(address, {"label": asking.label.lower()}, follow=True)
    asking.refresh_from_db()
    assert asking.state == State.DISMISSED
    assert Act.objects.filter(incident=asking, kind="dismissed", actor__startswith="user:").exists()
    assert "The incident is closed" in response.content.decode()


def test_the_list_puts_first_who_needs_a_person(signed_in, incident, asking):
    """Loudness follows what is asked; the navigation counts it."""
    html = signed_in().get(reverse("clinic:incidents")).content.decode()
    assert html.index(asking.label) < html.index(incident.label)
    assert '<span class="nav-count">1<' in html
    assert "1 incident waits for you" in html


def test_the_list_is_filtered_and_paged_in_order_of_need(signed_in, connection, monkeypatch):
    """Every incident comes once over the pages; a filter keeps to its kind."""
    monkeypatch.setattr("enishi.clinic.pages.listing.LIMIT", 4)
    states = [State.RESOLVED, State.PERSON, State.WAITING, State.ASKING, State.DISMISSED] * 2
    Incident.objects.bulk_create(
        Incident(number=i + 1, connection_id=connection.id, cause=f"auth-{i}", code="AUTH10", operation="order.get",
                 state=state, resolved_at=clock.now() if state in ("resolved", "dismissed") else None)
        for i, state in enumerate(states)
    )  # fmt: skip
    client, address, seen = signed_in(), reverse("clinic:incidents"), []
    while address:
        html = client.get(address).content.decode()
        seen += re.findall(r"INC-(\d+) ·", html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        address = reverse("clinic:incidents") + following[1].replace("&amp;", "&") if following else ""
    assert [int(number) for number in seen] == [9, 7, 4, 2, 8, 3, 10, 6, 5, 1]
    html = client.get(reverse("clinic:incidents"), {"state": "asks"}).content.decode()
    assert re.findall(r"INC-(\d+) ·", html) == ["0009", "0007", "0004", "0002"]


def test_without_incidents_the_list_teaches(signed_in):
    """What will be here, and what can be done today."""
    html = signed_in().get(reverse("clinic:incidents")).content.decode()
    assert "No incident so far" in html
    assert reverse("clinic:explain") in html


def test_what_a_person_writes_stays_with_the_incident(signed_in, incident):
    """A note stands in the story and in the log, as text."""
    client = signed_in()
    client.post(reverse("clinic:note", args=[incident.id]), {"text": "<b>ask the shop</b>"})
    for view in ("", "?view=log"):
        assert "&lt;b&gt;ask the shop&lt;/b&gt;" in story(client, incident, view)


def test_exchanges_are_listed_and_shown_in_full(signed_in, incident):
    """From the list of an incident to one exchange with all that was kept, without its secret."""
    client = signed_in()
    html = story(client, incident, "?view=exchanges")
    address = reverse("hub:exchange", args=[incident.first_exchange])
    assert address in html
    shown = client.get(address).content.decode()
    assert "401 Unauthorized" in shown
    assert "Bearer example" not in shown
    assert client.get(reverse("hub:exchange", args=["exc_none"])).status_code == 404


def test_the_list_asks_the_database_little(signed_in, connection, django_assert_max_num_queries):
    """However many incidents there are, the number of statements stays."""
    now = clock.now()
    Incident.objects.bulk_create(
        Incident(number=i + 1, connection_id=connection.id, cause="auth-expired-token", code="AUTH10", operation=f"o{i}",
                 state=State.TREATING if i % 2 else State.RESOLVED, resolved_at=None if i % 2 else now,
                 first_exchange="exc_x", last_exchange="exc_x")
        for i in range(30)
    )  # fmt: skip
    client = signed_in()
    with django_assert_max_num_queries(12):
        client.get(reverse("clinic:incidents"))


def test_the_story_asks_the_database_little(signed_in, incident, django_assert_max_num_queries):
    """One incident, a handful of statements."""
    client = signed_in()
    with django_assert_max_num_queries(14):
        story(client, incident)


def test_the_log_says_what_was_done(signed_in, incident):
    """Every kind of act that the clinic writes has its words."""
    html = story(signed_in(), incident, "?view=log")
    assert "Named the cause" in html


def test_an_unknown_incident_is_not_found(signed_in):
    """A page says so."""
    assert signed_in().get(reverse("clinic:incident", args=["inc_none"])).status_code == 404
