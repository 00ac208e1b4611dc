"""What each breakage of Hanaya looks like to a caller, and what the doctor makes of it.

`python -m demo.evidence` opens a shop, breaks it in every way that an API call can meet, and prints one line a
breakage: the cause that should be named and the causes that are. `--json` prints the exchanges themselves.
Webhook breakages are left out: they are not seen in a call.
"""

from __future__ import annotations

import argparse
import json
import ssl
import sys
import threading
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection, IncompleteRead
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from demo.hanaya.breakages.catalogue import BREAKAGES
from demo.hanaya.options import Options
from demo.hanaya.server import start_in_thread
from enishi.doctor import diagnose
from enishi.kernel.exchange import Exchange, Failure, Request, Response

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demo.hanaya.handle import Handle

TIMEOUT = 0.5
LIST = ("GET", "/v2/orders", None)
ONE = ("GET", "/v2/orders/o-10001", None)
NOTE = ("POST", "/v2/customers/c-1001/notes", {"text": "配達の時間を変更"})
TRACK = ("POST", "/v2/orders/o-10001/tracking", {"carrier": "reibin", "number": "1", "parcels": 1})
NUMERAL = ("POST", NOTE[1], {"text": "x", "priority": "3"})
NUMBER = ("POST", NOTE[1], {"text": "x", "priority": 3})
CALLS: dict[str, tuple[str, str, dict[str, Any] | None]] = {
    "post-redirected": NOTE,
    "version-retired": ("GET", "/v1/orders", None),
    "number-as-text": NUMERAL,
    "number-as-text:wants-text": NUMBER,
    "number-as-text:totals-as-text": ONE,
    "required-field-added": NOTE,
    "field-renamed": NOTE,
    "field-renamed:responses": ONE,
    "reset-after-write": NOTE,
    "hanging:after-write": NOTE,
    "scope-missing:orders:write": TRACK,
    "scope-missing:customers:read": ("GET", "/v2/customers", None),
    "scope-missing:customers:write": NOTE,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One breakage as a caller met it."""

    name: str
    variant: str
    expected: str
    exchange: Exchange


def collect() -> Iterator[Seen]:
    """Break a fresh shop in every way and record the call that met it."""
    with start_in_thread(Options(port=0, rate=0)) as shop:
        for breakage in BREAKAGES.values():
            for variant in breakage.variants or ("",):
                if breakage.group != "deliveries":
                    yield Seen(
                        breakage.slug,
                        variant,
                        breakage.cause_of(variant),
                        _meet(shop, breakage.slug, variant),
                    )


def _meet(shop: Handle, slug: str, variant: str) -> Exchange:
    caller = _Caller(shop, slug, variant)
    shop.break_(slug, variant=variant or None)
    try:
        if slug == "concurrency-limit":
            other = threading.Thread(target=caller.call)
            other.start()
            time.sleep(0.1)
        return caller.call()
    finally:
        shop.mend()


class _Caller:
    """A caller whose settings are such that the breakage shows."""

    def __init__(self, shop: Handle, slug: str, variant: str) -> None:
        self._base = shop.base_url
        self._context: ssl.SSLContext | None = None
        self._headers = {"Accept": "*/*" if variant == "unless-asked" else "application/json"}
        self._call = CALLS.get(f"{slug}:{variant}") or CALLS.get(slug, LIST)
        secret = shop.api_key
        if slug == "token-expired":
            issued = self._issue(shop)
            secret = issued["access_token"]
            if variant == "refresh-dead":
                sent = {
                    **_client(shop),
                    "grant_type": "refresh_token",
                    "refresh_token": issued["refresh_token"],
                }
                self._call = ("POST", "/oauth/token", sent)
        if slug == "certificate-expired":
            self._base = shop.tls_base_url or ""
            self._context = ssl.create_default_context(cafile=shop.authority)
        if self._call[1] != "/oauth/token":
            self._headers["Authorization"] = "Bearer " + (" " if slug == "key-with-space" else "") + secret

    def _issue(self, shop: Handle) -> Any:
        sent = {**_client(shop), "grant_type": "client_credentials"}
        issued = _exchange(self._base, ("POST", "/oauth/token", sent), dict(self._headers), None)
        assert issued.response is not None
        return json.loads(issued.response.body or b"")

    def call(self) -> Exchange:
        return _exchange(self._base, self._call, dict(self._headers), self._context)


def _client(shop: Handle) -> dict[str, str]:
    known = shop.credentials()
    return {"client_id": known["client_id"], "client_secret": known["client_secret"]}


def _exchange(
    base: str,
    call: tuple[str, str, dict[str, Any] | None],
    headers: dict[str, str],
    context: ssl.SSLContext | None,
) -> Exchange:
    method, path, sent = call
    body = None if sent is None else json.dumps(sent, ensure_ascii=False).encode()
    if body is not None:
        headers["Content-Type"] = "application/json"
    request = Request(method, base + path, tuple(headers.items()), body)
    place = urlsplit(base).netloc
    connection = (
        HTTPSConnection(place, timeout=TIMEOUT, context=context)
        if context
        else HTTPConnection(place, timeout=TIMEOUT)
    )
    try:
        return _answered(connection, request)
    finally:
        connection.close()


def _answered(connection: HTTPConnection, request: Request) -> Exchange:
    phase, sent = ("tls" if isinstance(connection, HTTPSConnection) else "connect"), False
    try:
        connection.connect()
        phase, sent = "wait", True
        path = (request.url or "").partition("//")[2].partition("/")[2]
        connection.request(request.method or "", "/" + path, request.body, dict(request.headers or ()))
        answer = connection.getresponse()
        try:
            body, failure = answer.read(), None
        except IncompleteRead as error:
            body, failure = error.partial, Failure(type(error).__name__, str(error), "read", sent=True)
    except (OSError, HTTPException) as error:
        return Exchange(request=request, failure=Failure(type(error).__name__, str(error), phase, sent))
    return Exchange(
        request=request, response=Response(answer.status, tuple(answer.getheaders()), body), failure=failure
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m demo.evidence", description=__doc__)
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    named = [(seen, diagnose(seen.exchange)) for seen in collect()]
    for seen, diagnosis in named:
        right = bool(diagnosis.causes) and diagnosis.causes[0].slug == seen.expected
        found = ", ".join(f"{ranked.slug} {ranked.confidence:.0%}" for ranked in diagnosis.causes[:3])
        text = (
            _line(seen)
            if as_json
            else f"{'ok' if right else '--'} {seen.name} {seen.variant}: {seen.expected} | {found}"
        )
        sys.stdout.write(text + "\n")


def _line(seen: Seen) -> str:
    request, response, failure = seen.exchange.request, seen.exchange.response, seen.exchange.failure
    return json.dumps(
        {
            "name": seen.name,
            "variant": seen.variant,
            "cause": seen.expected,
            "request": request and {"method": request.method, "url": request.url, "headers": request.headers},
            "response": response
            and {
                "status": response.status,
                "headers": response.headers,
                "body": (response.body or b"").decode("utf-8", "backslashreplace"),
            },
            "failure": failure and {"kind": failure.kind, "message": failure.message, "phase": failure.phase},
        },
        ensure_ascii=False,
    )


if __name__ == "__main__":
    main()
