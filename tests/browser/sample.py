"""A small company with something to see on every page."""

import json
from datetime import timedelta

from enishi.clinic import noticing
from enishi.clinic.models import Act, Incident, State
from enishi.customers import actions as customers
from enishi.hub.connections import actions as connections
from enishi.hub.connections.models import Health
from enishi.hub.exchanges import recording
from enishi.hub.sdk.call import Call
from enishi.kernel import clock
from enishi.kernel.exchange import Exchange, Request, Response
from enishi.orders import actions as orders
from enishi.platform.accounts import keys
from enishi.platform.accounts.models import Role, User
from enishi.platform.audit import Actor

ME = Actor(kind="user", id="sakura@example.jp")
PASSWORD = "hana-to-midori-7"
HOST = "https://api.hanaya.example"
SETTINGS = {"base_url": HOST, "version": "v2", "auth": "token"}
CHALLENGE = 'Bearer error="invalid_token", error_description="The access token expired"'


def fill():
    """Make everything; returns what journeys look for."""
    User.objects.create_user(email=ME.id, password=PASSWORD, name="例田 さくら", role=Role.KEEPER)
    keys.create(name="Shop", granted=["orders:write"], actor=ME)
    shop = connections.create(name="花屋はな", connector="hanaya", settings=SETTINGS, secrets={}, actor=ME)
    wholesale = connections.create(
        name="花屋はな 卸", connector="hanaya", settings=SETTINGS, secrets={}, actor=ME
    )
    Health.objects.filter(pk=shop.pk).update(last_success_at=clock.now(), last_received_at=clock.now())
    hanako = people(shop)
    healed = failing(shop, "order.get", 401, {"code": "token_expired"}, (("WWW-Authenticate", CHALLENGE),))
    heal(healed)
    problem = {"code": "required_field", "detail": "customer_name is required", "field": "customer_name"}
    asking = failing(wholesale, "note.add", 422, problem, body={"text": "x"})
    Incident.objects.filter(pk=asking.pk).update(state=State.ASKING)
    return {"customer": hanako.id, "order": hanako.orders.first().id, "connection": shop.id, "healed": healed.id, "asking": asking.id,
            "exchange": healed.first_exchange}  # fmt: skip


def people(shop):
    """A few customers, one with orders."""
    for family, given in (("架空", "恵"), ("雛形", "誠")):
        customers.create({"family_name": family, "given_name": given}, actor=ME)
    hanako = customers.create(
        {"family_name": "見本", "given_name": "花子", "family_kana": "みほん", "given_kana": "はなこ",
         "emails": [{"address": "hanako@mihon.example.jp"}], "phones": [{"number": "090-0000-0000"}],
         "addresses": [{"postal_code": "1000001", "region": "見本県", "city": "例示市", "street": "1-2-3"}]}, actor=ME
    )  # fmt: skip
    for i, days in enumerate((2, 40, 90)):
        line = {"name": "迎春アレンジ(中)", "quantity": 1, "unit_price": 12800}
        fields = {"customer_id": hanako.id, "source": shop.id, "external_id": str(i), "number": f"H-2045{i}", "status": "paid",
                  "currency": "JPY", "total": 12800, "lines": [line], "placed_at": clock.now() - timedelta(days=days)}  # fmt: skip
        orders.create(fields, actor=ME, origin=shop.id)
    return hanako


def failing(connection, operation, status, answer, headers=(), *, body=None):
    """An incident, opened by a failed call as it would be in use."""
    call = Call(operation=operation, path={"id": "H-20451"}, json=body)
    sent = json.dumps(body).encode() if body else None
    exchange = Exchange(
        Request("POST" if body else "GET", f"{HOST}/v2/orders/H-20451", (("Authorization", "Bearer example"),), sent),
        Response(status, (("Content-Type", "application/json"), *headers), json.dumps(answer).encode()),
        started_at=clock.now() - timedelta(hours=2), elapsed=0.086, timings=(("connect", 0.01), ("wait", 0.05)),
    )  # fmt: skip
    row = recording.row(
        exchange, ok=False, connection_id=connection.id, operation=operation, call=call.to_dict()
    )
    row.save(force_insert=True)
    noticing.failed(row, call)
    return Incident.objects.get(first_exchange=row.id)


def heal(incident):
    """Bring an incident to its end."""
    slug = incident.diagnosis["en"]["remedies"][0]["slug"]
    Act.objects.create(incident=incident, kind="remedy", data={"remedy": slug, "level": "safe"})
    Act.objects.create(incident=incident, kind="closed", data={"inbox": 42})
    Incident.objects.filter(pk=incident.pk).update(
        state=State.RESOLVED,
        resolved_at=clock.now() - timedelta(hours=1),
        replayed={"inbox": 42, "deliveries": 0},
    )
