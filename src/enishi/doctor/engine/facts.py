"""Facts of the situation, read once from what a person wrote, from the history and from the settings.

An operator writes "the same key works in Postman" or 「昨日まで動いていました」; causes refer to such a fact by its name.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.fact_words import FACTS
from enishi.doctor.engine.inbound import comes_to_us
from enishi.doctor.engine.lexicon import Lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from enishi.doctor.engine.evidence import Evidence


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for name, fact in FACTS.items():
        for wording in fact.wordings:
            lexicon.add(wording, name)
    return lexicon


class Facts:
    """`facts.get(name)` is the place of a fact in the evidence, or None."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._known: dict[str, Place | None] = {}

    def get(self, name: str) -> Place | None:
        if name not in self._known:
            self._known[name] = self._noticed(name) or self._derived(name) or self._told_of(name)
        return self._known[name]

    def _told_of(self, name: str) -> Place | None:
        found = self._told.get(name)
        if found is None or _GIVES_WAY.get(name) in self._told:
            return None
        if name == "all-calls-fail" and _ON_ONE_THING.search(f" {found.name} "):
            return None
        other = self._told.get("other-client-works")
        only_a_browser = name == "from-browser" and found.name == "browser" and other is not None
        return None if only_a_browser and other and "browser" in other.name else found

    @cached_property
    def _told(self) -> dict[str, Place]:
        text = self._evidence.words("context")
        found: dict[str, Place] = {}
        for name, (start, end) in _lexicon().find(text):
            found.setdefault(name, Place("context", text[start:end].strip()))
        return found

    def _noticed(self, name: str) -> Place | None:
        history = self._evidence.history
        return Place("history", name) if history is not None and name in history.noticed else None

    def _derived(self, name: str) -> Place | None:
        derive = _DERIVED.get(name)
        return derive(self._evidence) if derive else None

    @cached_property
    def told_anything(self) -> bool:
        return bool(self._evidence.context.strip())


_ON_ONE_THING = re.compile(r" (?:on|for|to|of|with|against) (?:this|that|one|the same) ")
_GIVES_WAY: Mapping[str, str] = {"never-worked": "works-at-first"}
"""A wording of the first fact is often part of the second: "the first call worked, the next ones fail"."""


def _worked_before(evidence: Evidence) -> Place | None:
    return Place("history") if evidence.history and evidence.history.last_success else None


def _vendor_wide(evidence: Evidence) -> Place | None:
    history = evidence.history
    failing = history is not None and bool(history.same_vendor_failing) and not history.same_vendor_working
    return Place("history") if failing else None


def _others_work(evidence: Evidence) -> Place | None:
    return Place("history") if evidence.history and evidence.history.same_vendor_working else None


def _parallel(evidence: Evidence) -> Place | None:
    return Place("history") if evidence.history and (evidence.history.parallel or 0) > 1 else None


def _all_vendors_fail(evidence: Evidence) -> Place | None:
    return Place("history") if evidence.history and evidence.history.other_vendors_failing else None


def _changed(kind: str) -> Callable[[Evidence], Place | None]:
    def derive(evidence: Evidence) -> Place | None:
        change = evidence.history.change_between if evidence.history else None
        return Place("history") if change and (not kind or change.kind == kind) else None

    return derive


def _sandbox(evidence: Evidence) -> Place | None:
    if evidence.settings and evidence.settings.environment == "sandbox":
        return Place("settings", "environment")
    host = evidence.host
    return (
        Place("request.url")
        if any(part in host for part in ("sandbox", "test.", "-test", ".test", "staging"))
        else None
    )


def _redirected(evidence: Evidence) -> Place | None:
    return Place("response.status") if evidence.status in (301, 302, 303, 307, 308) else None


def _browser(evidence: Evidence) -> Place | None:
    return Place("request.header", "Origin") if evidence.sent_header("origin") else None


_DERIVED: Mapping[str, Callable[[Evidence], Place | None]] = {
    "inbound": comes_to_us,
    "worked-before": _worked_before,
    "vendor-wide": _vendor_wide,
    "other-accounts-work": _others_work,
    "parallel": _parallel,
    "all-vendors-fail": _all_vendors_fail,
    "changed-by-us": _changed(""),
    "after-upgrade": _changed("release"),
    "after-vendor-change": _changed("vendor"),
    "sandbox": _sandbox,
    "redirected": _redirected,
    "from-browser": _browser,
}
