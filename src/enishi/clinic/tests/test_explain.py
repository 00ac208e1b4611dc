"""Explaining what failed: public, stores nothing, hides secrets, points at the evidence."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from enishi.clinic.explain import causes, pace, views
from enishi.doctor.engine.catalogue import catalogue

pytestmark = pytest.mark.django_db
SECRET = "kk_" + "live_4eC39HqLyjWDarjtT1zdp7dc"
PASTED = f"""curl -i https://api.hanaya.example/v2/orders -H 'Authorization: Bearer {SECRET}'

HTTP/1.1 401 Unauthorized
WWW-Authenticate: Bearer error="invalid_token", error_description="The access token expired"
Content-Type: application/json

{{"code": "token_expired"}}"""


@pytest.fixture(autouse=True)
def unhurried():
    """Each test has the whole minute."""
    pace.forget()


def test_anyone_may_have_a_call_explained(client):
    """Without sign-in: code, evidence pinned in the call and in the list, steps and what to do."""
    html = client.post(
        reverse("clinic:explain"), {"text": PASTED}, headers={"accept-language": "en"}
    ).content.decode()
    assert "<code>AUTH10</code>" in html
    for number in re.findall(r'id="e0m(\d+)"', html):
        assert f'href="#e0m{number}"' in html
        assert f'id="e0k{number}"' in html
    assert html.count('<span class="step">') == 7
    assert 'class="remedy"' in html


def test_secrets_are_hidden_and_the_answer_is_not_kept(client):
    """The key that was pasted stands in the reader's own field only, never in what we made of it."""
    response = client.post(reverse("clinic:explain"), {"text": PASTED})
    made = response.content.decode().partition('id="explained"')[2]
    assert SECRET not in made
    assert response["Cache-Control"] == "no-store"


def test_nothing_is_written(client, django_assert_num_queries):
    """An explanation of a stranger's call touches no table."""
    with django_assert_num_queries(0):
        client.post(reverse("clinic:explain"), {"text": PASTED})


def test_markup_in_a_call_is_shown_as_text(client):
    """HTML in an answer does not run in our page."""
    text = "HTTP/1.1 500 Internal Server Error\nContent-Type: text/html\n\n<script>alert(1)</script>"
    made = (
        client.post(reverse("clinic:explain"), {"text": text}).content.decode().partition('id="explained"')[2]
    )
    assert "<script>alert" not in made
    assert "&lt;script&gt;" in made


def test_htmx_gets_the_diagnosis_only(client):
    """The same address gives the part to htmx."""
    html = client.post(
        reverse("clinic:explain"), {"text": PASTED}, headers={"hx-request": "true"}
    ).content.decode()
    assert "<html" not in html
    assert "AUTH10" in html


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_paste_is_said_to_be_empty(client, text):
    """No diagnosis is invented for nothing."""
    html = client.post(
        reverse("clinic:explain"), {"text": text}, headers={"accept-language": "en"}
    ).content.decode()
    assert "Nothing was pasted" in html


def test_a_file_is_read_and_a_large_one_refused(client):
    """Recordings are uploaded; too large ones are told so."""
    small = SimpleUploadedFile("call.txt", PASTED.encode())
    assert "AUTH10" in client.post(reverse("clinic:explain"), {"file": small}).content.decode()
    large = io.BytesIO(b"x" * (views.MOST_BYTES + 1))
    large.name = "large.har"
    html = client.post(
        reverse("clinic:explain"), {"file": large}, headers={"accept-language": "en"}
    ).content.decode()
    assert "up to 1 MB" in html


@pytest.mark.parametrize("name", views.EXAMPLES)
def test_every_example_can_be_tried(client, name):
    """The samples on the page lead to a diagnosis without a form."""
    html = client.get(f"{reverse('clinic:explain')}?try={name}").content.decode()
    assert 'class="diagnosis"' in html


def test_a_code_leads_to_its_page_and_an_unknown_one_says_so(client):
    """AUTH10 is a page; nonsense is admitted."""
    assert client.get(f"{reverse('clinic:explain')}?code=auth10")["Location"] == causes.page_of(
        "auth-expired-token"
    )
    html = client.get(
        f"{reverse('clinic:explain')}?code=zzz", headers={"accept-language": "en"}
    ).content.decode()
    assert "This code is not listed" in html


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_cause_has_its_page(client, language):
    """Each slug of the catalogue answers, with its title, in both languages."""
    client.cookies["django_language"] = language
    for cause in catalogue().causes:
        response = client.get(causes.page_of(cause.slug))
        assert response.status_code == 200, cause.slug
        assert cause.code in response.content.decode()


def test_codes_and_unknown_names_of_causes(client):
    """A code redirects to the page of its slug; what does not exist is 404."""
    assert client.get("/explain/AUTH10")["Location"] == causes.page_of("auth-expired-token")
    assert client.get("/explain/no-such-cause").status_code == 404


def test_prose_of_causes_links_neighbours_and_sources_and_escapes_html():
    """Names of causes and addresses become links; raw HTML stays text."""
    html = causes.rendered(
        "`auth-clock-skew` and `auth-nothing` <b>x</b> https://www.rfc-editor.org/rfc/rfc6750#section-3.1."
    )
    assert '<a href="/explain/auth-clock-skew"><code>auth-clock-skew</code></a>' in html
    assert "<code>auth-nothing</code>" in html
    assert "/explain/auth-nothing" not in html
    assert "&lt;b&gt;" in html
    assert 'href="https://www.rfc-editor.org/rfc/rfc6750#section-3.1"' in html


def test_a_status_leads_to_its_candidates(client):
    """/explain/429 says what it means and which causes answer so."""
    response = client.get("/explain/429", follow=True)
    html = response.content.decode()
    assert response.status_code == 200
    assert reverse("clinic:cause", args=["rate-window"]) in html


def test_causes_are_found_by_words(client):
    """Words narrow the list; words that fit nothing say what else to do."""
    found = client.get(reverse("clinic:causes"), {"q": "expired-token"}).content.decode()
    assert "AUTH10" in found
    assert "AUTH01" not in found
    nothing = client.get(
        reverse("clinic:causes"), {"q": "zzzz"}, headers={"accept-language": "en"}
    ).content.decode()
    assert "No cause fits" in nothing


def test_one_address_cannot_keep_the_house_busy(client):
    """After many pastes in a minute the page asks to wait."""
    for _ in range(pace.PER_MINUTE):
        assert pace.may("127.0.0.1")
    assert client.post(reverse("clinic:explain"), {"text": "x"}).status_code == 429
    assert pace.may("192.0.2.1")


def test_the_address_in_a_call_is_not_taken_for_a_secret(client):
    """A path of words and numbers stays readable."""
    html = client.get(reverse("clinic:explain"), {"try": "scope"}).content.decode()
    assert "POST /v2/orders/H-20451/notes" in html.partition('id="explained"')[2]
