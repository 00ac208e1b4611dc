from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="webhook-delivery-id-reused",
    code="HOOK12",
    possible_status=(200, 201, 202, 204, 409),
    base=-2.2,
    severity="high",
    neighbours=("webhook-duplicate-delivery", "webhook-slow-ack", "consistency-idempotency-key-reuse"),
    signals=(
        holds(
            signs.other_content_known,
            weight="decisive",
            en="A delivery with this id is in our inbox, with other content.",
            ja="同じ番号で中身の違う通知が、受信箱にあります。",
        ),
        told(
            "(same|equal|identical) (delivery id|event id|webhook id) ~ (different|other|another|two)",
            "(delivery id|event id) ~ (reused|not unique|shared|collision|collide*)",
            "(同じ|重複した)(配信|通知)(番号|id)~(別|違|異な)",
            weight="strong",
            en="Two different events carry one id.",
            ja="別の通知に同じ番号が付いています。",
        ),
        fact("inbound", "hint"),
    ),
    remedies=(
        remedy(
            "keep-both",
            "safe",
            en="Keep both and process both\nFrom now on id and content together tell repetitions\nWriting goes by the vendor's object id",
            ja="両方を残し、両方を処理する\n以後は番号と中身を合わせて重複を見分けます\n書き込みは対象のIDで行います",
            actions=(act("retry-once"),),
        ),
        remedy(
            "fetch-dropped",
            "ask",
            en="Fetch what was dropped in the past\nThe vendor's list is compared with ours",
            ja="過去に捨てたものを取り込む\nベンダーの一覧とこちらを比べます",
            actions=(act("read-back"),),
        ),
    ),
)
