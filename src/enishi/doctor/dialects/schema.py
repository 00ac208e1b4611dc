"""The form of a dialect file: what is allowed in it, and the typed value made of it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from enishi.doctor.engine.clue import weight_of
from enishi.doctor.engine.dialect import Auth, Dialect, Doc, KeyShape, Refusal, Saying, Version, Where
from enishi.doctor.engine.words import Text

WEIGHTS = ("decisive", "strong", "weak", "hint", "clear")
SCHEMES = (
    "bearer",
    "basic",
    "header",
    "query",
    "oauth1",
    "oauth2",
    "sigv4",
    "hmac",
    "cookie",
    "body",
    "none",
    "",
)
TOP = {
    "name": str, "slug": str, "aliases": list, "region": str, "hosts": list, "environments": dict, "sources": dict,
    "envelope": dict, "success": dict, "auth": dict, "rate": dict, "version": dict, "paging": dict, "idempotency": dict,
    "code": list, "phrase": list, "docs": list,
}  # fmt: skip
REQUIRED = ("name", "slug", "aliases", "region", "hosts", "sources")
SAYING = {
    "code": str, "pattern": str, "ci": bool, "status": int, "when": str, "cause": str, "weight": str, "means_en": str, "means_ja": str,
    "retryable": bool, "source": str, "note_en": str, "note_ja": str,
}  # fmt: skip
AUTH = {
    "scheme": str, "header": str, "prefix": str, "keys": list, "access_token_seconds": int, "refresh_rotates": bool,
    "refresh_token_seconds": int, "query": str, "note_en": str, "note_ja": str,
}  # fmt: skip


def problems(data: dict[str, Any], causes: frozenset[str] | None = None) -> list[str]:
    """Everything that is wrong with a parsed dialect file; empty when it is right."""
    found = [f"{name} is missing" for name in REQUIRED if name not in data]
    found += [f"{name} is not known" for name in data if name not in TOP]
    found += [
        f"{name} must be {kind.__name__}"
        for name, kind in TOP.items()
        if name in data and not isinstance(data[name], kind)
    ]
    if found:
        return found
    found += [
        f"source {key!r} is not an https address"
        for key, url in data["sources"].items()
        if not str(url).startswith("https://")
    ]
    if not data["sources"]:
        found.append("a dialect needs at least one source")
    found += _auth_problems(data.get("auth", {}))
    for kind in ("code", "phrase"):
        for number, entry in enumerate(data.get(kind, [])):
            found += [
                f"{kind} {number + 1} ({entry.get('code') or entry.get('pattern')}): {problem}"
                for problem in _saying_problems(entry, kind, data["sources"], causes)
            ]
    found += [
        f"docs {number + 1}: needs title_en, title_ja and url"
        for number, doc in enumerate(data.get("docs", []))
        if not {"title_en", "title_ja", "url"} <= set(doc)
    ]
    return found


def _auth_problems(auth: dict[str, Any]) -> list[str]:
    found = [f"auth.{name} is not known" for name in auth if name not in AUTH]
    if auth.get("scheme", "") not in SCHEMES:
        found.append(f"auth.scheme {auth['scheme']!r} is not one of {SCHEMES}")
    found += [
        f"auth.keys: bad pattern {key.get('pattern')!r}"
        for key in auth.get("keys", [])
        if not _compiles(key.get("pattern"))
    ]
    return found


def _saying_problems(
    entry: dict[str, Any], kind: str, sources: dict[str, str], causes: frozenset[str] | None
) -> list[str]:
    found = [f"{name} is not known" for name in entry if name not in SAYING]
    found += [
        f"{name} must be {SAYING[name].__name__}"
        for name in entry
        if name in SAYING and not isinstance(entry[name], SAYING[name])
    ]
    if not entry.get("pattern" if kind == "phrase" else "code"):
        found.append(f"needs {'pattern' if kind == 'phrase' else 'code'}")
    if entry.get("source") not in sources:
        found.append(f"source {entry.get('source')!r} is not among the sources")
    if entry.get("weight", "strong") not in WEIGHTS:
        found.append(f"weight {entry['weight']!r} is not one of {WEIGHTS}")
    if causes is not None and entry.get("cause") not in causes:
        found.append(f"cause {entry.get('cause')!r} does not exist")
    if kind == "code" and not (entry.get("means_en") and entry.get("means_ja")):
        found.append("needs means_en and means_ja")
    found += [
        f"bad expression in {name}"
        for name in ("pattern", "when")
        if name in entry and not _compiles(entry[name])
    ]
    return found


def _compiles(pattern: object) -> bool:
    try:
        re.compile(str(pattern))
    except re.error:
        return False
    return isinstance(pattern, str) and bool(pattern)


def read(path: Path) -> Dialect:
    """The dialect of a file that has no problems."""
    return parse(tomllib.loads(path.read_text(encoding="utf-8")))


def parse(data: dict[str, Any]) -> Dialect:
    envelope, rate, version = data.get("envelope", {}), data.get("rate", {}), data.get("version", {})
    paging = data.get("paging", {})
    return Dialect(
        slug=data["slug"],
        name=data["name"],
        aliases=tuple(data["aliases"]),
        hosts=tuple(data["hosts"]),
        region=data["region"],
        environments={name: tuple(hosts) for name, hosts in data.get("environments", {}).items()},
        sources=dict(data["sources"]),
        json=_wheres(envelope.get("json", [])),
        xml=_wheres(envelope.get("xml", [])),
        form=_wheres(envelope.get("form", [])),
        failing=tuple(
            Refusal(entry["pointer"], entry.get("equals"), entry.get("code", ""), entry.get("message", ""))
            for entry in data.get("success", {}).get("failing", [])
        ),
        auth=_auth(data.get("auth", {})),
        rate_headers={name: value for name, value in rate.get("headers", {}).items() if value},
        rate_status=tuple(rate.get("status", ())),
        version=Version(
            version.get("where", ""),
            version.get("pattern", ""),
            version.get("life_days", 0),
            _text(version, "note"),
        ),
        page_max=int(paging.get("max", 0)),
        page_param=paging.get("param", ""),
        idempotency_header=data.get("idempotency", {}).get("header", ""),
        sayings=tuple(map(_saying, [*data.get("code", []), *data.get("phrase", [])])),
        docs=tuple(Doc(Text(doc["title_en"], doc["title_ja"]), doc["url"]) for doc in data.get("docs", [])),
    )


def _wheres(entries: list[Any]) -> tuple[Where, ...]:
    return tuple(
        Where(message=entry)
        if isinstance(entry, str)
        else Where(entry.get("code", ""), entry.get("message", ""))
        for entry in entries
    )


def _auth(auth: dict[str, Any]) -> Auth:
    return Auth(
        scheme=auth.get("scheme", ""),
        header=auth.get("header", ""),
        prefix=auth.get("prefix", ""),
        keys=tuple(
            KeyShape(key.get("kind", ""), re.compile(key["pattern"]), key.get("environment", ""))
            for key in auth.get("keys", [])
        ),
        access_token_seconds=float(auth.get("access_token_seconds", 0)),
        refresh_rotates=bool(auth.get("refresh_rotates", False)),
    )


def _saying(entry: dict[str, Any]) -> Saying:
    pattern = entry.get("pattern") or entry.get("when")
    return Saying(
        cause=entry["cause"],
        weight=weight_of(entry.get("weight", "strong")),
        code="" if "pattern" in entry else entry["code"],
        status=entry.get("status"),
        when=re.compile(pattern) if pattern else None,
        means=_text(entry, "means"),
        retryable=entry.get("retryable"),
        source=entry.get("source", ""),
        ignore_case=bool(entry.get("ci", False)),
    )


def _text(entry: dict[str, Any], name: str) -> Text | None:
    en, ja = entry.get(f"{name}_en"), entry.get(f"{name}_ja")
    return Text(en, ja) if en and ja else None
