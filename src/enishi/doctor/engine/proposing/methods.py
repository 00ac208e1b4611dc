"""Proposals for the method of a call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from enishi.doctor.engine.action import act
from enishi.doctor.engine.remedy import Remedy, remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.action import Action
    from enishi.doctor.engine.evidence import Evidence

READING = frozenset(("GET", "HEAD"))
CHANGING = frozenset(("POST", "PUT", "PATCH", "DELETE"))


def allowed(evidence: Evidence) -> frozenset[str]:
    """Methods that the answer's Allow header names."""
    return frozenset(
        name.strip().upper() for name in (evidence.got_header("allow") or "").split(",") if name.strip()
    )


def by_allow(evidence: Evidence) -> Iterator[Remedy]:
    """A call that writes, sent with the one writing method that Allow names."""
    others = (allowed(evidence) & CHANGING) - {evidence.method, "DELETE"}
    if evidence.method in CHANGING - {"DELETE"} and len(others) == 1:
        (name,) = others
        yield remedy(
            "use-allowed-method",
            "ask",
            en=f"Send it with {name}\nAllow names it as the only method that writes here\nPATCH changes parts, PUT replaces everything: look at the call before you approve",
            ja=f"{name}で送る\nAllowが、ここで書き込めるただ1つのメソッドとして挙げています\nPATCHは一部を、PUTは全体を書き換えるため、内容を確かめてから承認してください",
            actions=(act("set-method", name), act("retry-once")),
        )


def fits(action: Action, evidence: Evidence) -> bool:
    """Whether a change of method keeps what the call is for: a call that writes never becomes one that reads."""
    if action.kind != "set-method":
        return True
    wanted, named = str(action["method"]).upper(), allowed(evidence)
    if wanted == evidence.method or (named and wanted not in named):
        return False
    if wanted not in READING:
        return bool(evidence.method)
    writes = evidence.method in CHANGING - {"POST"} or bool(evidence.exchange.request.body)
    return wanted in named and not writes
