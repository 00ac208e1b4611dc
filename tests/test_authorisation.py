"""Who may call what: every address of the installation, for every kind of caller.

`authorisation.toml` holds the answer for each page ("public" or the lowest role) and for each API
operation (its scope). An address that is not in it fails the test: whoever adds one decides who may use
it. Missing records are asked for, so an allowed caller gets 404 or 422 where a refused one gets 401 or 403.
"""

import itertools
import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver

from enishi.platform import audit
from enishi.platform.accounts import keys
from enishi.platform.accounts.models import Role, User

pytestmark = pytest.mark.django_db

MATRIX = tomllib.loads(Path(__file__).with_name("authorisation.toml").read_text("utf-8"))
ROLES = ["", *Role]
SAMPLES = {"int": "999999", "uuid": "00000000-0000-0000-0000-000000000000"}
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<\w+>(?:[^()]|\([^()]*\))*\)")


def walk(resolver, prefix=""):
    """Every route of the URL table, as it is written."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern).lstrip("^").rstrip("$").removesuffix("\\Z")
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, route)
        else:
            yield route


def address(route):
    return "/" + PARAMETER.sub(lambda found: SAMPLES.get(found[1], "none"), route)


def pages():
    return sorted({route for route in walk(get_resolver()) if not route.startswith("api/")})


def operations():
    from enishi.platform.api.site import api

    document = api.get_openapi_schema()
    return {
        f"{method.upper()} {path}": details["x-scopes"]
        for path, methods in document["paths"].items()
        for method, details in methods.items()
    }


def caller(role):
    client = Client()
    if role:
        client.force_login(
            User.objects.create_user(email=f"{role}@example.com", role=role, password="a-long-one-7")
        )
    return client


def refused(response):
    """Whether the caller was turned away: by status, or by being sent to sign in."""
    to_sign_in = response.status_code == 302 and response["Location"].startswith("/account/login/")
    return to_sign_in or response.status_code in {401, 403}


def test_every_page_is_in_the_matrix():
    """Nobody adds a page without saying who may see it, and none that is gone stays listed."""
    assert sorted(MATRIX["pages"]) == pages()


def test_every_operation_is_in_the_matrix():
    """The same for operations; the scope in the code is the one in the matrix."""
    assert {name: [scope] for name, scope in MATRIX["api"].items()} == operations()


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "anonymous")
def test_pages_admit_their_roles_and_no_others(role):
    """Below the role: sign-in or 403. From the role on: the page, or 404 for a record that is not there."""
    client, wrong = caller(role), []
    for route, needed in MATRIX["pages"].items():
        admitted = needed == "public" or ROLES.index(role) >= ROLES.index(needed)
        response = look(client, route)
        if refused(response) == admitted or response.status_code >= 500:
            wrong.append((route, needed, response.status_code))
        if client.session.get("_auth_user_id") is None and role:
            client.force_login(User.objects.get(email=f"{role}@example.com"))
    assert not wrong


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "anonymous")
def test_operations_admit_the_sessions_of_their_roles(role):
    """A signed-in person may do what the role includes; nobody may without signing in."""
    client, wrong = caller(role), []
    for name, scope in MATRIX["api"].items():
        admitted = bool(role) and ROLES.index(role) >= ROLES.index(settings.SCOPES[scope])
        status = call(client, name).status_code
        if (status not in {401, 403}) != admitted or status >= 500:
            wrong.append((name, scope, status))
    assert not wrong


@pytest.mark.parametrize("granted", list(settings.SCOPES))
def test_operations_admit_keys_with_their_scope(granted):
    """A key opens what its scope names and nothing else; admin opens all."""
    _, text = keys.create(name="matrix", granted=[granted], actor=audit.SYSTEM)
    wrong = []
    for name, scope in MATRIX["api"].items():
        status = call(Client(), name, Authorization=f"Bearer {text}").status_code
        admitted = granted in {scope, "admin"}
        if (status not in {401, 403}) != admitted or status >= 500:
            wrong.append((name, scope, status))
    assert not wrong


def test_a_key_opens_no_page():
    """Pages are for people: a key is no session."""
    _, text = keys.create(name="matrix", granted=["admin"], actor=audit.SYSTEM)
    closed = [route for route, needed in MATRIX["pages"].items() if needed != "public"]
    client = Client(headers={"Authorization": f"Bearer {text}"})
    open_ = [route for route in closed if not refused(look(client, route))]
    assert not open_


def look(client, route):
    """The page, or the act where there is no page to get."""
    response = client.get(address(route))
    return client.post(address(route)) if response.status_code == 405 else response


def call(client, name, **headers):
    method, path = name.split(" ")
    number = itertools.count()
    url = re.sub(
        r"\{\w+\}", lambda _: ("999999", "none")[next(number) % 2] if "people" in path else "none", path
    )
    body = {} if method == "GET" else {"data": "{}", "content_type": "application/json"}
    return client.generic(method, url, headers=headers, **body)
