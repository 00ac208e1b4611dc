from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="semantic-empty-by-filter",
    code="SEM06",
    usual_status=(200,),
    base=-1.5,
    severity="high",
    refines="permission-resource-not-shared",
    neighbours=(
        "permission-resource-not-shared",
        "permission-user-role",
        "consistency-eventual",
        "version-response-field-gone",
    ),
    signals=(
        fact("count-fell", "decisive"),
        holds(
            signs.empty_list_with_filter,
            weight="weak",
            en="A filtered list comes back empty.",
            ja="条件付きの一覧が空で返っています。",
        ),
        told(
            "(without|removing) (the |)filter ~ (records|results|found|returns|appear)",
            "(filter|query|condition) ~ (excludes|hides|too narrow|matches nothing)",
            "(条件|絞り込み)~(外す|なし)~(件|出|見つ)",
            weight="clear",
            en="Without the filter there are records.",
            ja="条件を外すと記録が出てきます。",
        ),
        holds(
            signs.client_error,
            weight="-decisive",
            en="The call was refused.",
            ja="呼び出しは断られています。",
        ),
        holds(
            signs.server_error, weight="-decisive", en="The server failed.", ja="サーバーが失敗しています。"
        ),
        fact("just-created", "-clear"),
        holds(
            signs.answer_has_records,
            weight="-strong",
            en="There are records in the answer.",
            ja="答えに記録があります。",
        ),
    ),
    remedies=(
        remedy(
            "widen-the-filter",
            "ask",
            en="Correct the filter\nEnishi counts once without the filter and shows the difference; confirm the corrected condition",
            ja="条件を直す\n条件なしの件数を一度だけ調べて違いを示します。直した条件を承認します",
            actions=(act("hold"),),
        ),
        remedy(
            "check-right",
            "person",
            en="Check what the API user may see\nAsk the administrator there whether the records were moved out of the user's sight",
            ja="API用利用者の見える範囲を確かめる\n記録が見えない場所へ移されていないか、先方の管理者に確かめます",
        ),
    ),
)
