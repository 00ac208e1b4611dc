"""Probes that speak the API: who-am-I, OPTIONS, version headers, and the same safe call with one thing changed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from enishi.doctor.engine.words import Text
from enishi.doctor.probes.observation import Observation
from enishi.doctor.probes.port import Refused, Unreachable
from enishi.kernel.exchange import header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enishi.doctor.probes.port import Prober
    from enishi.kernel.exchange import Headers, Request

SAFE = ("GET", "HEAD", "OPTIONS")
_VERSION_HEADERS = ("sunset", "deprecation", "x-api-version", "api-version", "x-api-deprecated", "warning")


def _status(prober: Prober, method: str, url: str, headers: Headers) -> int | None:
    try:
        return prober.fetch(method, url, headers).status
    except (Unreachable, Refused):
        return None


def who_am_i(prober: Prober, url: str, headers: Headers) -> Observation | None:
    """The vendor's cheapest authenticated read with the same credential."""
    status = _status(prober, "GET", url, headers)
    if status is None:
        return None
    if status < 400:  # noqa: PLR2004
        seen = Text(
            "The credential is accepted for another call.", "同じ認証情報は別の呼び出しでは受け付けられます。"
        )
        return Observation("whoami", ok=True, seen=seen, speaks={
            "auth-expired-token": -5.0, "auth-invalid-credentials": -5.0, "auth-revoked-token": -5.0, "auth-missing-credentials": -3.0,
            "auth-malformed-credential": -5.0, "permission-missing-scope": 2.5, "permission-user-role": 1.5, "permission-resource-not-shared": 1.5,
        })  # fmt: skip
    if status == 401:  # noqa: PLR2004
        seen = Text(
            "The credential is refused for every call.", "同じ認証情報はほかの呼び出しでも拒まれます。"
        )
        return Observation("whoami", ok=False, seen=seen, speaks={
            "auth-expired-token": 2.0, "auth-invalid-credentials": 1.5, "auth-revoked-token": 1.5, "permission-missing-scope": -2.5,
            "permission-resource-not-shared": -3.0,
        })  # fmt: skip
    return None


def allowed_methods(prober: Prober, request: Request) -> Observation | None:
    """OPTIONS and its Allow header."""
    try:
        answer = prober.fetch("OPTIONS", request.url or "", _without_body(request.headers or ()))
    except (Unreachable, Refused):
        return None
    allow = header(answer.headers, "allow")
    if not allow or not request.method:
        return None
    if request.method.upper() in [word.strip().upper() for word in allow.split(",")]:
        return Observation(
            "options",
            ok=True,
            seen=Text(f"{request.method} is allowed here.", f"{request.method}は許可されています。"),
            speaks={"endpoint-wrong-method": -4.0},
        )
    seen = Text(f"Only {allow} are allowed here.", f"ここで使えるのは{allow}だけです。")
    return Observation("options", ok=False, seen=seen, speaks={"endpoint-wrong-method": 6.0})


def version_headers(prober: Prober, request: Request) -> Observation | None:
    """Sunset, Deprecation and the like."""
    try:
        answer = prober.fetch("HEAD", request.url or "", _without_body(request.headers or ()))
    except (Unreachable, Refused):
        return None
    found = [
        f"{name}: {header(answer.headers, name)}" for name in _VERSION_HEADERS if header(answer.headers, name)
    ]
    if not found:
        return None
    said = "; ".join(found)[:200]
    speaks = (
        {"version-deprecation-announced": 3.0, "version-api-sunset": 2.0}
        if "sunset" in said.lower() or "deprecat" in said.lower()
        else {}
    )
    return Observation(
        "version",
        ok=not speaks,
        seen=Text(
            f"The vendor says about its version: {said}", f"相手はAPIの版についてこう述べています: {said}"
        ),
        speaks=speaks,
    )


def replays(prober: Prober, request: Request) -> Iterator[Observation]:
    """The failing call again, only when it is safe, each time with one thing changed; a change that helps is the cause."""
    if (request.method or "").upper() not in SAFE or not request.url:
        return
    for slug, url, headers, seen in _variants(request):
        status = _status(prober, (request.method or "GET").upper(), url, headers)
        if status is not None and status < 300:  # noqa: PLR2004
            yield Observation("replay", ok=True, seen=seen, speaks={slug: 7.0}, stop=True)
            return


def _variants(request: Request) -> Iterator[tuple[str, str, Headers, Text]]:
    url, headers = request.url or "", _without_body(request.headers or ())
    parts = urlsplit(url)
    trimmed = tuple((name, " ".join(value.strip(" \t\r\n\"'").split())) for name, value in headers)
    if trimmed != headers:
        yield (
            "auth-malformed-credential",
            url,
            trimmed,
            Text("Without the stray characters it works.", "余分な文字を除くと成功します。"),
        )
    other = parts.path.rstrip("/") if parts.path.endswith("/") else f"{parts.path}/"
    yield (
        "endpoint-trailing-slash",
        urlunsplit(parts._replace(path=other)),
        headers,
        Text("With the slash changed it works.", "末尾のスラッシュを変えると成功します。"),
    )
    if "//" in parts.path:
        yield (
            "endpoint-trailing-slash",
            urlunsplit(parts._replace(path=parts.path.replace("//", "/"))),
            headers,
            Text("With one slash instead of two it works.", "二重のスラッシュを一つにすると成功します。"),
        )
    yield (
        "format-wrong-accept",
        url,
        _with(headers, "Accept", "application/json"),
        Text("With Accept: application/json it works.", "Accept: application/jsonを付けると成功します。"),
    )
    yield (
        "format-wrong-header",
        url,
        _with(headers, "User-Agent", "Enishi-Doctor (+https://enishi.example)"),
        Text("With a User-Agent it works.", "User-Agentを付けると成功します。"),
    )


def _with(headers: Headers, name: str, value: str) -> Headers:
    return (*((key, old) for key, old in headers if key.lower() != name.lower()), (name, value))


def _without_body(headers: Headers) -> Headers:
    dropped = ("content-length", "content-type", "transfer-encoding", "host", "connection", "expect")
    return tuple(
        (name, value.replace("\r", "").replace("\n", ""))
        for name, value in headers
        if name.lower() not in dropped
    )
