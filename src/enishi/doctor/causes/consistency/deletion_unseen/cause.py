from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="consistency-deletion-unseen",
    code="CON15",
    usual_status=(200,),
    base=-1.5,
    severity="medium",
    refines="consistency-reference-missing",
    neighbours=("consistency-reference-missing", "consistency-boundary-gap", "semantic-empty-by-filter"),
    signals=(
        fact("deletion-missed", "decisive"),
        holds(signs.client_error, weight="-clear", en="A call was refused.", ja="呼び出しが断られています。"),
        holds(signs.server_error, weight="-strong", en="The server failed.", ja="サーバーが失敗しています。"),
    ),
    remedies=(
        remedy(
            "mark-as-gone",
            "ask",
            en="Mark the missing ones as deleted there\nEnishi compares the list of ids of both sides; confirm the list before anything is archived here",
            ja="なくなった記録に「相手側で削除」の印を付ける\n両側のIDの一覧を比べます。こちらで保管扱いにする前に、一覧を確かめていただきます",
            actions=(act("hold"),),
        ),
        remedy(
            "subscribe",
            "person",
            en="Subscribe to deletions\nSwitch on the vendor's webhook for deletions, or its list of deleted records",
            ja="削除の知らせを受け取る\n提供元の削除のWebhook、または削除済み一覧の取得を有効にします",
        ),
    ),
)
