from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="webhook-out-of-order",
    code="HOOK07",
    possible_status=(200, 201, 202, 204, 404, 409, 500),
    base=-0.1,
    severity="medium",
    neighbours=(
        "webhook-slow-ack",
        "webhook-error-acknowledged",
        "consistency-eventual",
        "consistency-edit-conflict",
    ),
    signals=(
        told(
            "(within|in) (one|the same|a) (second|moment|minute)",
            "(shows|has) ~ while the vendor (shows|has|says)",
            "(older|earlier|previous) (state|status|stage|event|update|version) ~ (wins|won|stored|overwr*|shown|after)",
            weight="clear",
            group="told-more",
            en="Two events came close together, and our state differs from the vendor's.",
            ja="2つの通知が続けて届き、こちらの状態が相手と食い違っています。",
        ),
        told(
            "(event|events|webhook|webhooks|delivery|deliveries|message|messages|update|updates|notification|notifications) ~ (out of order|wrong order|another order|other order|different order|before the|reverse order|not in order|reordered|arrives before|arrived before|comes before|came before|overtak*|earlier than|later than|order of)",
            "(older|earlier|previous|stale|old) (event|events|state|status|version|webhook|update|delivery|message|data) ~ (wins|overwrites|overwrote|overwritten|arrives later|arrived later|arrives after|came after|last|replaces|processed after|handled after|applied)",
            "(updated|update|paid|completed|succeeded|active|cancelled|deleted) ~ (handled|processed|arrived|received|arrives|came|comes|delivered) ~ (before|earlier|moment before|first|shortly before)",
            "(created|create|pending|incomplete) ~ (after|later than|arrives last|overwrit*|second) ~ (updated|paid|active|completed|succeeded)",
            "(stored|own|local|our) (state|status|data|record|copy) ~ (incomplete|pending|old|older|wrong|stale|back to|outdated|differs|previous)",
            "(goes|went|falls|fell|turns|turned|jumps|switched|set|reset) back to",
            "(shows|has|is) ~ (active|paid|completed|cancelled|newer|current) ~ (vendor|in the console|dashboard|stripe|shop)",
            "(順番|順序)(が|は|どおり|通り)~(入れ替|逆|違|前後|保証)",
            "(古い|以前の)(状態|ステータス|通知|イベント)~(上書き|戻)",
            weight="strong",
            en="A newer state was replaced by an older event, or events came in another order.",
            ja="新しい状態が古い通知で上書きされたか、通知の順序が入れ替わっています。",
        ),
        fact("inbound", "clear"),
        holds(
            signs.answered_ok,
            weight="weak",
            en="The delivery itself was accepted.",
            ja="通知そのものは受け取られています。",
        ),
        fact("parallel", "hint"),
        fact("stale-copy", "hint"),
        says(
            "(no such|not found|does not exist|record not found|unknown record)",
            weight="hint",
            en="The record of the event is not known yet.",
            ja="通知の対象がまだ知られていません。",
        ),
        says(
            "(signature|csrf|challenge|timed out|timeout)",
            weight="-clear",
            group="said-other",
            en="The message names another reason.",
            ja="別の理由が挙がっています。",
        ),
        told(
            "(twice|duplicate*|never appear|never appears|disabled|no webhook arrives)",
            weight="-clear",
            group="told-other",
            en="Events are doubled or missing.",
            ja="通知が重なっているか、届いていません。",
        ),
    ),
    remedies=(
        remedy(
            "newest-wins",
            "safe",
            en="Ignore older events and read the current record\nCompared by the vendor's time stamp or version\nReading changes nothing at the vendor",
            ja="古い通知を無視し、現在の状態を読む\nベンダーの時刻や版で比べます\n読むだけなので、ベンダー側は変わりません",
            actions=(act("read-back"),),
        ),
        remedy(
            "repair-states",
            "person",
            en="Repair states that were overwritten\nCompare the list of affected records with the vendor\nIn code treat an event as a hint and read the record",
            ja="上書きされた状態を直す\n影響したレコードの一覧をベンダーと見比べます\nプログラムでは、通知をきっかけとだけみなして現在の状態を読みます",
        ),
    ),
)
