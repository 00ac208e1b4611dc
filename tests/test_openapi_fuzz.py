"""Every operation under generated input: what is answered is what the OpenAPI document promises."""

import msgspec
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from enishi.platform import audit
from enishi.platform.accounts import keys
from enishi.platform.api.site import api
from enishi.project.wsgi import application

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 25


def operations():
    document = msgspec.json.decode(msgspec.json.encode(dict(api.get_openapi_schema()), enc_hook=str))
    schema = schemathesis.openapi.from_dict(document)
    schema.app = application
    return [result.ok() for result in schema.get_all_operations()]


@pytest.fixture
def authorization(db):
    """A key for everything. Requests run on the test's own connection: the handler must not close it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    _, text = keys.create(name="fuzz", granted=["admin"], actor=audit.SYSTEM)
    yield {"Authorization": f"Bearer {text}"}
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.label)
def test_answers_are_as_documented(operation, authorization):
    """No fault of ours, no status, content type or body that the document does not name."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case):
        case.validate_response(case.call(headers=authorization), checks=CHECKS)

    ask()
