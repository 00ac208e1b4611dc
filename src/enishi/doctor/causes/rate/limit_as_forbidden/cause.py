from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, holds, says, status
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="rate-limit-as-forbidden",
    code="RATE05",
    usual_status=(403,),
    base=-1.5,
    retryable=True,
    severity="medium",
    refines="rate-window",
    neighbours=("permission-missing-scope", "rate-window", "rate-period-quota", "network-waf-block"),
    signals=(
        holds(
            signs.forbidden_with_limit_used_up,
            weight=10.0,
            en="403, but the counter of remaining calls stands at 0.",
            ja="403ですが、残り回数が0です。",
        ),
        says(
            "(rate limit*|user rate limit exceeded|quota exceeded|too many requests)",
            weight="weak",
            en="The text of the refusal names a limit.",
            ja="断りの文が回数の制限に触れています。",
        ),
        status(
            429,
            weight="-decisive",
            en="429 is the ordinary form of a limit.",
            ja="429は回数制限の普通の形です。",
        ),
        says(
            "(scope*|permission*|role|insufficient privileges|not authorized)",
            weight="-clear",
            group="right",
            en="A missing right is named.",
            ja="権限の不足が挙げられています。",
        ),
    ),
    remedies=(
        remedy(
            "wait-for-reset",
            "safe",
            en="Wait for the reset and keep the connection on\nCalls are held until the time in the reset header\nLater calls are spaced below the limit",
            ja="回復を待ち、接続は止めない\nリセットのヘッダーが示す時刻まで呼び出しを預かります\n以後は上限より下の間隔で送ります",
            actions=(act("wait", 60), act("pace", 1)),
        ),
        remedy(
            "log-in",
            "person",
            en="Call with a key\nCalls without login have a far smaller limit; enter a key in the connection's settings",
            ja="鍵を付けて呼び出す\nログインなしの呼び出しは上限がずっと小さいので、接続の設定で鍵を入れます",
        ),
    ),
)
