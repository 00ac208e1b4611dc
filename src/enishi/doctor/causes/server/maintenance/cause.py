from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="server-maintenance",
    code="SRV03",
    usual_status=(503,),
    possible_status=(200, 500, 502, 302, 403, 477, 418, 520),
    base=-0.2,
    retryable=True,
    severity="medium",
    neighbours=("server-outage", "network-waf-block", "format-wrong-accept", "permission-account-suspended"),
    signals=(
        told(
            "(every|each|on|first|second|third|last|at) (sunday|saturday|monday|tuesday|wednesday|night|weekend|week|month)",
            "(maintenance|service window|planned|scheduled|announced) ~ (work|works|window|downtime|night|weekend|mode|interruption|migration|update|upgrade)",
            "(maintenance|upgrade|migration|update|backup) (is|was|mode|window|in progress|runs|running|going on|under way|page|notice|by the vendor|of the vendor|work)",
            "(database|server|data|account) (is being |was being |)(upgraded|migrated|moved|migration|upgrade)",
            "(保守|点検|定期メンテ|計画停止|メンテ)",
            weight="clear",
            en="Planned work is described.",
            ja="予定された作業が述べられています。",
        ),
        holds(
            signs.page_of_maintenance,
            weight="strong",
            en="The answer announces maintenance work.",
            ja="答えが保守作業を知らせています。",
        ),
        says(
            "(maintenance|planned downtime|scheduled downtime|under construction|briefly unavailable|be back (soon|shortly)|right back|upgrade in progress|being (upgraded|migrated|updated)|read only mode|migration in progress|database upgrade|temporarily closed|site is offline|site offline|wartung*|mantenimiento|maintenance mode)",
            "(メンテナンス|保守作業|サービス停止|定期点検|ただいま停止)",
            weight="strong",
            en="The answer names planned work.",
            ja="予定された作業だと答えています。",
        ),
        code(
            "maintenance",
            "MAINTENANCE_MODE",
            "under_maintenance",
            "maintenance_mode",
            "ServiceUnderMaintenance",
            "CB_SERVICE_MAINTENANCE",
            "SERVER_MAINTENANCE",
            "migration_in_progress",
            "site_under_maintenance",
            weight="decisive",
            en="This error code stands for maintenance.",
            ja="このコードは保守作業を表します。",
        ),
        told(
            "(maintenance|planned work|announced (downtime|work)|scheduled (downtime|work|update)|upgrade window|maintenance window|update of the server|data migration)",
            "(every|each) (sunday|saturday|night|tuesday|week) ~ (minutes|hour|between)",
            "(メンテナンス|定期保守|保守時間|計画停止)",
            weight="strong",
            en="Planned work is mentioned.",
            ja="予定された作業に触れられています。",
        ),
        holds(
            signs.empty_success_to_read,
            weight="clear",
            en="A read is answered with success and nothing in it.",
            ja="読み取りに、中身のない成功が返っています。",
        ),
        told(
            "(normally|usually|otherwise|before) ~ (returns|returned|answers|gives|works)",
            "(empty|html) (body|page|answer|response) ~ (instead|with status|where)",
            weight="weak",
            group="usual",
            en="The same call normally returns data.",
            ja="いつもは同じ呼び出しでデータが返ります。",
        ),
        fact("time-of-day", "weak"),
        fact("waiting-helps", "weak"),
        fact("never-worked", "-clear"),
        fact("some-records-only", "-clear"),
        holds(
            signs.client_error,
            weight="-clear",
            en="The answer blames the request.",
            ja="相手は呼び出し側の誤りだと答えています。",
        ),
    ),
    remedies=(
        remedy(
            "wait-until-end",
            "safe",
            en="Hold calls until the work is over\nThe end is taken from Retry-After or the notice, else one light call is made every five minutes\nAfterwards everything goes out in order",
            ja="作業が終わるまで呼び出しを預かる\nRetry-Afterやお知らせの終了時刻を使い、なければ五分に一度だけ確かめます\n終わったら、すべて順番どおりに送ります",
            actions=(act("hold"), act("wait", 300), act("retry-once")),
        ),
        remedy(
            "own-site",
            "person",
            en="On your own server, end the maintenance mode\nA mode left on by a failed update is ended there (in WordPress delete the file .maintenance)",
            ja="自社のサーバーなら、保守状態を終わらせる\n更新の失敗で残った保守状態は、その場で解除します(WordPressでは.maintenanceファイルを消します)",
        ),
    ),
)
