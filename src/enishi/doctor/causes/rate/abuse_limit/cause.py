from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, holds, says
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="rate-abuse-limit",
    code="RATE07",
    usual_status=(403, 429),
    possible_status=(400, 200),
    base=-1.5,
    retryable=True,
    severity="high",
    refines="rate-window",
    neighbours=("rate-window", "network-waf-block", "permission-account-suspended", "auth-account-blocked"),
    signals=(
        says(
            "(secondary rate limit|abuse detection|abuse rate limit|abuse mechanism|anti abuse|anti spam)",
            "(suspicious|unusual|abnormal|abusive|spammy|automated) (activity|behavior|behaviour|traffic|requests|usage|pattern*)",
            "(temporarily|for a while) (blocked|restricted|limited) (from|for|due)",
            "(不審な|通常と異なる|異常な)(アクセス|操作|利用)~(制限|検出|検知)",
            weight=9.0,
            en="The vendor speaks of abuse, not of a published number.",
            ja="公表された回数でなく、乱用だと述べています。",
        ),
        code(
            "secondary_rate_limit",
            "abuse_detected",
            "spam_detected",
            "SUSPICIOUS_ACTIVITY",
            "feedback_required",
            "action_blocked",
            weight="decisive",
            en="This error code stands for the protection against abuse.",
            ja="このコードは乱用防止を表します。",
        ),
        holds(
            signs.answer_is_html,
            weight="-strong",
            en="A page of a protection service answers.",
            ja="防御サービスのページが答えています。",
        ),
        says(
            "(account|login|user|password) ~ (locked|suspended|disabled)",
            weight="-strong",
            group="account",
            en="The account itself is locked.",
            ja="アカウント自体が止められています。",
        ),
    ),
    remedies=(
        remedy(
            "pause-and-go-gently",
            "safe",
            en="Pause, then send one at a time\nAt least a minute, doubled with each further refusal\nAfterwards writes go one by one with a second between",
            ja="休み、その後は一つずつ送る\n少なくとも一分休み、断られるたびに倍にします\n再開後、書き込みは一秒おきに一つずつ送ります",
            actions=(act("wait", 60), act("concurrency", 1), act("pace", 1)),
        ),
        remedy(
            "ask-support",
            "person",
            en="Write to the vendor\nIf it lasts a day, describe to the vendor's support what the program does",
            ja="提供元に相談する\n一日続くときは、何をするプログラムかを提供元の窓口に説明します",
        ),
    ),
)
