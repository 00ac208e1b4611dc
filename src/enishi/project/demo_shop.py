"""The demonstration: a shop to buy in, to break and to see healed, and someone at our counter who writes notes."""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from enishi.project.processes.children import Child

if TYPE_CHECKING:
    from enishi.hub.connections.models import Connection

ROOT = Path(__file__).resolve().parents[3]
PORT = 8765
URL = f"http://127.0.0.1:{PORT}"
NAME = "花屋はな"
ACTOR = "system"
PERSON = "user:demo"
LOOPBACK = "127.0.0.0/8"
NOTES = (
    "桔梗をお好みです。次の入荷をお知らせする約束をしました。",
    "お母様の誕生日に毎年白いカーネーションをお求めです。",
    "配達は午前中をご希望です。インターホンは押さずにお電話を。",
    "前回の花もちがとてもよかったとお褒めの言葉をいただきました。",
    "領収書の宛名は会社名でとのことです。",
    "ユリの香りが苦手とのこと。花束に入れないこと🌿",
)


class ShopError(RuntimeError):
    """The shop refused or is not there; the message says what it answered."""


def children() -> list[Child]:
    """The processes of the demonstration, kept going beside our own."""
    home = Path(os.environ.get("ENISHI_HOME", "var")).resolve()
    # The new host and TLS keep their ports over a restart: a connection that was moved there still finds them.
    ports = ["--port", str(PORT), "--new-port", str(PORT + 1), "--tls-port", str(PORT + 2)]
    files = ["--file", str(home / "hanaya.sqlite"), "--tls-folder", str(home / "hanaya-tls")]
    arguments = [*ports, *files]
    shop = Child(
        "shop",
        [sys.executable, "-m", "demo.hanaya", *arguments],
        {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
    )
    return [shop, Child.of_ours("counter", "demo", "counter")]


def control(method: str, path: str, *, url: str = URL, **query: Any) -> Any:
    """Speak to the shop's control desk.

    Raises:
        ShopError: it refused, or nothing listens there.
    """
    asked = urlencode({name: value for name, value in query.items() if value not in (None, "")})
    request = Request(f"{url}/control/{path}?{asked}", method=method)  # noqa: S310 - the shop on this machine
    try:
        with urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer)
    except HTTPError as error:
        raise ShopError(f"{error.code} {error.read().decode(errors='replace')}") from error
    except OSError as error:
        raise ShopError(f"{url}: {error}") from error


def connect(url: str = URL) -> Connection:
    """Connect the shop as a person would: client, tokens, webhooks, and a first reading of its orders."""
    from enishi.hub.connections import actions as connections
    from enishi.hub.connections.models import Connection
    from enishi.hub.sdk.client import Client
    from enishi.hub.sync import pulling

    known = Connection.objects.filter(connector="hanaya", settings__base_url=url).first()
    if known:
        return known
    shop = control("GET", "credentials", url=url)
    made = connections.create(
        name=NAME,
        connector="hanaya",
        settings={"base_url": url, "version": "v2", "auth": "token"},
        secrets={name: shop[name] for name in ("client_id", "client_secret", "api_key")},
        actor=PERSON,
    )
    sign_in(made)
    client = Client(made, trial=True)
    client.connector.subscribe(client)
    pulling.start(made, "orders")
    return made


def sign_in(connection: Connection) -> None:
    """Get a first pair of tokens with the client's own credentials."""
    from enishi.hub.connections import tokens
    from enishi.kernel.exchange import Request as Sent
    from enishi.platform import http

    form = {
        "grant_type": "client_credentials",
        **{name: connection.secrets[name] for name in ("client_id", "client_secret")},
    }
    headers = (("Content-Type", "application/x-www-form-urlencoded"),)
    exchange = http.call(
        Sent("POST", f"{connection.settings['base_url']}/oauth/token", headers, urlencode(form).encode())
    )
    body = exchange.response.body if exchange.response else b""
    answer = json.loads(body or b"{}")
    if "access_token" not in answer:
        raise ShopError(
            f"the shop gave no token: {(body or b'').decode(errors='replace')[:200] or exchange.failure}"
        )
    tokens.store(
        connection,
        access=answer["access_token"],
        refresh=answer["refresh_token"],
        expires_in=float(answer["expires_in"]),
    )


def shop_connection(url: str = URL) -> Connection:
    """The connection to the shop; ShopError when there is none."""
    from enishi.hub.connections.models import Connection

    found = Connection.objects.filter(connector="hanaya").order_by("-id").first()
    if found is None:
        raise ShopError(f"no connection to the shop at {url}")
    return found


def prepare(name: str, connection: Connection, *, url: str = URL) -> None:
    """Bring our side into the state in which a breakage shows (some need a key, a version or TLS)."""
    from enishi.hub.connections import actions as connections

    settings = dict(connection.settings)
    if name in {"key-revoked", "key-with-space"}:
        key = control("POST", "keys", url=url)
        text = str(key.get("api_key") or key.get("key"))
        connections.replace_secrets(
            connection.id, {"api_key": f" {text}" if name == "key-with-space" else text}, actor=ACTOR
        )
        settings["auth"] = "key"
    elif name == "version-retired":
        settings["version"] = "v1"
    elif name == "certificate-expired":
        state = control("GET", "state", url=url)
        settings |= {"base_url": state["tls_base_url"], "ca_file": state["authority"]}
    if settings != connection.settings:
        connections.change(connection.id, {"settings": settings}, actor=ACTOR, note=f"demo: {name}")


def break_(name: str, *, variant: str = "", url: str = URL, **limits: Any) -> Any:
    """Break the shop in one way, after preparing our side."""
    prepare(name, shop_connection(url), url=url)
    return control("POST", f"break/{name}", url=url, variant=variant, **limits)


def keep_counter(*, url: str = URL, every: float = 4.0, stop: threading.Event | None = None) -> None:
    """Connect the shop once it is there, then write a note about a recent customer every few seconds."""
    over = stop or threading.Event()
    chance = random.Random(7)  # noqa: S311 - a demonstration, the same every time
    while not over.is_set():
        try:
            connect(url)
            break
        except (ShopError, OSError):
            over.wait(0.5)
    while not over.wait(every):
        write_note(chance)


def write_note(chance: random.Random) -> str:
    """Note something about one of the latest customers; returns the customer's id, "" when there is none yet."""
    from enishi.customers import actions as customers
    from enishi.customers.models import Customer
    from enishi.platform.audit import Actor

    ids = list(
        Customer.objects.filter(deleted_at=None, merged_into="")
        .order_by("-updated_at")
        .values_list("id", flat=True)[:40]
    )
    if not ids:
        return ""
    chosen = chance.choice(ids)
    note = f"{chance.choice(NOTES)}({time.strftime('%H:%M:%S')})"
    customers.update(chosen, {"note": note}, actor=Actor(kind="user", id="demo"))
    return chosen
