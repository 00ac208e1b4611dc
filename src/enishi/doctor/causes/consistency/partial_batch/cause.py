from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, holds, says, status
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="consistency-partial-batch",
    code="CON13",
    usual_status=(207, 200),
    possible_status=(202, 206),
    base=-1.5,
    severity="medium",
    refines="semantic-error-in-success",
    neighbours=("semantic-error-in-success", "consistency-poison-record", "schema-value-too-long"),
    signals=(
        status(
            207,
            weight="decisive",
            en="207 says that some parts succeeded and some did not.",
            ja="207は、一部が成功し一部が失敗したことを表します。",
        ),
        holds(
            signs.batch_is_mixed,
            weight="decisive",
            en="The answer lists successes and failures side by side.",
            ja="答えに、成功と失敗が並んでいます。",
        ),
        says(
            "(partial* (success*|fail*|processed|completed)|some (records|items|rows) (failed|could not))",
            "一部(の|)(失敗|成功|エラー)",
            weight="clear",
            en="Only a part of the batch was accepted.",
            ja="まとめ送りの一部だけが受け付けられています。",
        ),
        holds(
            signs.client_error,
            weight="-strong",
            en="The whole batch was refused.",
            ja="まとめ送り全体が断られています。",
        ),
        holds(signs.server_error, weight="-strong", en="The server failed.", ja="サーバーが失敗しています。"),
        holds(signs.reads, weight="-clear", en="It was a read.", ja="読み取りの呼び出しです。"),
    ),
    remedies=(
        remedy(
            "only-the-failed",
            "safe",
            en="Treat each item by its own result\nAccepted items are done; only the refused ones go to diagnosis, each with its own cause",
            ja="一件ずつの結果に従う\n受け付けられた分は完了とし、断られた分だけを、それぞれの原因で調べます",
            actions=(act("mark-done"), act("hold")),
        ),
        remedy(
            "correct-items",
            "person",
            en="Correct the refused items\nThey are listed with the reason given for each",
            ja="断られた記録を直す\n一件ごとの理由とともに一覧にします",
        ),
    ),
)
