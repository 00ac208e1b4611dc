from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="webhook-error-acknowledged",
    code="HOOK08",
    usual_status=(200, 202, 204),
    possible_status=(201,),
    base=-0.1,
    severity="critical",
    neighbours=(
        "webhook-out-of-order",
        "webhook-disabled-after-failures",
        "webhook-wrong-url",
        "semantic-error-in-success",
    ),
    signals=(
        told(
            "(some|certain|a few|occasional|individual|several|many) (orders|events|payments|records|messages|webhooks|deliveries|customers|contacts|invoices|notifications) ~ (never appear|missing|lost|not in|never arrive|not processed|not stored|never show|not created|disappear*|not imported|skipped|never processed)",
            "(events|orders|payments|webhooks|messages|deliveries|records|event|order|payment) ~ (never appear|never appears|never show up|lost|not stored|not saved|missing in|missing from|not processed|never processed|dropped|swallowed|ignored|gone)",
            "(shows|reports|lists|marks|log shows|dashboard shows|considers|shown as) ~ (successful|delivered|success|200|green|as delivered|all deliveries|succeeded)",
            "(sends|send|delivers|tries|try) (none|nothing|it|them|no|not) (again|anew|retry|retries)",
            "(no|never|not) (retry|retried|retries|redeliver*|resent|repeated|sent again) ~",
            "(catch|catches|except|exception|error|failure|fails) ~ (returns 200|return 200|answers 200|200|ok anyway|swallow*|still 200|success|status 200|responds 200|acknowledg*)",
            "(200|2xx|ok|success) ~ (although|even though|despite|but|even if|while|before) ~ (fail*|error|exception|not stored|not processed|stor*|process*)",
            "(欠け|抜け|消え|取り込まれ|登録され)(ている|ない|ていない|ていません)",
            "(成功|200)~(失敗|エラー|例外|処理され)",
            weight="clear",
            en="Deliveries count as successful, and their content is missing here.",
            ja="配信は成功とされているのに、中身がこちらにありません。",
        ),
        fact("inbound", "clear"),
        holds(
            signs.answered_ok,
            weight="weak",
            en="We answered the delivery with success.",
            ja="通知に成功と返事をしています。",
        ),
        fact("some-records-only", "weak"),
        fact("intermittent", "hint"),
        told(
            "(twice|duplicate*|out of order|older|earlier|disabled|no webhook arrives any more|nothing arrives|challenge|signature|raw body|handled a moment before)",
            weight="-clear",
            group="told-other",
            en="Events are doubled, reordered or stopped altogether.",
            ja="通知が重なる、順序が変わる、または完全に止まっています。",
        ),
        holds(
            signs.client_error,
            weight="-clear",
            en="The delivery was refused, so the vendor will repeat it.",
            ja="通知を断っているため、ベンダーが送り直します。",
        ),
        holds(
            signs.server_error,
            weight="-clear",
            en="The delivery was answered with an error, so the vendor will repeat it.",
            ja="エラーと返事をしているため、ベンダーが送り直します。",
        ),
    ),
    remedies=(
        remedy(
            "process-again",
            "safe",
            en="Process the stored event again\nWhen it is in our inbox; recognised by id, so nothing is booked twice",
            ja="保存された通知をもう一度処理する\n受信箱に残っている場合です。番号で見分けるため、二重登録になりません",
            actions=(act("retry-once"),),
        ),
        remedy(
            "fetch-missing",
            "ask",
            en="Fetch what is missing from the vendor\nThe vendor's list is compared with ours for the time in question\nThe preview lists every record",
            ja="欠けているものをベンダーから取り込む\nその期間の一覧を、ベンダーとこちらで比べます\n対象を1件ずつ画面に示します",
            actions=(act("read-back"),),
        ),
        remedy(
            "store-first",
            "person",
            en="Store the event before answering 200\nAnswer 5xx when storing fails\nUse Resend in the vendor's delivery log for single events",
            ja="200を返す前に通知を保存する\n保存できなければ5xxを返します\n個別の通知は、ベンダーの記録の画面から「再送」できます",
        ),
    ),
)
