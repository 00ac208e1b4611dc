"""The one question or probe that would decide between two causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine.fact_questions import QUESTIONS
from enishi.doctor.engine.words import Text

if TYPE_CHECKING:
    from enishi.doctor.engine.cause import Cause
    from enishi.doctor.engine.evidence import Evidence

_ASK_FOR_ANSWER = Text(
    "What exactly did the other system answer (status, headers and body)?",
    "相手は正確に何と返しましたか(ステータス・ヘッダー・本文)。",
)
_PROBES = {
    "network": "tls",
    "auth": "whoami",
    "permission": "whoami",
    "endpoint": "options",
    "server": "control",
    "rate": "headers",
    "schema": "contract",
    "format": "contract",
    "version": "headers",
    "consistency": "replay",
}


def question_between(first: Cause, second: Cause, evidence: Evidence) -> tuple[Text, str]:
    """The unknown fact whose answer moves the two causes furthest apart, and the probe that may find it out."""
    probe = _PROBES.get(first.family, "") or _PROBES.get(second.family, "")
    if not evidence.answered and not evidence.exception:
        return _ASK_FOR_ANSWER, probe
    one, other = _facts(first), _facts(second)
    unknown = [name for name in {*one, *other} if name in QUESTIONS and evidence.facts.get(name) is None]
    best = max(sorted(unknown), key=lambda name: abs(one.get(name, 0.0) - other.get(name, 0.0)), default="")
    return (QUESTIONS[best] if best else _ASK_FOR_ANSWER), probe


def _facts(cause: Cause) -> dict[str, float]:
    return {signal.values[0]: signal.weight for signal in cause.signals if signal.kind == "fact"}
