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
    assert "orders cannot be fetched from 花屋はな" in html
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
    assert ("All 42 items held were sent again" in html) == closed


def test_only_work_under_way_refreshes_itself(signed_in, incident):
    """A page with a form to approve never changes under the reader's hands."""
    Incident.objects.filter(pk=incident.pk).update(state=State.WAITING)
    client = signed_in()
    assert "every 3s" in story(client, incident)
    Incident.objects.filter(pk=incident.pk).update(state=State.ASKING)
    assert "every 3s" not in story(client, incident)


def test_htmx_gets_the_story_without_the_frame(signed_in, incident):
    """The refreshed part is the part."""
    client = signed_in()
    response = client.get(reverse("clinic:incident", args=[incident.id]), headers={"hx-request": "true"})
    assert b"<html" not in response.content
    assert b'id="story"' in response.content


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
    response = client.post(reverse("clinic:dismiss", args=[asking.id]), follow=True)
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
