"""The corpus's form of a case (see FORMAT.md of the corpus): one JSON object an exchange."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from enishi.doctor.engine.known import Change, History, Past, Settings
from enishi.kernel.exchange import Exchange, Failure, Headers, Request, Response

if TYPE_CHECKING:
    from collections.abc import Mapping


def exchange_of(case: Mapping[str, Any]) -> Exchange:
    """The exchange of a case; anything malformed in it is left out."""
    request, response = _mapping(case.get("request")), case.get("response")
    exception = case.get("exception")
    return Exchange(
        request=Request(
            _text(request.get("method")),
            _text(request.get("url")),
            _headers(request.get("headers")),
            _body(request.get("body")),
        ),
        response=_response(response) if isinstance(response, dict) else None,
        failure=Failure(message=str(exception)) if exception else None,
    )


def _response(data: Mapping[str, Any]) -> Response:
    status = data.get("status")
    number = (
        int(status)
        if isinstance(status, int | float)
        or (isinstance(status, str) and status.isdigit() and len(status) == 3)  # noqa: PLR2004
        else None
    )
    return Response(number, _headers(data.get("headers")), _body(data.get("body")))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str | None:
    return str(value) if value is not None else None


def _headers(value: object) -> Headers | None:
    if isinstance(value, dict):
        return tuple((str(name), str(item)) for name, item in value.items())
    if isinstance(value, list):
        return tuple(
            (str(pair[0]), str(pair[1]))
            for pair in value
            if isinstance(pair, list | tuple) and len(pair) == 2  # noqa: PLR2004
        )
    return None


def _body(value: object) -> bytes | None:
    if value is None:
        return None
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    import json

    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def history_of(data: object) -> History | None:
    """What a case file says about earlier calls: {"same_vendor_failing", "parallel", "calls": [{"at", "ok", "status"}], "changes": [{"at", "kind"}]}."""
    if not isinstance(data, dict):
        return None
    plain = {
        name: data[name]
        for name in (
            "same_vendor_failing",
            "same_vendor_working",
            "other_vendors_failing",
            "parallel",
            "seen_before",
            "seen_same_body",
        )
        if name in data
    }
    calls = tuple(
        Past(
            _time(one["at"]),
            bool(one.get("ok")),
            one.get("status"),
            str(one.get("operation", "")),
            str(one.get("cause", "")),
        )
        for one in data.get("calls", [])
    )
    changes = tuple(
        Change(_time(one["at"]), str(one.get("kind", "")), str(one.get("what", "")))
        for one in data.get("changes", [])
    )
    return History(calls=calls, changes=changes, **plain)


def settings_of(data: object) -> Settings | None:
    """What a case file says about the connection: the fields of `Settings`, times in ISO 8601."""
    if not isinstance(data, dict):
        return None
    values = {name: value for name, value in data.items() if name in Settings.__dataclass_fields__}
    for name in ("issued_at", "refresh_issued_at"):
        if values.get(name):
            values[name] = _time(values[name])
    for name in ("scopes_granted", "scopes_needed"):
        if values.get(name) is not None:
            values[name] = frozenset(values[name])
    for name in ("hosts", "secrets"):
        values[name] = tuple(values.get(name, ()))
    return Settings(**values)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
