from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, holds, says
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="version-deprecation-announced",
    code="VER06",
    usual_status=(200, 201, 204),
    base=-1.5,
    retryable=True,
    severity="low",
    refines="version-api-sunset",
    neighbours=("version-api-sunset", "version-default-moved", "version-field-removed"),
    signals=(
        holds(
            signs.announces_deprecation,
            weight="decisive",
            en="A successful answer carries the announcement of an end.",
            ja="成功の答えに、終了の予告が付いています。",
        ),
        says(
            "(will be|is being|is going to be|to be) (removed|retired|sunset|deprecated|discontinued|shut down|turned off)",
            "deprecated endpoint",
            "(予定|廃止予定|提供終了予定)",
            weight="clear",
            en="The answer speaks of an end in the future.",
            ja="将来の終了に触れています。",
        ),
        holds(
            signs.client_error, weight="-decisive", en="The call fails already.", ja="すでに失敗しています。"
        ),
        holds(
            signs.server_error, weight="-decisive", en="The server failed.", ja="サーバーが失敗しています。"
        ),
        holds(
            signs.no_status_known,
            weight="-clear",
            en="No successful answer is known.",
            ja="成功の答えが確認できません。",
        ),
    ),
    remedies=(
        remedy(
            "plan-the-move",
            "person",
            en="Plan the move\nFollow the vendor's migration page and try the successor in a sandbox\nSwitch before the date that the header names",
            ja="移行を計画する\n提供元の移行案内に沿い、試験環境で後継を試します\nヘッダーに書かれた期日までに切り替えます",
        ),
        remedy(
            "switch-version",
            "ask",
            en="Switch to the successor\nWhen the comparison shows no difference in the fields you use, confirm the new version",
            ja="後継の版に切り替える\n使っている項目に違いがないと比較で確かめられたら、新しい版を承認します",
            actions=(act("hold"),),
        ),
    ),
)
