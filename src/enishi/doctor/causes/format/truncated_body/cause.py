from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="format-truncated-body",
    code="FMT12",
    possible_status=(200, 206, 502),
    base=-1.0,
    retryable=True,
    severity="medium",
    neighbours=(
        "format-compression",
        "network-keepalive-race",
        "server-output-polluted",
        "server-timeout-heavy-request",
    ),
    signals=(
        holds(
            signs.body_is_cut_off,
            weight="strong",
            en="Fewer bytes arrived than Content-Length announces.",
            ja="Content-Lengthより少ないバイトしか届いていません。",
        ),
        says(
            "(incomplete read|incompleteread|incomplete chunked|err incomplete chunked encoding|premature end of (content length|chunk|file)|content length mismatch|transfer closed with|response ended prematurely|response content ended|more expected|body ended prematurely|unexpected end of stream|premature eof|prematurely closed|server closed connection during|peer closed connection without sending complete)",
            "curl ~ 18 ~ transfer",
            "(応答|レスポンス|データ)~途中で~(切れ|終わ)",
            weight="decisive",
            en="The client says that the answer ended too early.",
            ja="応答が早く終わったとクライアントが述べています。",
        ),
        says(
            "(unexpected end of json|unterminated string|unexpected end of input|unexpected end of file|unexpected eof)",
            weight="weak",
            en="The reading stopped at the end of the text.",
            ja="読み取りが文字の末尾で止まっています。",
        ),
        told(
            "(answer|response|body|file|json|download) ~ (cut off|truncated|incomplete|ends early|ends in the middle|half|stops)",
            "(truncated|cut off)",
            "途中で切れ",
            weight="clear",
            en="The description tells of a cut-off answer.",
            ja="途中で切れた応答の話が出ています。",
        ),
        fact("large-request", "hint"),
        fact("small-request-works", "hint"),
        holds(
            signs.json_is_broken,
            weight="-clear",
            en="It is our own body that is broken.",
            ja="壊れているのはこちらの本文です。",
        ),
        holds(
            signs.client_error,
            weight="-clear",
            en="The answer is a refusal.",
            ja="応答は拒否です。",
        ),
    ),
    remedies=(
        remedy(
            "read-again",
            "safe",
            en="Repeat the reading call, then with half the page\nOnly reading calls are repeated\nA write is looked up by reading back",
            ja="読み取りをやり直し、だめなら件数を半分にする\nやり直すのは読み取りだけです\n書き込みは読み返して確かめます",
            actions=(act("retry-once"), act("page-size", 50)),
        ),
        remedy(
            "find-the-break",
            "person",
            en="Look where the answer breaks off\nOn own servers: memory, max_execution_time, nginx's upstream prematurely closed\nOtherwise tell the vendor the time and the byte count",
            ja="どこで切れるかを調べる\nご自身のサーバーでは、メモリー、max_execution_time、nginxのupstream prematurely closedを見ます\nそれ以外は、時刻とバイト数をベンダーに伝えます",
        ),
    ),
)
