from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="network-keepalive-race",
    code="NET06",
    base=-0.1,
    retryable=True,
    severity="low",
    neighbours=("network-firewall", "network-tls-protocol", "server-outage", "server-timeout-heavy-request"),
    signals=(
        told(
            "(pause|pauses|gap|gaps|break|breaks|idle time|idle times|interval|intervals) (between|of) ",
            "(server|vendor|service) is (healthy|up|fine|running) at those times",
            "(間隔|合間)",
            weight="clear",
            group="pause-told",
            en="Pauses between the calls are mentioned.",
            ja="呼び出しの合間の長さに触れられています。",
        ),
        says(
            "(stream|session|peer|server|client|socket|upstream) disconnected",
            "disconnected (before|without|while|prematurely)",
            "(connection|stream) (was |is |) (terminated|dropped|lost|interrupted|broken|ended) ~ (before|without|while|unexpectedly|prematurely)",
            "(error sending request|request aborted|peer closed|closed by (the |)(peer|remote|server|other side))",
            weight="clear",
            group="said",
            en="The other side hung up before it answered.",
            ja="答える前に、相手が接続を切っています。",
        ),
        told(
            "(always|mostly|usually|only|often|typically) (when|after|if|following) (there was |a |an |some |the |)(pause|break|idle|quiet|silence|inactivity|long gap|night|minutes without|while without|connection was unused|line was unused)",
            "(one|about one|# ) (call|request|in|of|out of) (in |a |)(a |# |hundred|thousand|few hundred|ten thousand)",
            "(rare|rarely|sporadic*|every few hundred|once in) ~ (call|calls|request|requests|connection|connections|hundred|thousand)",
            "(reused|pooled|persistent|kept open|long lived|cached|shared|unused|stale) (connection|connections|session|socket|sockets|client)",
            "(second|next|immediate|automatic|single) (attempt|try|retry|call) ~ (works|succeeds|always|fine|passes|ok)",
            "(間隔が空いた|しばらくぶり|千回に|百回に|まれに)",
            weight="clear",
            en="It happens rarely, after a pause, on a kept connection.",
            ja="まれに、間を置いたあと、使い回した接続で起きています。",
        ),
        says(
            "(connection reset by peer|connection reset|econnreset|connectionreset*|socket hang up|remote end closed connection|remotedisconnected|server disconnected|serverdisconnected*|connection aborted|connectionaborted*|broken pipe|epipe|unexpected end of stream|premature (end|close)|closed connection without|connection was closed|connection closed|empty reply from server|nohttpresponse*|failed to respond|stale connection|other side closed|und err socket|eof (error|occurred|exception)|unexpected eof|use of closed network connection|server closed (idle|the) connection|server closed idle|connection was forcibly closed|forcibly closed|keep alive connection|underlying connection was closed|goaway|stream closed|transport connection broken|http client ~ idle)",
            "(接続|コネクション)~(切断|リセット|強制的に切断|閉じられ)",
            weight="clear",
            en="The connection was closed without an answer.",
            ja="答えのないまま、接続が閉じられました。",
        ),
        says(
            "(server closed idle connection|expected to be kept alive|keep alive that was expected|stale connection|idle connection)",
            weight="strong",
            group="idle",
            en="The closed connection was an idle one kept for reuse.",
            ja="閉じられたのは、使い回すために取っておいた接続です。",
        ),
        fact("after-idle", "strong"),
        fact("intermittent", "clear"),
        fact("waiting-helps", "weak"),
        told(
            "(keep alive|keepalive|connection pool|pooling|pooled|persistent|reuse*|idle|session object|http agent|long running (process|worker))",
            "(first|next) (call|request) after ",
            "(retry|second attempt|next call|immediate retry) ~ (works|succeeds|fine|ok)",
            "(few|rare*|small (share|percentage|part)|one in|percent|# percent|0 #) ~ (calls|requests|of|fail*)",
            "(connection close|disabling keep alive|without keep alive|new connection|fresh connection) ~ (helps|works|fixes|solves|no error*)",
            "(アイドル|使い回|接続プール|しばらく(使わ|間))",
            weight="clear",
            en="Reused or idle connections are mentioned.",
            ja="使い回す接続や、使っていない時間に触れられています。",
        ),
        fact("all-calls-fail", "-strong"),
        fact("never-worked", "-strong"),
        fact("vendor-wide", "-clear"),
        fact("large-request", "-weak"),
        says(
            "(handshake|certificate|ssl routines|wrong version|protocol version|secure channel|authentication failed)",
            weight="-strong",
            group="tls",
            en="It ended during the TLS handshake.",
            ja="TLSの取り決めの途中で終わっています。",
        ),
        says(
            "(timed out|timeout)",
            weight="-weak",
            group="time",
            en="A time limit is named.",
            ja="時間切れに触れています。",
        ),
        holds(signs.answered_at_all, weight="-clear", en="An answer came.", ja="答えが届いています。"),
    ),
    remedies=(
        remedy(
            "fresh-connection",
            "safe",
            en="Call again over a fresh connection\nReads at once; writes only with an idempotency key or after reading back\nIdle connections to this host are closed earlier from now on",
            ja="新しい接続で呼び直す\n読み取りはすぐに、書き込みは重複防止の鍵があるか読み直したあとだけ送ります\n以後、この相手の使われない接続は早めに閉じます",
            actions=(act("read-back"), act("retry-once")),
        ),
        remedy(
            "raise-keep-alive",
            "person",
            en="Raise the server's keep-alive time\nIf the server is yours, keep connections longer than the clients and balancers in front do",
            ja="サーバー側の保持時間を延ばす\n自社のサーバーなら、手前の装置やクライアントより長く接続を保ちます",
        ),
    ),
)
