from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, holds, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="consistency-page-size-clamped",
    code="CON17",
    usual_status=(200,),
    base=-1.5,
    severity="high",
    refines="consistency-pagination-loop",
    neighbours=("consistency-paging-limit", "consistency-pagination-loop", "semantic-empty-by-filter"),
    signals=(
        holds(
            signs.fewer_than_asked,
            weight=8.0,
            en="A larger page was asked for than came back, and the number is round.",
            ja="求めた件数より少なく、切りのよい件数だけが返っています。",
        ),
        told(
            "(asked|requested|ask|request) (for |)# ~ (got|returns|returned|get|only|received|gives) ~ #",
            "(page size|limit|per page) ~ (silently|quietly) (reduced|capped|clamped|limited|ignored)",
            "(silently|quietly) (reduced|capped|clamped|limited) to #",
            "# 件を(指定|求め)~# 件(しか|だけ)",
            weight=8.0,
            en="Fewer came than were asked for.",
            ja="求めた件数より少なく返っています。",
        ),
        holds(
            signs.client_error,
            weight="-decisive",
            en="The page size was refused openly.",
            ja="件数がはっきり断られています。",
        ),
        holds(signs.server_error, weight="-strong", en="The server failed.", ja="サーバーが失敗しています。"),
    ),
    remedies=(
        remedy(
            "use-the-cap",
            "safe",
            en="Use the vendor's maximum and read on\nThe page size is set to what really came, and the next pages are read until the vendor says it is the end",
            ja="相手の上限に合わせ、続きを読む\n実際に届いた件数を一ページとし、相手が終わりと示すまで次のページを読みます",
            actions=(act("page-size", 100),),
        ),
        remedy(
            "fill-the-gap",
            "person",
            en="Fetch what was missed\nStart a full comparison for the time in which only the first part was read",
            ja="取りこぼしを取り込む\n最初の部分だけを読んでいた期間について、全件の照合を始めてください",
        ),
    ),
)
