"""The API's reference: document, page, and a page for every code."""

import itertools
import re

import jsonschema_rs
import pytest

from enishi.kernel import strings
from enishi.platform.api.schemas import Input, Output

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(client):
    return client.get("/api/v1/openapi.json").json()


def references(node):
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for part in node.values():
            yield from references(part)
    elif isinstance(node, list):
        for part in node:
            yield from references(part)


def test_the_document_is_whole(document):
    """Version 3.1, every reference leads somewhere, every operation names its scope and its refusals."""
    assert document["openapi"].startswith("3.1")
    for reference in set(references(document)):
        node = document
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]
    for path, methods in document["paths"].items():
        for method, details in methods.items():
            assert details["x-scopes"], (method, path)
            assert {"401", "403", "429", "500"} <= details["responses"].keys()
            assert any(status < "4" for status in details["responses"])


def test_the_schemas_are_schemas(document):
    """Each is a valid JSON Schema of the dialect that OpenAPI 3.1 uses."""
    for schema in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)


def test_operations_have_different_names(document):
    """A client library is generated from these."""
    names = [details["operationId"] for methods in document["paths"].values() for details in methods.values()]
    assert len(names) == len(set(names))


def test_shapes_have_different_names(document):
    """Two shapes of one name would be documented as one of them."""
    shapes = [shape for base in (Input, Output) for shape in heirs(base)]
    names = sorted(shape.__name__ for shape in shapes if shape.__module__.startswith("enishi."))
    assert [name for name, next_one in itertools.pairwise(names) if name == next_one] == []


def heirs(shape):
    found = set(shape.__subclasses__())
    return found.union(*(heirs(one) for one in found))


def test_refusals_keep_their_promise(client, document):
    """A real refusal is what the document says a refusal is."""
    schema = document["components"]["schemas"]["Problem"] | {"components": document["components"]}
    schema["properties"]["errors"]["items"] = document["components"]["schemas"]["FieldReason"]
    jsonschema_rs.validate(schema, client.get("/api/v1/customers").json())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_shows_every_operation(client, document, language):
    """Each operation has its place, with what may be sent and a line to try."""
    html = client.get("/api/v1/docs", headers={"Accept-Language": language}).content.decode()
    for methods in document["paths"].values():
        for details in methods.values():
            assert f'id="{details["operationId"]}"' in html
    assert "curl" in html
    assert " style=" not in html


def test_every_code_that_is_answered_has_a_page(client, document):
    """The help of a problem never leads nowhere, in both languages."""
    codes = {key.split(".")[2] for key in strings.table("en") if key.startswith("platform.problem.")}
    codes -= {"invalid", "value", "scope", "session", "unstorable", "http"}
    codes |= set(re.findall(r'/errors/([A-Za-z0-9-]+)"', str(document).replace("'", '"')))
    for code in codes:
        for language in ("ja", "en"):
            response = client.get(f"/errors/{code}", headers={"Accept-Language": language})
            assert response.status_code == 200, code
            assert code in response.content.decode()
    assert client.get("/errors/NOPE99").status_code == 404


def test_the_page_speaks_the_readers_language(client, document):
    """What each operation does is said in Japanese and English."""
    summaries = {
        details["operationId"].removeprefix("enishi_"): details["summary"]
        for methods in document["paths"].values()
        for details in methods.values()
    }
    said = [name for name in summaries if strings.exists(f"project.operations.{name}")]
    html = client.get("/api/v1/docs", headers={"Accept-Language": "ja"}).content.decode()
    assert len(said) > 40
    for name in said:
        assert strings.t(f"project.operations.{name}", "ja") in html
