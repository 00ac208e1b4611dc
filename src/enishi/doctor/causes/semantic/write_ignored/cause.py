from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="semantic-write-ignored",
    code="SEM05",
    usual_status=(200, 201, 204),
    base=-1.5,
    severity="high",
    refines="semantic-error-in-success",
    neighbours=(
        "semantic-error-in-success",
        "schema-read-only-field",
        "consistency-eventual",
        "schema-unknown-field",
    ),
    signals=(
        fact("write-not-kept", 9.0),
        holds(
            signs.answer_keeps_old_value,
            weight="decisive",
            en="The answer shows another value than the one we sent.",
            ja="答えの値が、送った値と違います。",
        ),
        holds(
            signs.refused_in_success,
            weight="-strong",
            en="The body says no; it was not ignored but refused.",
            ja="本文が断りを述べています。無視されたのではありません。",
        ),
        holds(
            signs.client_error,
            weight="-decisive",
            en="The write was refused.",
            ja="書き込みは断られています。",
        ),
        holds(
            signs.server_error, weight="-decisive", en="The server failed.", ja="サーバーが失敗しています。"
        ),
        holds(signs.no_answer, weight="-strong", en="No answer came.", ja="答えが届いていません。"),
        fact("waiting-helps", "-clear"),
    ),
    remedies=(
        remedy(
            "show-difference",
            "ask",
            en="Look at the difference\nEnishi reads the record back and shows sent and stored values; confirm whether to send again under another field or to keep the stored one",
            ja="違いを確かめる\n記録を読み直し、送った値と残った値を並べます。別の項目で送り直すか、残った値のままにするかを選びます",
            actions=(act("read-back"), act("hold")),
        ),
        remedy(
            "ask-for-right",
            "person",
            en="Have the field opened\nOften the right for this field is missing, or an automation sets it back; ask the administrator there",
            ja="項目を書けるようにしてもらう\n項目の権限がないか、自動処理が値を戻していることが多いので、先方の管理者に確かめます",
        ),
    ),
)
