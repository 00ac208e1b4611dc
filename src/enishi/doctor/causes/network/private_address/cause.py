from __future__ import annotations

from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, says
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="network-private-address",
    code="NET17",
    base=-1.5,
    severity="medium",
    refines="endpoint-wrong-host",
    neighbours=("network-connection-refused", "endpoint-wrong-host", "network-firewall"),
    signals=(
        says(
            "(private|internal|local|loopback|link local|reserved|metadata|non public|rfc 1918|bogon) (ip |)(address|addresses|network|range|host) ~ (refused|denied|blocked|not allowed|forbidden|is not permitted|disallowed|rejected|prohibited)",
            "(refused|denied|blocked|forbidden|disallowed|not allowed|prohibited) ~ (private|internal|loopback|link local|reserved|local) (ip |)(address|network|range|host)",
            "(resolves|resolved) to ~ (private|internal|10 #|192 168|127 0 0 1|169 254)",
            "(ssrf|server side request forgery)",
            "(社内用|プライベート|内部)(の|)(アドレス|IP)~(拒否|断|許可されて|禁止)",
            weight="decisive",
            en="A guard refused the address because it is not public.",
            ja="公開されていないアドレスなので、守りの仕組みが断りました。",
        ),
        says(
            "(econnrefused|connection refused)",
            weight="-clear",
            group="refused",
            en="The call went out and was refused there.",
            ja="呼び出しは出て、先方で拒否されています。",
        ),
    ),
    remedies=(
        remedy(
            "enter-public-address",
            "person",
            en="Enter the public address\nAsk the partner for the address that can be reached from the internet",
            ja="公開のアドレスを入れる\nインターネットから届くアドレスを相手に確かめます",
        ),
        remedy(
            "allow-this-host",
            "ask",
            en="Allow exactly this internal host\nOnly if it is a server of your own house; the metadata address stays blocked",
            ja="この社内の宛先だけを許可する\n自社のサーバーである場合に限ります。秘密情報の窓口は止めたままです",
            actions=(act("hold"),),
        ),
    ),
)
