from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="consistency-boundary-gap",
    code="CON16",
    usual_status=(200,),
    base=-1.5,
    severity="high",
    refines="consistency-pagination-loop",
    neighbours=(
        "consistency-pagination-loop",
        "consistency-eventual",
        "schema-timezone",
        "consistency-deletion-unseen",
    ),
    signals=(
        fact("gap-at-boundary", "decisive"),
        told(
            "(updated since|modified since|since last run|incremental|high water mark|watermark) ~ (miss*|skip*|lose*|lost|gap)",
            "(records|orders|rows) ~ (missing|skipped|lost) ~ (incremental|updated since|between|at the cut off|cut off)",
            weight="clear",
            en="An incremental listing loses records.",
            ja="変更分だけの取得で、記録が漏れています。",
        ),
        holds(signs.client_error, weight="-clear", en="A call was refused.", ja="呼び出しが断られています。"),
        holds(signs.server_error, weight="-strong", en="The server failed.", ja="サーバーが失敗しています。"),
    ),
    remedies=(
        remedy(
            "overlap",
            "safe",
            en="Read with an overlap\nEach run starts ten minutes before the end of the last; records taken twice are recognised and stored once",
            ja="重ねて読む\n前回の終わりの十分前から読み始めます。二度届いた記録は見分け、一度だけ保存します",
            actions=(act("retry-once"),),
        ),
        remedy(
            "nightly-count",
            "person",
            en="Compare counts at night\nSwitch on the nightly comparison for this connection; it finds what slipped through",
            ja="夜間に件数を照合する\nこの接続の夜間照合を有効にすると、すり抜けた記録が見つかります",
        ),
    ),
)
