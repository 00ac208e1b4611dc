"""One collector for all causes: what must hold of every folder."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from enishi.doctor import Exchange, Failure, History, Request, apply, diagnose
from enishi.doctor.engine.acting import is_operational
from enishi.doctor.engine.catalogue import catalogue, folder_of, folders
from enishi.doctor.engine.corpus import exchange_of
from enishi.doctor.engine.evidence import Evidence
from enishi.doctor.engine.fact_words import FACTS
from enishi.doctor.engine.pages import page
from enishi.doctor.tests.cases import Case, all_cases, diagnosis_of, names

CAUSES = catalogue().causes
CASES = all_cases()
PREFIX = {
    "auth": "AUTH", "permission": "PERM", "endpoint": "END", "format": "FMT", "schema": "SCH", "version": "VER", "rate": "RATE",
    "network": "NET", "server": "SRV", "consistency": "CON", "webhook": "HOOK", "semantic": "SEM", "ours": "OUR",
}  # fmt: skip
EN = [
    "What you see",
    "Why",
    "How we know",
    "When it is not this",
    "What to do",
    "Safety",
    "Keep it away",
    "References",
]
JA = [
    "実際の表れ方",
    "なぜ起きるか",
    "どう見分けるか",
    "似て非なるもの",
    "対処",
    "安全性",
    "再発防止",
    "参考",
]
SECRET = re.compile(
    r"sk_live_[A-Za-z0-9]{10}|AKIA[A-Z0-9]{16}|xox[bp]-\d{6}|ghp_[A-Za-z0-9]{20}|shpat_[0-9a-f]{20}|eyJ[\w-]{40,}\.[\w-]{20,}\.[\w-]{20,}"
)


def by_slug(cause):
    return cause.slug


def by_id(case):
    return case.id


def test_codes_are_unique():
    """No code is used twice."""
    assert [code for code, times in Counter(cause.code for cause in CAUSES).items() if times > 1] == []


def test_every_folder_is_a_cause():
    """Each folder below causes/ that holds prose holds a cause of the same name."""
    assert {folder_of(cause) for cause in CAUSES} == set(folders())


@pytest.mark.parametrize("cause", CAUSES, ids=by_slug)
def test_code_belongs_to_the_family(cause):
    """The code begins with the family's letters and ends with a number."""
    assert re.fullmatch(PREFIX[cause.family] + r"\d\d", cause.code)


@pytest.mark.parametrize("cause", CAUSES, ids=by_slug)
def test_pages_have_the_same_headings(cause):
    """Both pages exist and have exactly the agreed headings."""
    assert [heading for heading, _ in page(cause.slug, "en").sections] == EN
    assert [heading for heading, _ in page(cause.slug, "ja").sections] == JA


@pytest.mark.parametrize("cause", CAUSES, ids=by_slug)
def test_pages_say_something_everywhere(cause):
    """Title, summary and every section have text in both languages."""
    for lang in ("en", "ja"):
        read = page(cause.slug, lang)
        assert read.title
        assert read.summary
        assert all(body for _, body in read.sections)


@pytest.mark.parametrize("cause", CAUSES, ids=by_slug)
def test_signals_have_reasons(cause):
    """Each signal tells in both languages why it speaks; facts are known or bring their own words."""
    for signal in cause.signals:
        if signal.kind == "fact":
            assert signal.values[0] in FACTS or (signal.why.en and signal.why.ja)
        else:
            assert signal.why.en
            assert signal.why.ja


@pytest.mark.parametrize("cause", CAUSES, ids=by_slug)
def test_has_remedies_a_hit_and_a_miss(cause):
    """A cause without a way out, an example or a near miss is not finished."""
    kinds = {case.hit for case in CASES if case.slug == cause.slug}
    assert cause.remedies
    assert kinds == {True, False}


@pytest.mark.parametrize("cause", CAUSES, ids=by_slug)
def test_neighbours_exist(cause):
    """Neighbours and refined causes are causes of the catalogue."""
    assert set(cause.neighbours) <= set(catalogue().by_slug)
    assert not cause.refines or cause.refines in catalogue().by_slug


@pytest.mark.parametrize("case", [case for case in CASES if case.hit], ids=by_id)
def test_hit_is_found_first(case: Case):
    """The cause is the first answer for its own examples (as a special case, or itself)."""
    assert case.slug in names(diagnosis_of(case))[:2][: 2 if diagnosis_of(case).causes[0].refined else 1]


@pytest.mark.parametrize("case", [case for case in CASES if not case.hit], ids=by_id)
def test_miss_is_not_found_first(case: Case):
    """A near miss has another first answer."""
    assert names(diagnosis_of(case))[0] != case.slug


@pytest.mark.parametrize("case", CASES, ids=by_id)
def test_no_secret_in_a_case(case: Case):
    """Case files hold no string that looks like a real credential."""
    assert SECRET.search(case.text) is None


@pytest.mark.parametrize("case", [case for case in CASES if case.hit], ids=by_id)
def test_safe_remedy_twice_is_once(case: Case):
    """Applying the safe actions a second time changes nothing."""
    request = exchange_of(case.data).request
    for remedy in catalogue().by_slug[case.slug].remedies:
        for action in remedy.actions if remedy.level == "safe" else ():
            once = apply(request, action)
            assert apply(once, action) == once


@pytest.mark.parametrize("case", [case for case in CASES if case.hit], ids=by_id)
def test_safe_remedy_removes_the_sign_in_the_request(case: Case):
    """What is wrong in the request itself is gone after the safe actions that change requests."""
    cause = catalogue().by_slug[case.slug]
    actions = [
        action
        for remedy in cause.remedies
        if remedy.level == "safe"
        for action in remedy.actions
        if not is_operational(action)
    ]
    exchange = exchange_of(case.data)
    after = exchange.request
    for action in actions:
        after = apply(after, action)
    if after == exchange.request:
        return
    from dataclasses import replace

    evidence = Evidence(replace(exchange, request=after))
    decisive = [signal for signal in cause.signals if signal.kind == "test" and signal.weight >= 7]
    still = [
        signal for signal in decisive if getattr(signal.test(evidence), "part", "").startswith("request")
    ]
    assert still == []


@pytest.mark.parametrize(
    ("failure", "blocked"),
    [
        (Failure("ClientOSError", "[Errno 104] Connection reset by peer", "wait", sent=True), False),
        (Failure("TimeoutError", "connect timed out", "connect", sent=False), True),
    ],
    ids=["reset after sending", "never connected"],
)
def test_a_line_that_carried_the_request_is_not_blocked(failure: Failure, blocked: bool) -> None:
    """Other vendors may fail at the same time; a request that left us shows that the line stood."""
    exchange = Exchange(Request("GET", "https://api.orders.example/v2/orders/1", (), None), failure=failure)
    first = diagnose(exchange, history=History(other_vendors_failing=True)).first
    assert first is not None
    assert (first.refined == "network-egress-blocked") is blocked
