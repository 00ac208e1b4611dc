from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="auth-clock-skew",
    code="AUTH17",
    usual_status=(401, 403, 400),
    possible_status=(200, 500),
    severity="high",
    neighbours=("auth-expired-token", "auth-invalid-credentials", "webhook-wrong-secret", "schema-timezone"),
    signals=(
        fact(
            "timestamp-outside-tolerance",
            "decisive",
            en="The signature fits, but its time is further from ours than is tolerated.",
            ja="署名は合っていますが、時刻がこちらの時計と許容範囲を超えて離れています。",
        ),
        holds(
            signs.clocks_differ,
            weight="strong",
            en="The answer's Date and our time of the call are far apart.",
            ja="応答のDateとこちらの時刻が大きくずれています。",
        ),
        holds(
            signs.token_not_yet_valid,
            weight="strong",
            en="The token claims to begin in the future.",
            ja="トークンの開始時刻が未来になっています。",
        ),
        says(
            "(timestamp|time stamp|time|nonce|date|x amz date) ~ (outside|out of) (of |)(the |)(tolerance|range|bounds|allowed|window|acceptable|permitted|time window|recv)",
            "(request time|clock) ~ (too skewed|skew|skewed|drift|out of sync|not synchronized|is wrong|differs)",
            "clock (skew|drift|differences)",
            "signature expired ~ (earlier|now)",
            "signature not yet current",
            "check your iat and exp",
            "(iat|nbf) ~ (future|past|invalid|not valid|too|reasonable|used before)",
            "(token|jwt|assertion|id token|signature) ~ (used too early|not yet valid|is not yet|issued in the future|from the future|not active yet|not before)",
            "issued (at |)(in |)the future",
            "(invalid|expired|stale|old|bad|incorrect|wrong|unacceptable) (timestamp|time stamp|oauth timestamp|nonce timestamp|signature timestamp)",
            "(timestamp|time stamp) ~ (invalid|expired|too old|too new|in the future|refused|not recent|differs|too far|ahead|behind|not within|is not valid|difference|rejected|wrong)",
            "(timestamp|system time|server time|local time|date header) ~ (deviat*|differ*|mismatch|synchroni*)",
            "(タイムスタンプ|時刻|時計|システム時間|システム日時)~(ずれ|範囲|無効|不正|同期されて|一致しません|古い|許容|誤差)",
            weight="strong",
            en="The answer complains about a time stamp.",
            ja="時刻についての指摘があります。",
        ),
        code(
            "RequestTimeTooSkewed",
            "timestamp_refused",
            "RequestExpired",
            "InvalidTimestamp",
            "expired_timestamp",
            "clock_skew",
            "ImmatureSignatureError",
            "AADSTS700024",
            "TIMESTAMP_OUT_OF_RANGE",
            weight="decisive",
            en="This error code stands for a time stamp out of tolerance.",
            ja="時刻が許される範囲を外れたことを表すエラーコードです。",
        ),
        told(
            "(clock|ntp|system time|server time|time zone|timezone|system date|computer time) ~ (wrong|off|differs|drift*|skew*|behind|ahead|not synchron*|fast|slow|changed|late|early|different)",
            "(clock|ntp|ntpd|chrony|time sync*|time server|daylight saving)",
            "(時計|時刻|ntp|時刻同期)(が|の|を)~(ずれ|合って|同期|遅れ|進んで)",
            weight="strong",
            en="The description speaks of a clock.",
            ja="時計や時刻合わせの話が出ています。",
        ),
        told(
            "(virtual machine|vm|suspend*|hibernat*|raspberry|after sleep|snapshot|dual boot|wsl)",
            "(仮想マシン|スリープ|休止)",
            weight="weak",
            group="told-machine",
            en="Such machines lose the time easily.",
            ja="時計が狂いやすい機械です。",
        ),
        fact("in-container", "hint"),
        fact("old-system", "hint"),
        fact("one-environment-only", "hint"),
        fact("time-of-day", "hint"),
        says(
            "(refresh token|redirect uri|password|scope)",
            weight="-clear",
            group="said-other",
            en="The answer names another reason.",
            ja="応答は別の理由を挙げています。",
        ),
    ),
    remedies=(
        remedy(
            "sign-with-offset",
            "safe",
            en="Sign with the vendor's time and send again\nThe difference is taken from the answer's Date header\nIt is used for signing only and shown on the page",
            ja="相手の時刻に合わせて署名し、送り直す\n差は応答のDateヘッダーから求めます\n署名だけに使い、画面に表示します",
            actions=(act("retry-once"),),
        ),
        remedy(
            "set-clock",
            "person",
            en="Set the clock right\nSwitch time synchronisation on (timedatectl set-ntp true, or chrony)\nRestart a virtual machine that slept\nSign in UTC",
            ja="時計を合わせる\n時刻合わせを有効にします(timedatectl set-ntp true、またはchrony)\n休止していた仮想マシンは再起動します\n署名にはUTCを使います",
        ),
    ),
)
