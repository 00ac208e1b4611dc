"""Treatment spends no call that cannot bring anything new."""

import json
from datetime import timedelta

import pytest

from enishi.clinic import noticing, treating, verifying
from enishi.clinic.models import Incident, State
from enishi.doctor.engine.action import act
from enishi.doctor.engine.remedy import remedy
from enishi.hub.connections import actions as connections
from enishi.hub.connections.models import Connection
from enishi.hub.exchanges import recording
from enishi.hub.sdk.call import Call
from enishi.kernel import clock
from enishi.kernel.exchange import Exchange, Request, Response

pytestmark = pytest.mark.django_db
CALL = Call(operation="order.get", path={"id": "H-1"})


@pytest.fixture
def proofs(monkeypatch):
    """The proofs that were asked for; each fails, as against a shop that still refuses."""
    asked = []

    def verify(incident):
        asked.append(incident.id)
        return verifying.Proof(ok=False, why="HTTP 401")

    monkeypatch.setattr(verifying, "verify", verify)
    return asked


@pytest.fixture
def revoked():
    """An incident of a revoked key, last refused just now; the connection was made an hour before."""
    connection = connections.create(
        name="花屋はな",
        connector="hanaya",
        settings={"base_url": "https://api.hanaya.example", "version": "v2", "auth": "key"},
        secrets={"api_key": "example-key"},
        actor="system",
    )
    Connection.objects.filter(pk=connection.pk).update(changed_at=clock.now() - timedelta(hours=1))
    exchange = Exchange(
        Request(
            "GET",
            "https://api.hanaya.example/v2/orders/H-1",
            (("Authorization", "Bearer example-key"),),
            None,
        ),
        Response(
            401,
            (("Content-Type", "application/json"),),
            json.dumps({"code": "key_revoked", "message": "This API key has been revoked."}).encode(),
        ),
        started_at=clock.now(),
    )
    row = recording.row(
        exchange, ok=False, connection_id=connection.id, operation="order.get", call=CALL.to_dict()
    )
    row.save(force_insert=True)
    noticing.failed(row, CALL)
    return Incident.objects.get(first_exchange=row.id)


def test_a_dead_credential_is_not_called_again_to_prove_that_nothing_changed(revoked, proofs):
    """Holding still changes nothing: no trial is made, and a person is asked."""
    assert revoked.cause == "auth-revoked-token"
    treating.treat({"incident": revoked.id})
    revoked.refresh_from_db()
    assert proofs == []
    assert revoked.state == State.PERSON


def test_a_credential_that_was_replaced_since_is_tried(revoked, proofs):
    """The key was changed after the refusal: a trial can now bring something new."""
    connections.replace_secrets(revoked.connection_id, {"api_key": "another-key"}, actor="system")
    treating.treat({"incident": revoked.id})
    assert proofs == [revoked.id]


def test_a_person_who_chooses_to_try_is_obeyed(revoked, proofs):
    """The vendor may have switched the key on again, which only the person knows."""
    chosen = remedy("try", "ask", en="Try again", ja="もう一度試す", actions=(act("retry-once"),))
    treating.run(revoked, chosen, actor="user:1")
    assert proofs == [revoked.id]
