from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="network-certificate-expiring",
    code="NET14",
    usual_status=(200, 201, 204),
    base=-1.5,
    retryable=True,
    severity="medium",
    refines="network-tls-server-cert-expired",
    neighbours=(
        "network-tls-server-cert-expired",
        "network-tls-untrusted-ca",
        "version-deprecation-announced",
    ),
    signals=(
        fact("certificate-ends-soon", "decisive"),
        says(
            "certificate ~ (expires|will expire|is about to expire) ~ (in|on|soon)",
            weight="strong",
            en="The certificate ends soon.",
            ja="証明書の期限が近づいています。",
        ),
        says(
            "(has expired|verify failed|handshake)",
            weight="-strong",
            group="over",
            en="The call fails already.",
            ja="すでに失敗しています。",
        ),
        holds(
            signs.client_error, weight="-strong", en="The call was refused.", ja="呼び出しは断られています。"
        ),
        holds(signs.server_error, weight="-strong", en="The server failed.", ja="サーバーが失敗しています。"),
    ),
    remedies=(
        remedy(
            "watch",
            "safe",
            en="Watch daily, later hourly\nHolding calls is prepared for the last day",
            ja="毎日、間近なら毎時間見張る\n切れた日に備え、預かる用意をしておきます",
            actions=(act("hold"),),
        ),
        remedy(
            "tell-now",
            "person",
            en="Write to the operator now\nSend host and last day; for our own client certificate, order the new one and upload it at the vendor first",
            ja="今のうちに管理者へ知らせる\n名前と期限を伝えます。こちらの証明書なら、新しいものを先に相手へ登録します",
        ),
    ),
)
