from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="network-egress-blocked",
    code="NET16",
    base=-1.5,
    retryable=True,
    severity="critical",
    refines="network-firewall",
    neighbours=("network-firewall", "server-outage", "network-dns-failure", "network-proxy-auth"),
    signals=(
        fact("all-vendors-fail", 11.0),
        says(
            "(timed out|timeout|unreachable|no route to host|could not resolve|name resolution|connection refused|connect)",
            weight="weak",
            where="exception",
            en="Nothing was reached.",
            ja="どこにも届いていません。",
        ),
        holds(
            signs.answered_at_all, weight="-decisive", en="The vendor answered.", ja="相手が答えています。"
        ),
        holds(
            signs.request_left_us,
            weight=-12.0,  # more than what other vendors' failures say
            en="The request had left us, so the line stood.",
            ja="リクエストは送り出せており、回線はつながっていました。",
        ),
        holds(
            signs.no_other_vendor_seen,
            weight="-weak",
            en="Nothing is known of calls to other vendors.",
            ja="ほかの相手への呼び出しの様子がわかりません。",
        ),
    ),
    remedies=(
        remedy(
            "hold-everything",
            "safe",
            en="Hold everything and test a control host\nNo connection is marked as faulty; all go on by themselves afterwards",
            ja="すべて預かり、比較用の相手を確かめる\nどの接続にも故障の印は付けず、復旧したら自動で再開します",
            actions=(act("hold"), act("pause"), act("wait", 60)),
        ),
        remedy(
            "check-the-line",
            "person",
            en="Check line and firewall\nLook at router, firewall, NAT and, in the cloud, the outgoing rules for port 443",
            ja="回線とファイアウォールを確かめる\nルーター、ファイアウォール、NATと、クラウドでは443番の外向きの規則を見ます",
        ),
    ),
)
