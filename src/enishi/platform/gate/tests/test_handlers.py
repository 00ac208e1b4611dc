"""Programs go the short way through Django, people the whole way."""

import io
import json

import pytest
from django.conf import settings

from enishi.platform.gate.handlers import by_caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask():
    """Ask an application whose whole way only says that it was taken."""
    application = by_caller(lambda environ, start_response: [b"whole"])

    def ask(path, **headers):
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        } | headers
        started = []
        answer = application(environ, lambda status, headers: started.append((status, dict(headers))))
        return b"".join(answer), *(started[0] if started else ("", {}))

    return ask


def test_a_call_with_a_key_goes_the_short_way(ask):
    """It gets the same problem, headers and language as on the whole way."""
    body, status, headers = ask(
        "/api/v1/customers", HTTP_AUTHORIZATION="Bearer ensh_x", HTTP_ACCEPT_LANGUAGE="en"
    )
    assert status.startswith("401")
    assert json.loads(body)["code"] == "AUTH04"
    assert headers["Content-Language"] == "en"
    assert {"X-Request-Id", "Content-Security-Policy", "RateLimit"} <= headers.keys()


@pytest.mark.parametrize(
    ("path", "headers"), [("/api/v1/customers", {}), ("/customers/", {"HTTP_AUTHORIZATION": "Bearer ensh_x"})]
)
def test_people_go_the_whole_way(ask, path, headers):
    """Without a credential in the header, or outside the API, nothing is left out."""
    assert ask(path, **headers)[0] == b"whole"


def test_the_settings_stay_as_they_are(ask):
    """The short list is the handler's own."""
    assert "django.contrib.sessions.middleware.SessionMiddleware" in settings.MIDDLEWARE
