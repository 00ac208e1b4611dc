from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="consistency-unknown-outcome",
    code="CON11",
    possible_status=(502, 503, 504, 500, 520, 524),
    base=-1.5,
    severity="critical",
    refines="network-read-timeout",
    neighbours=(
        "network-read-timeout",
        "network-keepalive-race",
        "server-timeout-heavy-request",
        "consistency-duplicate",
    ),
    signals=(
        holds(
            signs.write_without_answer,
            weight=9.0,
            en="A write was sent and no answer came back: it may have been carried out.",
            ja="書き込みを送り、答えが返っていません。済んでいるかもしれません。",
        ),
        told(
            "(unknown|unclear|uncertain|not known) (whether|if|outcome|result)",
            "(was|is) (created|charged|booked|saved|done|sent) ~ (although|despite|even though|nevertheless|anyway)",
            "(timed out|timeout|no answer) ~ (but|yet) ~ (created|exists|charged|booked|there|saved)",
            "(twice|two (orders|payments|records|charges)) ~ (timeout|retry)",
            "(済んだか|登録されたか|届いたか)~(わから|不明)",
            "(タイムアウト)~(登録されて|二重)",
            weight="strong",
            en="It is unclear whether the write was carried out.",
            ja="書き込みが済んだかどうかがわからないと述べられています。",
        ),
        holds(
            signs.sends_idempotency_key,
            weight="-clear",
            en="A retry key makes repeating safe.",
            ja="重複防止の鍵があり、くり返しても安全です。",
        ),
        holds(
            signs.reads,
            weight="-decisive",
            en="It was a read; repeating does no harm.",
            ja="読み取りなので、くり返しても害はありません。",
        ),
        says(
            "(econnrefused|connection refused|enotfound|eai again|name resolution|connect timeout|certificate|proxy authentication)",
            weight="-decisive",
            group="unsent",
            en="Nothing was sent.",
            ja="何も送られていません。",
        ),
        holds(
            signs.client_error,
            weight="-decisive",
            en="The write was refused.",
            ja="書き込みは断られています。",
        ),
    ),
    remedies=(
        remedy(
            "look-first",
            "safe",
            en="Look whether it was done, before anything else\nEnishi searches by its own reference, external number or content\nFound: counted as done. Surely absent: sent once more",
            ja="何よりも先に、済んだかどうかを調べる\nこちらの参照番号・外部番号・内容で探します\n見つかれば完了とし、確かになければ一度だけ送り直します",
            actions=(act("read-back"), act("hold")),
        ),
        remedy(
            "decide",
            "ask",
            en='Decide when the search gives no answer\nThe candidates found are shown; confirm "done" or "send again"',
            ja="調べてもわからなければ決める\n見つかった候補を示します。「完了」か「送り直す」を選んでください",
            actions=(act("hold"),),
        ),
    ),
)
