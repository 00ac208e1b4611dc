from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="network-read-timeout",
    code="NET05",
    base=0.2,
    retryable=True,
    severity="medium",
    neighbours=(
        "server-timeout-heavy-request",
        "network-firewall",
        "server-outage",
        "consistency-unknown-outcome",
    ),
    signals=(
        told(
            "(needs|takes|took|lasts|requires|answers|responds|runs|works) (up to |about |around |more than |over |nearly |almost |between |roughly |for |after |)(a |an |one |two |three |several |some |half a |# )(minute|minutes|second|seconds|s|sec|hour|while)",
            "(waits|wait|waited|gives up|gave up|cuts|aborts|aborted|stops|limit|limits|timeout|time limit|default) (only |after |of |is |at |just |set to |)(# |ten|thirty|five|a few|sixty|fifteen|twenty) (s|sec|second*|ms|minute*)",
            "(longer|higher|larger|increased|raised|bigger|more generous) (timeout|time limit|limit|read timeout|waiting time) ~ (helps|works|solves|fixes|succeeds|fine)",
            "(raising|increasing|extending|doubling|setting) (the |our |)(timeout|time limit|read timeout|limit)",
            "(slow|long) (answer|response|report|calculation|generation|model|query|call|endpoint|operation)",
            "(待ち時間|タイムアウト)を(延|長|上げ|増)",
            "(秒|分)(かかる|かかり|待つ|待ち)",
            weight="clear",
            en="A call that takes longer than our limit is mentioned.",
            ja="こちらの上限より長くかかる呼び出しに触れられています。",
        ),
        says(
            "(read timed out|read timeout|readtimeout*|read operation timed out|socket timeout|sockettimeout*|esockettimedout|response timeout|responsetimeout*|headers timeout|headerstimeout*|body timeout|request timeout after|timeout of # ms exceeded|timeout exceeded while awaiting|awaiting headers|client timeout exceeded|context deadline exceeded|deadline exceeded|operation timed out|the request was canceled due to|httpclient timeout|task was canceled|taskcanceled*|aborterror|the operation was aborted|operation was aborted|econnaborted|net readtimeout|execution expired|request timed out|the operation has timed out|operation has timed out|maximum execution time|waiting for (a |the |)(response|reply|headers|answer))",
            "(# bytes received|0 bytes received)",
            "timed out after # (ms|milliseconds|seconds|s)",
            "(timeout|time out) ~ (waiting|reading|response|exceeded|reached|expired)",
            "(読み取り|応答|レスポンス)~(タイムアウト|時間切れ|待ち)",
            "(タイムアウト|時間切れ)",
            weight="clear",
            en="Our own time limit ran out while waiting for the answer.",
            ja="答えを待つ間に、こちらの待ち時間の上限が来ました。",
        ),
        says(
            "(read timed out|readtimeout*|read timeout|esockettimedout|awaiting headers|timeout of # ms exceeded|# bytes received|und err headers timeout|read operation timed out|net readtimeout|httpclient timeout|default timeout)",
            weight="clear",
            group="read",
            en="The connection stood; only the answer was late.",
            ja="接続はできていて、答えだけが遅れています。",
        ),
        told(
            "(timeout|time out|time limit|limit) (is |of |was |set to |in |)(set|configured|default|# (s|sec|second*|ms|minute*)|too short|in our|in the client|of the client|hard coded|hardcoded)",
            "(our|own|client|clients|default|configured|short|shorter|longer|higher|larger|increased|raising|increasing|raised) (the |)(timeout|time out|time limit|timeouts)",
            "(takes|took|needs|needed|lasts|answers after|responds after|returns after) ~ (# (s|sec|second*|minute*)|long|longer|minutes|seconds|half a minute)",
            "(slow|long running|long) (call|calls|request|requests|report|endpoint|query|response|answer|operation|generation|model)",
            "(タイムアウト|待ち時間)~(設定|秒|短|延ば|長)",
            weight="clear",
            en="A short limit or a slow call is mentioned.",
            ja="短い上限や、時間のかかる呼び出しに触れられています。",
        ),
        holds(
            signs.gave_up_at_own_limit,
            weight="strong",
            en="The call ended just at the limit set for our client.",
            ja="こちらに設定した上限ちょうどで終わっています。",
        ),
        fact("large-request", "hint"),
        fact("some-records-only", "hint"),
        says(
            "(connect timeout|connecttimeout*|connection timed out|connect etimedout|no route|unreachable|resolving timed out|failed to connect|connect timed out)",
            weight="-clear",
            group="connect",
            en="The connection itself was not made.",
            ja="接続自体ができていません。",
        ),
        holds(
            signs.gateway_status,
            weight="-strong",
            en="The server or its gateway gave up first.",
            ja="先に打ち切ったのは、相手か中継です。",
        ),
        says(
            "(gateway|upstream|504|524|lock wait|statement timeout|query timeout|ora #|server timeout|backend)",
            weight="-clear",
            group="gateway",
            en="The time ran out on the other side.",
            ja="時間切れになったのは相手側です。",
        ),
        fact("vendor-wide", "-clear"),
        fact("inbound", "-weak"),
        holds(signs.answered_at_all, weight="-clear", en="An answer came.", ja="答えが届いています。"),
    ),
    remedies=(
        remedy(
            "read-again-longer",
            "safe",
            en="Repeat reads with more time, look after writes\nReads are repeated with twice the limit\nAfter a write Enishi first looks whether the record exists",
            ja="読み取りは長めに待って呼び直し、書き込みは結果を確かめる\n読み取りは、倍の待ち時間で呼び直します\n書き込みのあとは、まず記録があるかどうかを調べます",
            actions=(act("read-back"), act("retry-once")),
        ),
        remedy(
            "longer-limit",
            "ask",
            en="Set a longer limit for this call\nConfirm the new limit, which follows the measured times",
            ja="この呼び出しの上限を延ばす\n測った時間から決めた新しい上限を確かめて承認します",
            actions=(act("hold"),),
        ),
        remedy(
            "asynchronous",
            "person",
            en="Use the asynchronous way\nIf it regularly takes over a minute, use the vendor's job call or webhook",
            ja="非同期の方法に切り替える\nいつも一分を超えるなら、提供元のジョブ形式の呼び出しやWebhookを使います",
        ),
    ),
)
