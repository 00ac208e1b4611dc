"""What the clinic tells the doctor of the rest of the house."""

from datetime import timedelta

import pytest

from enishi.clinic import gathering
from enishi.hub.connections import actions as connections
from enishi.hub.exchanges import recording
from enishi.kernel import clock
from enishi.kernel.exchange import Exchange, Failure, Request, Response

pytestmark = pytest.mark.django_db
URL = "https://api.hanaya.example/v2/orders/H-1"


@pytest.fixture
def called():
    """Record a call of a connection of its own, made now or some minutes ago; returns its row."""

    def call(*, status=None, minutes=0):
        connection = connections.create(
            name="花屋はな",
            connector="hanaya",
            settings={"base_url": "https://api.hanaya.example", "version": "v2", "auth": "token"},
            secrets={},
            actor="system",
        )
        failure = None if status else Failure("TimeoutError", "read timed out", "wait", sent=True)
        response = Response(status, (), b"{}") if status else None
        exchange = Exchange(
            Request("GET", URL, (), None),
            response,
            failure,
            started_at=clock.now() - timedelta(minutes=minutes),
        )
        row = recording.row(exchange, ok=status == 200, connection_id=connection.id, operation="order.get")
        row.save(force_insert=True)
        return row

    return call


@pytest.mark.parametrize(
    ("others", "failing"),
    [
        ([], None),
        ([{"minutes": 6}], None),
        ([{}], True),
        ([{}, {"status": 200}], False),
        ([{"status": 401}], False),
    ],
    ids=["no other", "long ago", "none answers", "one works", "one refuses, so the line stands"],
)
def test_whether_the_other_vendors_are_reached(called, others, failing):
    """The line is doubted only when nobody answers; a refusal is an answer."""
    for other in others:
        called(**other)
    assert gathering._others_failing(called()) is failing
