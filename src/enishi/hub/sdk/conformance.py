"""What every connector must keep to. Each check raises `Nonconforming` with what is wrong; tests run them on all.

A connector's ``tests/sample.py`` shows one call as its vendor makes it: ``SECRETS``, ``OTHER`` (a second valid
webhook secret), ``FIELD`` (its name), ``BODY``, ``KNOWN_EVENT``, ``account(secrets=None)`` and
``headers(body, secret, *, event, at)``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from enishi.hub.exchanges import recording
from enishi.hub.sdk.call import Account, Call
from enishi.hub.sdk.connector import Connector
from enishi.hub.sdk.inbound import Inbound, Refused
from enishi.hub.sdk.registry import folders
from enishi.kernel import clock
from enishi.kernel.exchange import Exchange, Headers, Request, Response

NONSENSE = (
    b"",
    b"not json",
    b"\xff\xfe\x00\x80",
    b"[" * 50_000,
    b'{"id": [], "type": 7, "data": null}',
    b"null",
    b"7",
)
PROMISES = {"inbound", "outbound", "pulls", "creates_own_webhook", "published_vectors", "languages"}
_HEADING = re.compile(r"^#{1,3} .+$", re.MULTILINE)
_LEVEL = re.compile(r"^#+")


class Nonconforming(AssertionError):  # noqa: N818 - names the state of the connector
    """The connector breaks the contract; the message says where."""


class Sample(Protocol):
    """A connector's ``tests/sample.py``."""

    SECRETS: Mapping[str, Any]
    OTHER: str
    FIELD: str
    BODY: bytes
    KNOWN_EVENT: str

    def account(self, secrets: Mapping[str, Any] | None = None) -> Account: ...

    def headers(
        self, body: bytes, secret: str, *, event: str = "", at: datetime | None = None
    ) -> Headers: ...


def check(right: object, message: str) -> None:
    if not right:
        raise Nonconforming(message)


def signatures(connector: Connector, sample: Sample) -> None:
    """Good passes, also beside an older secret; changed, foreign, missing and unknown are refused."""
    secret = str(sample.SECRETS[sample.FIELD])
    good, body = sample.headers(sample.BODY, secret, event=sample.KNOWN_EVENT), sample.BODY
    connector.verify(_inbound(good, body), sample.account())
    both = {**sample.SECRETS, sample.FIELD: [sample.OTHER, secret]}
    connector.verify(_inbound(good, body), sample.account(both))
    for name, headers, changed, secrets in (
        ("a changed body", good, body + b" ", sample.SECRETS),
        ("another secret", good, body, {**sample.SECRETS, sample.FIELD: sample.OTHER}),
        (
            "no secret stored",
            good,
            body,
            {key: value for key, value in sample.SECRETS.items() if key != sample.FIELD},
        ),
        ("no signature", _without_signature(good), body, sample.SECRETS),
        ("an empty signature", _emptied(good), body, sample.SECRETS),
    ):
        check(
            _refused(connector, _inbound(headers, changed), sample.account(secrets)), f"{name} was accepted"
        )


def times(connector: Connector, sample: Sample) -> None:
    """Where the vendor signs a time, one that is far from now is refused although the signature fits."""
    secret = str(sample.SECRETS[sample.FIELD])
    old = sample.headers(sample.BODY, secret, event=sample.KNOWN_EVENT, at=clock.now() - timedelta(hours=1))
    now = sample.headers(sample.BODY, secret, event=sample.KNOWN_EVENT)
    stamped = any("timestamp" in name.lower() for name, _ in now)
    refused = _refused(connector, _inbound(old, sample.BODY), sample.account())
    check(refused == stamped, "a stale call was accepted" if stamped else "a call without a time was refused")


def receipts(connector: Connector, sample: Sample) -> None:
    """The same call has the same key; another body has another, whatever ids it shares. Nonsense has a receipt too."""
    secret = str(sample.SECRETS[sample.FIELD])
    headers = sample.headers(sample.BODY, secret, event=sample.KNOWN_EVENT)
    first = connector.receipt(_inbound(headers, sample.BODY))
    check(first == connector.receipt(_inbound(headers, sample.BODY)), "the same call got two receipts")
    check(first.event == sample.KNOWN_EVENT, f"the event was read as {first.event!r}")
    check(
        first.key != connector.receipt(_inbound(headers, sample.BODY + b" ")).key,
        "another body got the same key",
    )
    for body in NONSENSE:
        connector.receipt(_inbound(headers, body))
        connector.answer(_inbound(headers, body), sample.account())


def secrets_stay_out(
    connector: Connector, sample: Sample, known: Callable[[Account], tuple[str, ...]]
) -> None:
    """No secret stands in the record of any call, wherever the connector puts it."""
    account = sample.account()
    for operation in connector.manifest.operations:
        request = connector.authorize(
            Request(operation.method, "https://x.example/", (), b"{}"),
            account,
            Call(operation=operation.name),
        )
        echo = Response(200, (("X-Echo", str(request.headers)),), str(request).encode())
        row = recording.row(Exchange(request, echo), ok=True, known=known(account))
        text = f"{row.url}{row.request_headers}{row.response_headers}{bytes(row.request_body)!r}{bytes(row.response_body)!r}"
        for name, value in account.secrets.items():
            check(str(value) not in text, f"{operation.name}: {name} stands in the exchange")


def texts(slug: str) -> None:
    """Set-up guides in both languages with the same headings; every label of the manifest in both; promises named."""
    folder = folders()[slug]
    levels = {
        lang: [_LEVEL.match(line).group() for line in _HEADING.findall(_guide(folder, lang))]  # type: ignore[union-attr]
        for lang in ("en", "ja")
    }
    check(levels["en"] == levels["ja"], "the set-up guides have different headings")
    check(len(levels["en"]) >= 4, "the set-up guide has too few headings")  # noqa: PLR2004
    quality = tomllib.loads((folder / "quality.toml").read_text("utf-8"))
    check(set(quality) == PROMISES, f"quality.toml must name exactly {sorted(PROMISES)}")


def promises(connector: Connector, slug: str) -> None:
    """quality.toml says what the manifest and the code do."""
    quality = tomllib.loads((folders()[slug] / "quality.toml").read_text("utf-8"))
    described, made = connector.manifest, type(connector)
    check(described.slug == slug, "slug and folder differ")
    check(quality["inbound"] == described.webhooks_in, "inbound")
    check(quality["pulls"] == bool(described.resources), "pulls")
    check(
        quality["pulls"] == (made.page is not Connector.page),
        "pulls without page(), or page() without resources",
    )
    check(
        quality["creates_own_webhook"] == (made.subscribe is not Connector.subscribe), "creates_own_webhook"
    )
    for resource in described.resources:
        described.operation(resource.operation)
    for operation in described.operations:
        check(
            not (operation.safe and operation.method not in {"GET", "HEAD"}),
            f"{operation.name}: safe but {operation.method}",
        )
        check(
            not operation.read_back or made.read_back is not Connector.read_back,
            f"{operation.name}: read_back() is missing",
        )


def _guide(folder: Path, lang: str) -> str:
    return (folder / f"setup.{lang}.md").read_text("utf-8")


def _inbound(headers: Headers, body: bytes) -> Inbound:
    return Inbound("POST", "", headers, body, clock.now())


def _refused(connector: Connector, inbound: Inbound, account: Account) -> bool:
    try:
        connector.verify(inbound, account)
    except Refused as refused:
        check(400 <= refused.status < 500, f"refused with {refused.status}")  # noqa: PLR2004
        return True
    return False


def _without_signature(headers: Headers) -> Headers:
    return tuple(pair for pair in headers if "signature" not in pair[0].lower())


def _emptied(headers: Headers) -> Headers:
    return tuple((name, "" if "signature" in name.lower() else value) for name, value in headers)
