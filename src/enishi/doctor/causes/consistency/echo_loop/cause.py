from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="consistency-echo-loop",
    code="CON12",
    usual_status=(200, 201, 202, 204),
    base=-1.5,
    severity="high",
    refines="webhook-out-of-order",
    neighbours=("webhook-slow-ack", "consistency-edit-conflict", "consistency-pagination-loop"),
    signals=(
        fact("own-edits-return", "decisive"),
        told(
            "(webhook|event|notification|update) ~ (caused|triggered|created) by (our|my|the own|its own|the integration)",
            "(two|both) systems ~ (update|overwrite|sync) (each other|back and forth)",
            "(更新)~(往復|くり返|繰り返)",
            weight="clear",
            en="Our own change seems to trigger the next one.",
            ja="こちらの更新が次の更新を呼んでいるようです。",
        ),
        holds(signs.client_error, weight="-clear", en="A call was refused.", ja="呼び出しが断られています。"),
    ),
    remedies=(
        remedy(
            "suppress-own",
            "safe",
            en="Ignore news that only repeats our own write\nChanges with our mark, or with a content identical to what we sent, are not sent on",
            ja="こちらの更新のくり返しは流さない\nこちらの印が付いた変更や、送った内容と同じ変更は、先へ送りません",
            actions=(act("mark-done"),),
        ),
        remedy(
            "one-owner",
            "person",
            en="Name one owner for each field\nDecide in the mapping which system leads for the field that goes back and forth",
            ja="項目ごとに主となる側を決める\n往復している項目について、どちらを正とするかを対応表で決めます",
        ),
    ),
)
