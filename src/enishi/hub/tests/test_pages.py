"""The pages of connections: who needs somebody, connecting something, settings with their history."""

from datetime import timedelta

import pytest
from django.urls import reverse

from enishi.hub.connections import actions
from enishi.hub.connections.models import Connection, ConnectionChange, Health, State
from enishi.hub.exchanges.models import ExchangeRow
from enishi.hub.inbox.models import InboxItem
from enishi.hub.pages import extensions, health, states
from enishi.hub.pages.extensions import Notice
from enishi.kernel import clock, ids
from enishi.platform.accounts.models import Role, User

pytestmark = pytest.mark.django_db
SECRET = "very-" + "private-text"
SETTINGS = {"base_url": "https://api.hanaya.example", "version": "v2", "auth": "key"}


@pytest.fixture
def connection():
    return actions.create(
        name="花屋はな", connector="hanaya", settings=SETTINGS, secrets={"api_key": SECRET}, actor="system"
    )


@pytest.fixture
def signed_in(client):
    def enter(role=Role.INTEGRATOR, language="en"):
        client.force_login(User.objects.create_user(email=f"{role}@example.jp", role=role))
        client.cookies["django_language"] = language
        return client

    return enter


def called(connection, *, ok, ago=timedelta(hours=1)):
    at = clock.now() - ago
    return ExchangeRow.objects.create(
        id=ids.new("exc", milliseconds=int(at.timestamp() * 1000)),
        connection_id=connection.id, direction="out", operation="orders.list", ok=ok, method="GET",
        url="https://api.hanaya.example/v2/orders?x=1", status=200 if ok else 500, started_at=at, elapsed=0.1,
    )  # fmt: skip


def page(client, name, *args, query=""):
    return client.get(reverse(f"hub:{name}", args=args) + query).content.decode()


def test_the_list_teaches_the_first_step_when_nothing_is_connected(signed_in):
    """An empty list leads to connecting, for those who may."""
    html = page(signed_in(), "connections")
    assert "Nothing is connected yet" in html
    assert reverse("hub:connect") in html


def test_the_list_asks_the_database_little(signed_in, django_assert_max_num_queries):
    """However many connections there are, the number of statements stays."""
    for i in range(12):
        made = actions.create(
            name=f"c{i}", connector="hanaya", settings=SETTINGS, secrets={"api_key": "x"}, actor="system"
        )
        called(made, ok=bool(i % 2))
    client = signed_in()
    with django_assert_max_num_queries(11):
        page(client, "connections")


def test_rates_and_lines_come_from_the_last_calls(connection):
    """Three of four succeeded; the line runs from the oldest to the newest; older than a day does not count."""
    for minutes, ok in enumerate((True, False, True, True), 1):
        called(connection, ok=ok, ago=timedelta(minutes=minutes))
    found = health.rates([connection.id])[connection.id]
    assert found.percent == 75.0
    assert found.line == (1.0, 1.0, 0.0, 1.0)
    assert health.rates(["con_none"]) == {}


def test_what_waits_is_told_from_what_needs_a_look(connection):
    """Held goes on by itself; set aside does not."""
    for i, state in enumerate(["held", "waiting", "quarantined", "done"]):
        InboxItem.objects.create(
            connection_id=connection.id, key=str(i), state=state, run_at=clock.now(), received_at=clock.now()
        )
    assert health.waiting([connection.id]) == {connection.id: health.Waiting(2, 1)}


NOW = clock.now()


@pytest.mark.parametrize(
    ("stored", "seen", "held", "notice", "name"),
    [
        (State.ACTIVE, {}, 0, None, "idle"),
        (State.ACTIVE, {"last_success_at": NOW}, 0, None, "good"),
        (State.ACTIVE, {"last_success_at": NOW}, 3, None, "waiting"),
        (
            State.ACTIVE,
            {"last_success_at": NOW, "last_failure_at": NOW + timedelta(seconds=1)},
            0,
            None,
            "broken",
        ),
        (
            State.ACTIVE,
            {"last_received_at": NOW, "last_failure_at": NOW - timedelta(seconds=1)},
            0,
            None,
            "good",
        ),
        (
            State.ACTIVE,
            {"last_success_at": NOW, "blocked_until": NOW + timedelta(hours=1)},
            0,
            None,
            "waiting",
        ),
        (State.ACTIVE, {"last_success_at": NOW}, 0, Notice("x", "/", "person"), "person"),
        (State.NEEDS_PERSON, {}, 0, None, "person"),
        (State.PAUSED, {"last_success_at": NOW}, 0, Notice("x", "/", "person"), "idle"),
        (State.OFF, {}, 0, None, "idle"),
    ],
)
def test_the_state_is_what_a_reader_must_know_first(stored, seen, held, notice, name):
    """A person asked is louder than a failure, a failure louder than waiting; a pause is quiet."""
    found = states.state(Connection(state=stored), Health(**seen) if seen else None, held=held, notice=notice)
    assert found.name == name


def test_rooms_above_say_what_is_going_on(signed_in, connection, monkeypatch):
    """An incident's notice stands in the list and puts its connection first."""
    monkeypatch.setattr(
        extensions,
        "_notices",
        [lambda _: {connection.id: Notice("Token lacks a scope", "/incidents/x/", "person")}],
    )
    Health.objects.filter(pk=connection.pk).update(last_success_at=clock.now())
    html = page(signed_in(), "connections")
    assert '<a href="/incidents/x/">Token lacks a scope</a>' in html
    assert "1 connection needs you" in html


def test_connecting_shows_the_form_beside_its_guide(signed_in):
    """Every connector can be chosen; its fields come from its manifest, its guide in the reader's language."""
    client = signed_in(language="ja")
    assert "WooCommerce" in page(client, "connect")
    html = page(client, "enter", "woocommerce")
    assert "コンシューマーキー" in html
    assert "REST API" in html
    assert client.get(reverse("hub:enter", args=["no-such"])).status_code == 404


def test_a_form_that_is_not_right_says_why_at_the_field(signed_in):
    """Nothing is stored; the reason stands where the mistake is."""
    data = {"name": "x", "setting:base_url": "hanaya", "setting:version": "v2", "setting:auth": "key"}
    response = signed_in().post(reverse("hub:enter", args=["hanaya"]), data)
    assert response.status_code == 422
    assert 'class="field-error"' in response.content.decode()
    assert not Connection.objects.exists()


def test_a_new_connection_is_stored_sealed_and_checked_next(signed_in):
    """The secret is kept sealed and never comes back in a page."""
    client = signed_in()
    data = {"name": "Hana", "setting:base_url": SETTINGS["base_url"], "setting:version": "v2", "setting:auth": "key",
            "secret:api_key": SECRET}  # fmt: skip
    response = client.post(reverse("hub:enter", args=["hanaya"]), data)
    made = Connection.objects.get()
    assert response["Location"] == reverse("hub:check", args=[made.id])
    assert made.secrets["api_key"] == SECRET
    pages = [page(client, "edit", made.id), page(client, "connection", made.id, query="?view=settings")]
    assert not any(SECRET in html for html in pages)


def test_a_check_says_where_the_way_ends(signed_in, connection):
    """An address that does not exist is the first red step; nothing can begin from there."""
    actions.change(
        connection.id, {"settings": {**SETTINGS, "base_url": "https://127.0.0.1:9"}}, actor="system"
    )
    html = signed_in().post(reverse("hub:check", args=[connection.id])).content.decode()
    assert 'data-state="broken"' in html
    assert reverse("hub:begin", args=[connection.id]) not in html


def test_an_empty_secret_keeps_what_is_stored(signed_in, connection):
    """Changing a setting does not ask for the key again."""
    data = {
        "name": "New name",
        "setting:base_url": SETTINGS["base_url"],
        "setting:version": "v2",
        "setting:auth": "key",
    }
    signed_in().post(reverse("hub:edit", args=[connection.id]), data)
    connection.refresh_from_db()
    assert connection.name == "New name"
    assert connection.secrets["api_key"] == SECRET


def test_a_change_is_undone_from_its_history(signed_in, connection):
    """The history names who and what, and takes it back."""
    actions.change(connection.id, {"name": "Other"}, actor="user:a@example.jp")
    client = signed_in()
    assert "a@example.jp" in page(client, "connection", connection.id, query="?view=settings")
    change = ConnectionChange.objects.latest("pk")
    client.post(reverse("hub:undo", args=[connection.id, change.pk]))
    connection.refresh_from_db()
    assert connection.name == "花屋はな"


def test_pausing_offers_the_way_back(signed_in, connection):
    """The toast resumes."""
    client = signed_in()
    html = client.post(reverse("hub:pause", args=[connection.id]), follow=True).content.decode()
    assert f'action="{reverse("hub:resume", args=[connection.id])}"' in html
    client.post(reverse("hub:resume", args=[connection.id]))
    connection.refresh_from_db()
    assert connection.state == State.ACTIVE


@pytest.mark.parametrize("view", ["now", "calls", "settings"])
def test_each_view_is_a_page_and_a_fragment(signed_in, connection, view):
    """The same address serves both, in either language."""
    called(connection, ok=False)
    client = signed_in(language="ja")
    url = f"{reverse('hub:connection', args=[connection.id])}?view={view}"
    assert b"<html" in client.get(url).content
    assert b"<html" not in client.get(url, headers={"hx-request": "true"}).content


def test_an_exchange_is_shown_in_full(signed_in, connection):
    """Everything that was kept, or a page that says there is nothing."""
    row = called(connection, ok=False)
    client = signed_in(Role.VIEWER)
    assert "GET /v2/orders?x=1" in page(client, "exchange", row.id)
    assert client.get(reverse("hub:exchange", args=["exc_none"])).status_code == 404
