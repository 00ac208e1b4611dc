from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def failed_in_mapping(evidence: Evidence) -> Place | None:
    """An exception of our own translation, and no answer of the vendor."""
    if evidence.answered or evidence.status is not None:
        return None
    words = evidence.words("exception")
    inside = any(mark in words for mark in (" mapping ", " mapper ", " transform", " enishi hub ", " rule "))
    return Place("exception") if inside and any(mark in words for mark in _ERRORS) else None


_ERRORS = (
    " key error ",
    " type error ",
    " index error ",
    " attribute error ",
    " value error ",
    " null pointer ",
    " undefined ",
    " none type ",
    " of undefined ",
    " of null ",
)


CAUSE = Cause(
    slug="ours-mapping-bug",
    code="OUR02",
    base=-1.2,
    severity="high",
    neighbours=(
        "schema-response-mismatch",
        "version-response-field-gone",
        "version-enum-added",
        "version-client-defect",
    ),
    signals=(
        holds(
            failed_in_mapping,
            weight="decisive",
            en="Our own mapping stopped with an error before anything was sent.",
            ja="送信の前に、こちらの対応付けがエラーで止まっています。",
        ),
        told(
            "(mapping|mapping rule|transformation|field mapping) ~ (changed|edited|error|fails|failed|rule|wrong|missing)",
            "(対応付け|マッピング)~(変更|エラー|失敗|誤)",
            weight="clear",
            en="The description is about our mapping.",
            ja="こちらの対応付けについての説明です。",
        ),
        fact("changed-by-us", "hint"),
        holds(
            signs.client_error,
            weight="-clear",
            en="The vendor has answered.",
            ja="ベンダーが答えています。",
        ),
        holds(
            signs.answered_ok,
            weight="-clear",
            en="The vendor has answered.",
            ja="ベンダーが答えています。",
        ),
    ),
    remedies=(
        remedy(
            "hold-record",
            "safe",
            en="Hold this record and let the others pass\nNothing is lost; it is tried again after the mend",
            ja="このデータだけを預かり、ほかは通す\n失われるものはなく、直したあとに試します",
            actions=(act("hold"),),
        ),
        remedy(
            "mend-rule",
            "person",
            en="Mend the rule\nGive it a default or mark the field as optional (Connection, Mapping)\nThen press Try again",
            ja="規則を直す\n「接続」→「対応付け」で、既定値を付けるか項目を任意にします\nそのあと「もう一度試す」を押します",
        ),
    ),
)
