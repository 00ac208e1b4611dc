"""Proposals for the address of a call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from enishi.doctor.engine.action import act
from enishi.doctor.engine.remedy import Remedy, remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

_LINK = re.compile(r'<([^<>]+)>\s*;[^,]*\brel="?(successor-version|alternate|canonical)"?')
_URL = re.compile(r"https?://[^\s\"'<>\\]+")
_SUCCESSOR_NAMES = (
    "new_base_url",
    "new_url",
    "successor",
    "location",
    "moved_to",
    "base_url",
    "api_domain",
    "instance_url",
)
REDIRECTS = range(300, 400)


def follow(evidence: Evidence) -> Iterator[Remedy]:
    """Call the place that the answer itself names: Location, Link, or a successor in the body."""
    for target in _targets(evidence):
        pair = _prefixes(evidence.url, target)
        if pair is None:
            continue
        old, new = pair
        same = urlsplit(old).netloc == urlsplit(new).netloc
        version = evidence.status == 410  # noqa: PLR2004 - a retired version answers differently in more than its place
        yield remedy(
            "use-named-address",
            "safe" if same and not version else "ask",
            en=f"Call {new} instead of {old}\nThe other system names this address itself\nThe rule is kept for later calls and can be undone",
            ja=f"{old}の代わりに{new}を呼び出す\n相手のシステム自身が示している宛先です\n規則は以後の呼び出しにも使い、いつでも取り消せます",
            actions=(act("replace-url", old, new), act("retry-once")),
        )
        return


def by_contract(evidence: Evidence) -> Iterator[Remedy]:
    """Use the path prefix that the vendor's own OpenAPI document gives for this very operation."""
    document = evidence.contract.openapi if evidence.contract else None
    servers = (document or {}).get("servers") or []
    paths = (document or {}).get("paths") or {}
    for server in servers if isinstance(servers, list) else []:
        base = str(server.get("url", "")) if isinstance(server, dict) else ""
        for template in paths:
            found = _matching_tail(evidence.path, str(template))
            if found is None:
                continue
            old_prefix = evidence.path[: len(evidence.path) - len(found)]
            new_prefix = urlsplit(urljoin(evidence.url, base)).path.rstrip("/")
            new_prefix += str(template)[: len(str(template)) - len(_tail(str(template), found))]
            same = urlsplit(urljoin(evidence.url, base)).netloc == urlsplit(evidence.url).netloc
            if new_prefix == old_prefix or not same:
                continue
            yield remedy(
                "use-documented-path",
                "safe",
                en=f"Use the path prefix {new_prefix or '/'} instead of {old_prefix or '/'}\nThe vendor's own API description gives it for this operation",
                ja=f"パスの先頭を{old_prefix or '/'}から{new_prefix or '/'}に替える\n相手のAPI仕様書が、この操作のパスとして示しています",
                actions=(act("set-path-prefix", old_prefix, new_prefix), act("retry-once")),
            )
            return


def _targets(evidence: Evidence) -> Iterator[str]:
    if evidence.status in REDIRECTS:
        location = evidence.got_header("location")
        if location:
            yield urljoin(evidence.url, location)
    for name, value in evidence.got_headers or ():
        if name.lower() == "link":
            for target, _ in _LINK.findall(value):
                yield urljoin(evidence.url, target)
    if isinstance(evidence.got_json, dict):
        for name in _SUCCESSOR_NAMES:
            named = evidence.got_json.get(name)
            if isinstance(named, str) and (named.startswith("/") or _URL.fullmatch(named)):
                yield urljoin(evidence.url, named)


def _prefixes(url: str, target: str) -> tuple[str, str] | None:
    """The differing fronts of two addresses that end alike: (what to replace, by what)."""
    bare, wanted = url.partition("?")[0].rstrip("/"), target.partition("?")[0].rstrip("/")
    if not bare or not wanted or bare == wanted or urlsplit(wanted).scheme not in ("http", "https"):
        return None
    tail = _common_end(bare, wanted)
    if not tail or not urlsplit(bare[: len(bare) - len(tail)]).netloc:
        origin = urlsplit(wanted)
        if origin.path.strip("/"):
            return (bare, wanted) if urlsplit(bare).netloc == origin.netloc else None
        here = urlsplit(bare)
        return f"{here.scheme}://{here.netloc}", f"{origin.scheme}://{origin.netloc}"
    old, new = bare[: len(bare) - len(tail)], wanted[: len(wanted) - len(tail)]
    return (f"{old}/", f"{new}/") if old != new else None


def _common_end(one: str, other: str) -> str:
    """The longest run of whole path steps with which both end, with its leading slash; "" for none."""
    length = next(
        (n for n, (a, b) in enumerate(zip(one[::-1], other[::-1], strict=False)) if a != b),
        min(len(one), len(other)),
    )
    tail = one[len(one) - length :]
    return tail[tail.find("/") :] if "/" in tail else ""


def _matching_tail(path: str, template: str) -> str | None:
    """The longest end of `path` that has the shape of the template's end; None when not even the last part fits."""
    have, want = path.strip("/").split("/"), template.strip("/").split("/")
    count = 0
    while count < min(len(have), len(want)) and _fits(have[-1 - count], want[-1 - count]):
        count += 1
    fixed = any(not part.startswith("{") for part in want[len(want) - count :])
    if not fixed or count < len(want):
        return None
    return "/" + "/".join(have[len(have) - count :])


def _tail(template: str, found: str) -> str:
    parts = template.strip("/").split("/")
    return "/" + "/".join(parts[len(parts) - len(found.strip("/").split("/")) :])


def _fits(part: str, wanted: str) -> bool:
    return part == wanted or (wanted.startswith("{") and bool(part))
