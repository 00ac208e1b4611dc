from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

_DUMMY = re.compile(
    r"0{16,}|f{16,}|deadbeef|\"test\"\s*:\s*true|\"(?:event|type|topic)\"\s*:\s*\"(?:ping|test|webhook\.test|webhook_test|test_event|endpoint\.verification)\"|evt_0{8,}|\"events\"\s*:\s*\[\s*\]",
    re.IGNORECASE,
)


def dummy_values(evidence: Evidence) -> Place | None:
    """The event (or the call that answers it) carries invented values."""
    found = _DUMMY.search(evidence.sent_text[:8000])
    return Place("request.body", "", found.start(), found.end()) if found else None


CAUSE = Cause(
    slug="webhook-test-event",
    code="HOOK10",
    possible_status=(200, 400, 404, 422, 500, 401, 403),
    base=-0.2,
    severity="low",
    neighbours=(
        "webhook-challenge-unanswered",
        "webhook-wrong-secret",
        "consistency-reference-missing",
        "auth-one-time-token-reused",
    ),
    signals=(
        holds(
            dummy_values,
            weight="strong",
            en="The event carries invented values such as only zeros.",
            ja="ゼロの並びなど、見本の値が入っています。",
        ),
        told(
            "(press*|click*|using|hitting|push*) (the |a |on |)(verify|test|send test|validate|test webhook|send test notification|send test webhook|test button|verify button|simulate|simulator|ping)",
            "(test|sample|verification|verify|dummy|ping|trial|simulated|example|demo) (event|events|webhook|webhooks|button|notification|delivery|message|payload|order|hook|data|transaction|ipn|callback|request)",
            "(webhook|event|ipn) (simulator|tester|test tool)",
            "(sent|send|triggered|trigger|created) (from|in|by|with) (the |)(developer console|console|dashboard|admin|simulator|cli trigger)",
            "(検証|テスト送信|接続確認|疎通確認|ダミー|テスト通知|テストイベント)(ボタン|を|で|の|時)?",
            weight="strong",
            en="It happens with a trial or verification event.",
            ja="試しの通知や検証のときに起こります。",
        ),
        fact("test-event", "weak"),
        fact("inbound", "weak"),
        told(
            "(real|live|actual|production|normal|customers) (event|events|orders|order|webhooks|deliveries|messages|data) ~ (work|works|pass|fine|ok|processed|succeed|are handled)",
            "本物~(通|届|処理)",
            weight="clear",
            group="told-real",
            en="Real events work.",
            ja="本物の通知は処理できています。",
        ),
        says(
            "(no such|not found|does not exist|invalid reply token|could not be found)",
            weight="hint",
            en="What the event names does not exist.",
            ja="通知が指すものは存在しません。",
        ),
        told(
            "(several lines|one line works|multi line|challenge|raw body|two webhook endpoints|request url is refused)",
            weight="-clear",
            group="told-other",
            en="The trial is only how another fault was noticed.",
            ja="試しの通知は、別の問題に気づくきっかけにすぎません。",
        ),
        says(
            "(parse|parsing|json|invalid character|signature|csrf)",
            weight="-weak",
            group="said-other",
            en="The message names another reason.",
            ja="別の理由が挙がっています。",
        ),
        holds(
            signs.sample_event,
            weight="strong",
            en="What arrived is a sample with invented values.",
            ja="届いたのは、作り物の値が入った見本です。",
        ),
        told(
            "(simulator|simulated|simulate|scenario|sample|samples|dummy|fake|example|mock|test button|send test|test send|test call|test notification|test tool|trigger sample|the test|trial run|verify button|ping)",
            "(while|when|since|right when|as soon as|the moment) (we |i |it |the |they |)(connect*|set (it |the |)up|setting up|add*|sav*|creat*|configur*|registered|being set up|was being set up|marketing|press*|click*|hit*)",
            "(macros|placeholders|variables) ~ (unresolved|not (resolved|replaced|filled))",
            "(テスト送信|動作確認|見本|サンプル|接続テスト|検証ボタン|テストボタン|確認で送)",
            weight="clear",
            group="told-sample",
            en="A test or sample is sent from the vendor's settings.",
            ja="ベンダーの設定画面から、試しの通知が送られています。",
        ),
    ),
    remedies=(
        remedy(
            "accept-quietly",
            "safe",
            en="Store it as a test, answer 200, do nothing further\nIt holds no customer data\nIt stays visible in the inbox as a test",
            ja="試しの通知として記録し、200を返して終わる\nお客さまのデータは含まれません\n受信箱では「テスト」として見られます",
            actions=(act("mark-done"),),
        ),
        remedy(
            "skip-dummies",
            "person",
            en="Answer 200 first and skip dummy values\nSkip reply tokens of zeros and unknown ids\nThen press Verify again",
            ja="まず200を返し、見本の値は飛ばす\nゼロの並ぶ応答トークンや知らないIDは処理しません\nそのあと、もう一度「検証」を押します",
        ),
    ),
)
