from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="network-ipv6-broken",
    code="NET15",
    base=-1.5,
    retryable=True,
    severity="medium",
    refines="network-firewall",
    neighbours=(
        "network-firewall",
        "network-dns-failure",
        "permission-ip-not-allowed",
        "network-egress-blocked",
    ),
    signals=(
        fact("ipv6-dead", 9.0),
        holds(
            signs.exception_names_ipv6,
            weight=9.0,
            en="The address that cannot be reached is an IPv6 address.",
            ja="届かないアドレスがIPv6のものです。",
        ),
        says(
            "(network is unreachable|timed out|no route to host|unreachable)",
            weight="weak",
            en="No connection came about.",
            ja="接続ができていません。",
        ),
        holds(signs.answered_at_all, weight="-strong", en="An answer came.", ja="答えが届いています。"),
        holds(
            signs.calls_localhost,
            weight="-strong",
            en="The call goes to this very machine.",
            ja="呼び出し先がこの機械自身です。",
        ),
    ),
    remedies=(
        remedy(
            "use-ipv4",
            "safe",
            en="Use IPv4 for this host\nThe certificate is checked just the same; IPv6 is tried again daily",
            ja="この相手にはIPv4を使う\n証明書は同じように確かめます。IPv6は毎日試し直します",
            actions=(act("retry-once"),),
        ),
        remedy(
            "repair-route",
            "person",
            en="Repair the route\nCheck ip -6 route, or switch IPv6 off on a machine that has none",
            ja="経路を直す\nip -6 routeを確かめるか、IPv6のない機械では無効にします",
        ),
    ),
)
