"""The frame around every page: language, theme, stylesheet, problem pages, who may see what."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from enishi.platform.accounts.models import Role, User
from enishi.ui import styles
from enishi.ui.pages import page, role_needed

STYLE_ATTRIBUTE = re.compile(r"<[^>]*\s(?:style|on[a-z]+)=", re.IGNORECASE)


@pytest.mark.parametrize(("language", "title"), [("ja", "見本帳"), ("en", "Pattern book")])
def test_the_pattern_book_speaks_both_languages(client, language, title):
    """Every component is drawn without sign-in, in the reader's language."""
    client.cookies["django_language"] = language
    html = client.get(reverse("ui:catalogue")).content.decode()
    assert f'<html lang="{language}"' in html
    assert title in html


def test_pages_hold_no_inline_style_or_script(client):
    """A strict content security policy never blocks our own pages."""
    html = client.get(reverse("ui:catalogue")).content.decode()
    assert not STYLE_ATTRIBUTE.search(html)
    assert "<style" not in html
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_no_template_holds_a_colour_or_inline_style():
    """Colours come from the tokens only."""
    folder = Path(styles.__file__).parents[1]
    templates = [path for path in folder.rglob("*.html") if "templates" in path.parts]
    assert templates
    assert [path.name for path in templates if STYLE_ATTRIBUTE.search(path.read_text("utf-8"))] == []


def test_only_tokens_hold_colours():
    """No component writes a colour; masks and the white under a QR code are no colours of ours."""
    for path in styles.FOLDER.glob("*.css"):
        if path.stem == "tokens":
            continue
        found = set(re.findall(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", path.read_text("utf-8")))
        assert found <= {"#000000", "#ffffff"}, path.name


def test_language_is_chosen_and_the_reader_returns(client):
    """The switch keeps the page and the choice."""
    response = client.post(reverse("ui:language"), {"language": "en", "next": "/ui/"})
    assert response["Location"] == "/ui/"
    assert b'lang="en"' in client.get("/ui/").content


@pytest.mark.parametrize(
    ("chosen", "attribute"), [("dark", b'data-theme="dark"'), ("light", b'data-theme="light"')]
)
def test_theme_is_chosen_and_can_follow_the_system_again(client, chosen, attribute):
    """The choice is kept; auto removes it."""
    assert client.post(reverse("ui:theme"), {"theme": chosen, "next": "/ui/"})["Location"] == "/ui/"
    assert attribute in client.get("/ui/").content
    client.post(reverse("ui:theme"), {"theme": "auto"})
    assert b"data-theme" not in client.get("/ui/").content


def test_theme_never_leads_to_another_site(client):
    """A crafted form cannot send the reader elsewhere."""
    response = client.post(reverse("ui:theme"), {"theme": "dark", "next": "https://evil.example/"})
    assert response["Location"] == "/"


def test_stylesheet_is_kept_for_good_and_old_names_lead_on(client):
    """The name is the content; yesterday's page still finds today's style."""
    url = reverse("ui:style", args=[styles.stylesheet().name])
    response = client.get(url)
    assert "immutable" in response["Cache-Control"]
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert client.get(reverse("ui:style", args=["0" * 12]))["Location"] == url


def test_stylesheet_begins_with_the_tokens_and_holds_every_component():
    """No file is left out."""
    css = styles.build().css
    assert css.index("--paper") < css.index(".frame")
    assert all(path.read_text("utf-8") in css for path in styles.FOLDER.glob("*.css"))


@pytest.mark.parametrize("code", ["403", "403_csrf", "404", "429", "500", "503"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_problem_pages_need_nothing_but_themselves(code, language):
    """Even without a request they say what happened and where to go."""
    with translation.override(language):
        html = render_to_string(f"{code}.html")
    assert f'<html lang="{language}"' in html
    assert 'href="/"' in html


def test_one_url_serves_page_and_fragment(rf):
    """Htmx gets the part, everyone else and the history the whole page."""
    request = rf.get("/")
    request.htmx = False
    whole = page(request, "404.html", {}, fragment="ui/components/wait.html")
    assert b"<html" in whole.content
    assert "HX-Request" in whole["Vary"]
    request.htmx = type(
        "Htmx", (), {"boosted": False, "history_restore_request": False, "__bool__": lambda _: True}
    )()
    assert b"<html" not in page(request, "404.html", {}, fragment="ui/components/wait.html").content
    request.htmx.history_restore_request = True
    assert b"<html" in page(request, "404.html", {}, fragment="ui/components/wait.html").content


def asked(user: object, role: Role) -> HttpResponse:
    request = RequestFactory().get("/x")
    request.user = user
    return role_needed(role)(lambda _: HttpResponse("in"))(request)


def test_roles_bound_what_a_person_sees():
    """Nobody is sent to sign in, a lesser role is refused, an equal or greater one comes in."""
    assert asked(AnonymousUser(), Role.VIEWER).status_code == 302
    with pytest.raises(PermissionDenied):
        asked(User(role=Role.VIEWER), Role.OPERATOR)
    assert asked(User(role=Role.OPERATOR), Role.OPERATOR).content == b"in"
    assert asked(User(role=Role.KEEPER), Role.OPERATOR).content == b"in"
