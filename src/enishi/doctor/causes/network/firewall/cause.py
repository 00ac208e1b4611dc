from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="network-firewall",
    code="NET03",
    base=0.0,
    retryable=True,
    severity="high",
    neighbours=(
        "network-read-timeout",
        "network-proxy-auth",
        "network-connection-refused",
        "permission-ip-not-allowed",
    ),
    signals=(
        says(
            "(connect timeout|connecttimeout*|connection timed out|connection timeout|connect timed out|connect etimedout|timed out connecting|timeout (while|during|when) connecting|connection attempt failed|failed to connect ~ timed out|err connection timed out|und err connect timeout|errno 110|10060|did not properly respond)",
            "(no route to host|network is unreachable|network unreachable|host unreachable|host is unreachable|enetunreach|ehostunreach|errno 101|errno 113|address unreachable|err internet disconnected|err address unreachable|software caused connection abort)",
            "(connect|connection|socket) ~ (permission denied|operation not permitted|not permitted|blocked|forbidden by|eacces|eperm)",
            "(blocked|denied|rejected|dropped) by (a |the |)(firewall|security group|network policy|administrator|egress|selinux)",
            "resolving timed out",
            "(接続|コネクション)~(タイムアウト|時間切れ)",
            "(ホストへの経路|ネットワークに到達できません|到達不能)",
            weight="clear",
            en="No connection came about, and nobody refused it either.",
            ja="接続ができず、拒否の返事もありません。",
        ),
        says(
            "(connect|connection|open stream|socket|connecting) ~ (permission denied|operation not permitted|eacces|eperm)",
            "(permission denied|operation not permitted) ~ (connect|socket|errno 13|errno 1)",
            "(blocked|denied|dropped) by (a |the |)(firewall|security group|network policy|egress|selinux)",
            weight="strong",
            group="local-rule",
            en="A rule on this machine or network forbids the connection.",
            ja="この機械か回線の規則が、接続を禁じています。",
        ),
        told(
            "(firewall|security group|iptables|ufw|nftables|network policy|egress|outgoing (connection*|traffic|call*|port*)|outbound (connection*|traffic|call*|port*|rule*)|selinux|httpd can network connect|apparmor|acl|open_basedir|port 443|port 25|port 587|allow list of destinations|nat gateway|route table|antivirus)",
            "(hoster|hosting|host provider|web host|shared hosting|provider) ~ (block*|filter*|allow*|restrict*|firewall|outgoing|outbound|opened|unblock*)",
            "(from|at|on|over) (the |my |a |another |other |our |)(laptop|home|office|mobile|hotspot|other server|another server|shell|command line|local machine|other network|different network|own computer|desktop) ~ (works|fine|succeeds|reachable|ok|worked)",
            "(works|fine|succeeds|reachable) ~ (from|over|in|on) (another|other|a different|my|the local|the mobile|home|local|own) (network|machine|server|computer|line|hotspot|connection|host|laptop|location)",
            "(vendor|provider|status page) ~ (no (incident|outage|problem)|operational|all green|up|shows no)",
            "(status page) ~ (no|nothing|green|operational)",
            "(ファイアウォール|セキュリティグループ|外向き|アウトバウンド|送信規則|別の回線|レンタルサーバー)",
            weight="clear",
            en="A filter on the way out, or a line on which it works, is mentioned.",
            ja="外向きの制限や、通じる別の回線に触れられています。",
        ),
        fact("corporate-network", "weak"),
        fact("other-accounts-work", "hint"),
        fact("after-move", "weak"),
        fact("all-calls-fail", "hint"),
        fact("vendor-wide", "-clear"),
        says(
            "(read timed out|read timeout|readtimeout*|response timeout|waiting for (a |the |)response|awaiting headers|bytes received|socket timeout|headers timeout|body timeout)",
            weight="-strong",
            group="read",
            en="The connection was made; the answer was late.",
            ja="接続はでき、答えが遅れています。",
        ),
        says(
            "(407|proxy authentication|tunnel connection failed)",
            weight="-strong",
            group="proxy",
            en="A proxy answered.",
            ja="プロキシが答えています。",
        ),
        says(
            "(certificate|handshake failure|self signed)",
            weight="-strong",
            group="tls",
            en="The TLS handshake was reached.",
            ja="TLSの取り決めまで進んでいます。",
        ),
        says(
            "(econnrefused|connection refused|actively refused)",
            weight="-clear",
            group="refused",
            en="It was refused promptly.",
            ja="すぐに拒否されています。",
        ),
        holds(signs.answered_at_all, weight="-strong", en="An answer came.", ja="答えが届いています。"),
    ),
    remedies=(
        remedy(
            "hold-and-test",
            "safe",
            en="Hold and test the way\nNothing was sent; the connection is tested every few minutes",
            ja="預かって通り道を確かめる\n何も送られていません。数分おきに接続を試します",
            actions=(act("hold"), act("wait", 120)),
        ),
        remedy(
            "ask-for-release",
            "person",
            en="Ask for the outgoing release\nGive your hoster or network administrator the host, port 443 and the time\nOn SELinux set httpd_can_network_connect",
            ja="外向きの許可を依頼する\nホスティング会社かネットワークの管理者に、宛先・443番・時刻を伝えます\nSELinuxではhttpd_can_network_connectを有効にします",
        ),
    ),
)
