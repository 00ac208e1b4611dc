from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="version-response-field-gone",
    code="VER08",
    usual_status=(200, 206),
    base=-1.5,
    severity="high",
    refines="version-field-removed",
    neighbours=(
        "version-default-moved",
        "permission-field-access",
        "semantic-empty-by-filter",
        "schema-response-mismatch",
    ),
    signals=(
        fact("fields-gone", "decisive"),
        told(
            "(field|attribute|property|column) ~ (vanished|disappeared|went missing|no longer returned|not returned any more|gone from the (response|answer*)) ~ (all|every|each)",
            "(all|every) (records|orders|customers|answers) ~ (lack|without|miss) ~ (field|since)",
            "(すべて|全て|全件)の(記録|注文|顧客|答え)~(項目|フィールド)~(消え|なくな|空)",
            weight="clear",
            en="A field is said to have vanished from all answers.",
            ja="すべての答えから項目が消えたと述べられています。",
        ),
        holds(
            signs.client_error, weight="-strong", en="The call is refused.", ja="呼び出しは断られています。"
        ),
        holds(signs.server_error, weight="-strong", en="The server failed.", ja="サーバーが失敗しています。"),
    ),
    remedies=(
        remedy(
            "read-successor",
            "ask",
            en="Read the successor field\nEnishi proposes the field with the same contents\nStored values stay until you confirm",
            ja="後継の項目から読む\n中身の同じ項目を候補に出します\n承認いただくまで、保存済みの値はそのまま残ります",
            actions=(act("hold"),),
        ),
        remedy(
            "check-access",
            "person",
            en="Check the access\nAsk your administrator or the vendor whether the visible fields were narrowed, and apply for access where needed",
            ja="見える範囲を確かめる\n見える項目が狭められていないかを管理者か提供元に確かめ、必要なら申請します",
        ),
    ),
)
