"""One action applied to one request."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from enishi.doctor.engine.acting import body
from enishi.kernel.exchange import Headers, Request

if TYPE_CHECKING:
    from enishi.doctor.engine.action import Action

_CREDENTIALS = re.compile(
    r"^(?:proxy-)?authorization$|api[-_]?key|token$|^x-[a-z-]*(?:token|key|secret)$|apikey", re.IGNORECASE
)
_AROUND = " \t\r\n\"'“”‘’`\u00a0\u200b\u200c\u200d\u2060\ufeff\u3000"


def apply(request: Request, action: Action) -> Request:
    """The request with the action done; unchanged when the action is one that the clinic carries out.

    Doing the same action twice is doing it once. A change that would lose or invent something is not made.
    """
    change = _CHANGES.get(action.kind)
    return change(request, dict(action.params)) if change else request


def apply_all(request: Request, actions: Iterable[Action]) -> Request:
    for action in actions:
        request = apply(request, action)
    return request


def is_operational(action: Action) -> bool:
    """Whether the action leaves requests alone and is executed elsewhere (waiting, refreshing, pausing …)."""
    return action.kind not in _CHANGES


def with_header(request: Request, name: str, value: str | None) -> Request:
    """The request with this header once, at its old place; None removes it."""
    found: list[tuple[str, str]] = []
    done = False
    for key, old in request.headers or ():
        if key.lower() != name.lower():
            found.append((key, old))
        elif value is not None and not done:
            found.append((key, value))
            done = True
    if value is not None and not done:
        found.append((name, value))
    headers: Headers = tuple(found)
    return replace(request, headers=headers if headers or request.headers is not None else None)


def _set_header(request: Request, params: dict[str, Any]) -> Request:
    return with_header(request, params["name"], str(params["value"]))


def _remove_header(request: Request, params: dict[str, Any]) -> Request:
    return with_header(request, params["name"], None)


def _trim_credential(request: Request, _params: dict[str, Any]) -> Request:
    headers = tuple(
        (name, _trimmed(value) if _CREDENTIALS.search(name) else value)
        for name, value in request.headers or ()
    )
    return replace(request, headers=headers or request.headers)


def _trimmed(value: str) -> str:
    words = re.split(r"[ \t\r\n]+", value.strip(_AROUND), maxsplit=1)
    if len(words) == 1:
        return words[0].strip(_AROUND)
    scheme, rest = words[0].strip(_AROUND), words[1].strip(_AROUND)
    again = re.match(rf"{re.escape(scheme)}[ \t]+", rest, re.IGNORECASE)
    rest = rest[again.end() :].strip(_AROUND) if again else rest
    return f"{scheme} {rest}"


def _set_content_type(request: Request, params: dict[str, Any]) -> Request:
    return with_header(request, "Content-Type", str(params["value"]))


def _set_accept(request: Request, params: dict[str, Any]) -> Request:
    return with_header(request, "Accept", str(params["media"]))


def _replace_url(request: Request, params: dict[str, Any]) -> Request:
    old, new = str(params["from_prefix"]), str(params["to_prefix"])
    url = request.url or ""
    return (
        replace(request, url=new + url[len(old) :])
        if url.startswith(old) and not (new.startswith(old) and url.startswith(new))
        else request
    )


def _replace_host(request: Request, params: dict[str, Any]) -> Request:
    url = urlsplit(request.url or "")
    same = (url.hostname or "").lower() == str(params["from"]).lower()
    if not same:
        return request
    port = f":{url.port}" if url.port else ""
    return replace(request, url=urlunsplit(url._replace(netloc=f"{params['to']}{port}")))


def _set_path_prefix(request: Request, params: dict[str, Any]) -> Request:
    url = urlsplit(request.url or "")
    old, new = str(params["from"]), str(params["to"])
    if not url.path.startswith(old) or (new.startswith(old) and url.path.startswith(new)):
        return request
    return replace(request, url=urlunsplit(url._replace(path=new + url.path[len(old) :])))


def _set_method(request: Request, params: dict[str, Any]) -> Request:
    return replace(request, method=str(params["method"]).upper())


def _set_query(request: Request, params: dict[str, Any]) -> Request:
    url = urlsplit(request.url or "")
    pairs = [
        (name, value)
        for name, value in parse_qsl(url.query, keep_blank_values=True)
        if name != params["name"]
    ]
    if params["value"] is not None:
        pairs.append((str(params["name"]), str(params["value"])))
    return replace(request, url=urlunsplit(url._replace(query=urlencode(pairs))))


def _set_version(request: Request, params: dict[str, Any]) -> Request:
    where, name, value = params["where"], str(params["name"]), str(params["value"])
    if where == "header":
        return with_header(request, name, value)
    if where == "query":
        return _set_query(request, {"name": name, "value": value})
    url = urlsplit(request.url or "")
    return replace(request, url=urlunsplit(url._replace(path=url.path.replace(f"/{name}/", f"/{value}/", 1))))


def _page_size(request: Request, params: dict[str, Any]) -> Request:
    names = [name for name, _ in parse_qsl(urlsplit(request.url or "").query, keep_blank_values=True)]
    found = next(
        (
            name
            for name in names
            if re.fullmatch(
                r"(?i)per_?page|limit|page_?size|max_?results|first|\$top|count|rows|page\[size\]", name
            )
        ),
        None,
    )
    return _set_query(request, {"name": found, "value": params["n"]}) if found else request


_CHANGES: dict[str, Callable[[Request, dict[str, Any]], Request]] = {
    "set-header": _set_header,
    "remove-header": _remove_header,
    "trim-credential": _trim_credential,
    "set-content-type": _set_content_type,
    "set-accept": _set_accept,
    "transcode-body": body.transcode,
    "convert-body": body.convert,
    "cast-field": body.cast_field,
    "rename-field": body.rename_field,
    "drop-field": body.drop_field,
    "set-field": body.set_field,
    "map-enum": body.map_enum,
    "replace-url": _replace_url,
    "replace-host": _replace_host,
    "set-path-prefix": _set_path_prefix,
    "set-method": _set_method,
    "set-query": _set_query,
    "set-version": _set_version,
    "page-size": _page_size,
}
