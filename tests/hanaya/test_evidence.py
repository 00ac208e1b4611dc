"""The evidence that each breakage leaves with a caller."""

from demo.evidence import collect
from demo.hanaya.breakages.catalogue import BREAKAGES


def test_every_breakage_of_a_call_leaves_evidence():
    """Each breakage and variant is met: a refusal, a failure, or an answer that is not the healthy one."""
    seen = list(collect())
    expected = [
        (one.slug, variant)
        for one in BREAKAGES.values()
        if one.group != "deliveries"
        for variant in one.variants or ("",)
    ]
    assert [(one.name, one.variant) for one in seen] == expected
    for one in seen:
        response, failure = one.exchange.response, one.exchange.failure
        strange = response is not None and one.name in {
            "xml-instead-of-json", "shift-jis", "number-as-text", "field-renamed", "truncated-body", "html-login-page",
        }  # fmt: skip
        assert failure is not None or response.status >= 300 or strange, one
