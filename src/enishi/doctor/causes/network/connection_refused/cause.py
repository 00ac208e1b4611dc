from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.evidence import Evidence
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def helps_to_retry(evidence: Evidence) -> bool:
    """A stopped service comes back; a wrong port or a container's own localhost does not."""
    lasting = ("in-container", "never-worked", "after-move", "behind-proxy")
    return not signs.calls_localhost(evidence) and not any(evidence.facts.get(name) for name in lasting)


CAUSE = Cause(
    slug="network-connection-refused",
    code="NET02",
    possible_status=(502, 503),
    base=0.1,
    retryable=helps_to_retry,
    severity="high",
    neighbours=("network-firewall", "endpoint-wrong-host", "network-dns-failure", "server-maintenance"),
    signals=(
        says(
            "(cannot connect to host|connect call failed|could not connect to the server|nsurlerrordomain code 1004|code 1004)",
            "error (111|61|10061|1004) (connecting|connect) ",
            "(connection refused|refused) ~ (connecting|port|localhost)",
            weight="strong",
            en="Nobody took the call at this address and port.",
            ja="このアドレスとポートで受ける相手がいません。",
        ),
        told(
            "(real|physical) (iphone|phone|device|android) ~ (localhost|simulator|emulator)",
            "(localhost|127 0 0 1|127.0.0.1) ~ (phone|device|container|simulator|コンテナ|docker)",
            "(compose|docker|container|コンテナ) ~ (called|service name|service|named|hostname)",
            "(got|has|received) (a |)(new |another |other |)(address|ip) ~ (router|dhcp)",
            "(は|が)コンテナ",
            weight="clear",
            group="told-where",
            en="The address means another machine than intended, or one that has moved.",
            ja="アドレスが、思っていたのとは別の機械を指しています。",
        ),
        told(
            "(service|server|daemon|program|application|api|container|database|process|it|instance|port) ~ (not running|not started|is stopped|was stopped|stopped|crashed|down|has not started|not up|dead|not listening|not yet (up|ready|started)|restarted|restarting|shut down)",
            "(localhost|127 0 0 1|host machine|docker host) ~ (container|docker|compose|inside|means|refers|points)",
            "(container|docker|compose|pod) ~ (localhost|127 0 0 1|host)",
            "(port|ports) ~ (wrong|closed|other|another|different|changed|not published|not exposed|not mapped|8080|80|443|3000|instead|blocked by nobody|nobody listens)",
            "(listens|listening|bound|binds) (only |)(on|to) ",
            "(起動していない|止まって|停止中|ポート番号|待ち受け)",
            weight="clear",
            en="A service that does not run or listen there is mentioned.",
            ja="そこで動いていない、または待っていないサービスに触れられています。",
        ),
        says(
            "(econnrefused|connection refused|connectionrefused*|connect refused|actively refused|refused to connect|err connection refused|connect exception|failed to connect to|connect failed|could not connect to server|couldnt connect to server|no connection could be made|errno 111|errno 61|10061|connection was refused|dial tcp)",
            "(unable|failed|cannot|could not) to (connect|establish a connection|reach) ~ (refused|localhost|127 0 0 1|port)",
            "(no live upstreams|no process is listening|nothing (is |)listening)",
            "接続(を|が)拒否",
            "拒否されたため、接続",
            weight="strong",
            en="The connection was refused at once: nobody listens there.",
            ja="接続がすぐに拒否されました。そこで受け付けるプログラムがいません。",
        ),
        says(
            "(econnrefused|connection refused|actively refused|err connection refused|errno 111)",
            weight="clear",
            group="refused-word",
            en="The refusal is literal.",
            ja="拒否されたと明記されています。",
        ),
        holds(
            signs.calls_localhost,
            weight="weak",
            en="The call goes to this very machine (or container).",
            ja="呼び出し先が、この機械(またはコンテナ)自身です。",
        ),
        fact("in-container", "weak"),
        told(
            "(localhost|127 0 0 1|host docker internal|0 0 0 0) ",
            "(service|server|daemon|process|app|application|container|instance|database|listener) ~ (down|stopped|not running|not started|crashed|restarting|restarted|starting|offline|not up)",
            "(wrong|other|another|different|closed|default|not open) port",
            "port ~ (wrong|not open|closed|changed|not (exposed|published|mapped)|in use|listen*)",
            "(listens|listening|bound|binds|bind) (only |)(on|to)",
            "(not |isnt )(running|started|up|listening)",
            "(サービス|サーバー|コンテナ)~(停止|起動して|落ちて|動いていない)",
            "ポート",
            weight="clear",
            en="A stopped service or a port is mentioned.",
            ja="サービスの停止やポートに触れられています。",
        ),
        says(
            "(timed out|timeout|etimedout|no route to host|unreachable)",
            weight="-clear",
            group="time",
            en="Silence, not a refusal.",
            ja="拒否ではなく、返事がありません。",
        ),
        says(
            "(enotfound|name or service not known|could not resolve|resolve host|getaddrinfo)",
            weight="-strong",
            group="dns",
            en="The name was not found.",
            ja="名前が見つかっていません。",
        ),
        says(
            "(certificate|handshake|ssl|tls)",
            weight="-clear",
            group="tls",
            en="The TLS handshake was reached.",
            ja="TLSの取り決めまで進んでいます。",
        ),
        says(
            "(proxy|tunnel|407)",
            weight="-weak",
            group="proxy",
            en="A proxy is involved.",
            ja="プロキシが関わっています。",
        ),
        holds(signs.answered_at_all, weight="-clear", en="An answer came.", ja="答えが届いています。"),
    ),
    remedies=(
        remedy(
            "try-each-minute",
            "safe",
            en="Hold and try each minute\nNothing was taken, so repeating is safe\nCalls go out in order once the port answers",
            ja="預かって一分ごとに試す\n何も受け取られていないので、くり返しても安全です\n受け付けが始まったら順番どおりに送ります",
            actions=(act("hold"), act("wait", 60), act("retry-once")),
        ),
        remedy(
            "use-service-name",
            "ask",
            en="Use the service's name in the container network\nlocalhost means the container itself; confirm the name Enishi found answering",
            ja="コンテナ内のサービス名を使う\nlocalhostはコンテナ自身を指します。応答のあった名前を確かめて承認します",
            actions=(act("replace-host", from_="localhost", to="host.docker.internal"),),
        ),
        remedy(
            "start-or-correct",
            "person",
            en="Start the service or correct the port\nSee whether the program runs and on which address and port it listens",
            ja="サービスを起動するか、ポートを直す\nプログラムが動いているか、どのアドレスとポートで待っているかを確かめます",
        ),
    ),
)
