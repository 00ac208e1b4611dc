from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="consistency-poison-record",
    code="CON14",
    usual_status=(500,),
    possible_status=(502, 503, 504, 400, 422),
    base=-1.5,
    severity="high",
    refines="server-internal-error",
    neighbours=(
        "server-internal-error",
        "server-outage",
        "consistency-partial-batch",
        "schema-invalid-value",
    ),
    signals=(
        fact("one-record-always-fails", 11.0),
        holds(
            signs.server_error,
            weight="weak",
            en="The vendor's software stumbles over it.",
            ja="相手のソフトがつまずいています。",
        ),
        fact("vendor-wide", "-strong"),
        fact("all-calls-fail", "-strong"),
        holds(
            signs.client_error,
            weight="-weak",
            en="The vendor says what is wrong with the record.",
            ja="相手は記録の誤りを説明しています。",
        ),
    ),
    remedies=(
        remedy(
            "set-aside",
            "safe",
            en="Set this record aside\nAfter three failures it leaves the queue and waits apart, so that the others go on in order",
            ja="この記録だけを脇に置く\n三回失敗したら列から外して待たせ、ほかの記録は順番どおりに進めます",
            actions=(act("hold"),),
        ),
        remedy(
            "find-the-part",
            "ask",
            en="Find the part that does it\nEnishi proposes to send the record without its unusual parts (emoji, long text, empty lists), one at a time; confirm each",
            ja="原因の部分を探す\n絵文字・長い文章・空の一覧などを一つずつ外して送る案を示します。都度、承認していただきます",
            actions=(act("hold"),),
        ),
        remedy(
            "report-it",
            "person",
            en="Report it to the vendor\nThe record (without personal data) and the request id are ready for the mail",
            ja="提供元に報告する\n個人情報を除いた記録とリクエストIDを、連絡用に用意してあります",
        ),
    ),
)
