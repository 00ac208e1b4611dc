from __future__ import annotations

from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, says, status, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="rate-quota-shared",
    code="RATE06",
    usual_status=(429, 403),
    possible_status=(503, 200),
    base=-1.5,
    retryable=True,
    severity="medium",
    refines="rate-window",
    neighbours=("rate-window", "rate-period-quota", "rate-abuse-limit"),
    signals=(
        fact("remaining-falls-alone", 10.0),
        status(429, weight="weak", en="429 stands for a limit.", ja="429は制限を表します。"),
        says(
            "(rate limit*|too many requests|quota)",
            "(上限|制限)",
            weight="weak",
            en="The refusal names a limit.",
            ja="断りの文が制限に触れています。",
        ),
        told(
            "(few|hardly any|only a few|one) (calls|requests) (of|from|by) (us|our|this)",
            "(we|it) (make|makes|made|send|sends|sent) (only|just|hardly|few)",
            "(ほとんど|少ししか|数回しか)~(呼び出|送)",
            weight="clear",
            en="Our own calls are few.",
            ja="こちらの呼び出しはわずかです。",
        ),
        fact("burst", "-clear"),
    ),
    remedies=(
        remedy(
            "share-fairly",
            "safe",
            en="Slow down to what is left\nCalls are spaced by what the others leave, with a reserve for orders",
            ja="残った分に合わせて間隔を空ける\nほかの利用者が残した分に合わせ、注文のための余裕を残します",
            actions=(act("pace", 1),),
        ),
        remedy(
            "own-key",
            "person",
            en="Give each program its own key\nFind the other program in the vendor's list of connected apps\nGive it its own key or another hour",
            ja="プログラムごとに鍵を分ける\n提供元の連携アプリの一覧で、ほかの使い手を探します\n別の鍵を渡すか、動かす時間をずらします",
        ),
    ),
)
