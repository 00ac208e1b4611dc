from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="network-dns-failure",
    code="NET01",
    base=0.1,
    retryable=True,
    severity="high",
    neighbours=("endpoint-wrong-host", "network-firewall", "network-connection-refused", "server-outage"),
    signals=(
        told(
            "(dns|resolver|name server|nameserver|name resolution|look up|lookup|nslookup|dig|host command) ~ (fail*|down|overloaded|slow|servfail|times out|timeout|trouble|problem|outage|restart*|unreachable|flaky|unreliable|different)",
            "(other|another|public|google|cloudflare|second) (resolver|dns|name server|nameserver|dns server) ~ (works|resolves|helps|fine|answers)",
            "(name|domain|host) (exists|is right|is correct|resolves)",
            "(名前解決|DNS)~(失敗|障害|遅|ときどき|落ち)",
            weight="clear",
            en="Trouble with the resolver is mentioned.",
            ja="名前解決の不調に触れられています。",
        ),
        says(
            "(eai again|eai fail|servfail|serv fail|refused by dns|dns server returned|dns timeout|dns query timed out)",
            "temporary failure in name resolution",
            "(temporary|transient) (dns|resolver|name resolution|lookup) *",
            "resolving timed out",
            "(resolver|dns|name server|nameserver) ~ (timeout|timed out|failure|unavailable|unreachable|error|refused|busy|servfail)",
            "(lookup|resolve|resolving|resolution) ~ (i o timeout|server misbehaving|timed out|try again|temporarily)",
            "resource temporarily unavailable",
            weight="strong",
            en="The resolver did not answer; the name itself was not denied.",
            ja="名前を調べるサーバーが答えていません。名前がないと言われたわけではありません。",
        ),
        says(
            "(getaddrinfo|enotfound|eai nonam*|eai nodata|gaierror|unknownhost*|unknown host|name or service not known|nodename nor servname|no such host|no address associated|host not found|name resolution|name not resolved|err name not resolved|could not resolve|couldnt resolve|cannot resolve|failed to resolve|unable to resolve|resolve host|nxdomain|remote name could not be resolved|no such host is known)",
            "(ホスト|ドメイン|名前|リモート名)~(解決|見つかりません)",
            weight="clear",
            en="The name of the server could not be resolved.",
            ja="サーバーの名前を調べられませんでした。",
        ),
        fact("intermittent", "strong"),
        fact("waiting-helps", "clear"),
        fact("worked-before", "weak"),
        fact("in-container", "weak"),
        fact("all-vendors-fail", "weak"),
        fact("never-worked", "-clear"),
        told(
            "(resolver|nslookup|dig|dns server|name server|resolv conf|dns cache|coredns|kube dns|systemd resolved|dnsmasq|127 0 0 11|8 8 8 8|ndots|musl)",
            "(resolves|resolved|resolve) ~ (sometimes|elsewhere|other|public|later|from|with|fine|host)",
            "(name|host|domain) ~ (correct|right|exists|resolves)",
            "(名前解決|リゾルバ|DNS)",
            weight="clear",
            en="The resolver is mentioned.",
            ja="名前解決の仕組みに触れられています。",
        ),
        holds(
            signs.malformed_host,
            weight="-strong",
            en="The host in the URL is malformed.",
            ja="URLのホスト名が崩れています。",
        ),
        holds(
            signs.placeholder_in_url,
            weight="-strong",
            en="A placeholder stands in the URL.",
            ja="URLに仮の文字が残っています。",
        ),
        holds(
            signs.answered_at_all,
            weight="-strong",
            en="The server answered, so its name was found.",
            ja="サーバーが答えているので、名前は見つかっています。",
        ),
        told(
            "(typo|wrong (host|url|domain|sub domain|subdomain|region|data center)|missing|placeholder|old domain|renamed)",
            "(打ち間違|ドメインが違)",
            weight="-clear",
            group="host-told",
            en="A mistaken host name is mentioned.",
            ja="ホスト名の誤りに触れられています。",
        ),
    ),
    remedies=(
        remedy(
            "try-again-later",
            "safe",
            en="Hold and try again\nNothing left this machine, so repeating is safe\nPauses grow from seconds to minutes",
            ja="預かって試し直す\n何も外に出ていないので、くり返しても安全です\n間隔を秒から分へ広げます",
            actions=(act("hold"), act("wait", 30), act("retry-once")),
        ),
        remedy(
            "second-resolver",
            "person",
            en="Check the resolver\nLook at the DNS settings of the machine or container and name a second resolver",
            ja="リゾルバーを確かめる\n機械やコンテナのDNS設定を見て、予備のリゾルバーも指定します",
        ),
    ),
)
