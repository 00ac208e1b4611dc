from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="webhook-disabled-after-failures",
    code="HOOK09",
    possible_status=(200, 301, 302, 303, 307, 308, 400, 401, 403, 404, 410, 500, 502, 503),
    base=-0.1,
    severity="critical",
    neighbours=("webhook-wrong-url", "webhook-subscription-gone", "ours-worker-stalled", "webhook-slow-ack"),
    signals=(
        told(
            "(subscription|webhook|endpoint|hook) ~ (gone|missing|vanished|removed|disappeared) ~ (list|settings|console|dashboard)",
            "(nothing|no events|no deliveries|no webhook*) ~ since ~ (down|certificate|outage|failed|weekend|moved|restart*)",
            weight="strong",
            group="told-more",
            en="The subscription has gone since our address could not be reached.",
            ja="こちらが受け取れなくなった後、購読が消えています。",
        ),
        fact(
            "subscription-disabled",
            "decisive",
            en="The vendor's list shows our subscription as switched off.",
            ja="相手の一覧で、こちらの登録が停止になっています。",
        ),
        says(
            "(webhook|webhooks|subscription|endpoint|hook|event delivery|callback|deliveries|event subscriptions|notifications) ~ (disabled|has been disabled|was disabled|auto disabled|automatically disabled|deactivated|been paused|suspended|turned off|switched off|been removed|temporarily disabled|permanently disabled|failed to connect|been deleted) ~",
            "(disabled|deactivated|paused|suspended|removed) (the |your |this |due to |because of |after )(webhook|hook|endpoint|subscription|too many|repeated|consecutive|multiple|failures|failed)",
            "(too many|consecutive|repeated|multiple) (failures|failed deliveries|delivery failures|failed attempts|errors) ~ (webhook|endpoint|subscription|hook|disabled)",
            "(webhook|通知|配信)~(無効|停止|一時停止)(に|され|しました)",
            weight="strong",
            where="any",
            en="The vendor has switched the webhook off.",
            ja="ベンダーがwebhookを止めています。",
        ),
        told(
            "(status|state|webhook|subscription|hook|endpoint|it) ~ (is disabled|shows disabled|disabled|inactive|deactivated|paused|failed state|switched off|turned off|auto disabled|failing)",
            "(no webhook|no webhooks|no event|no events|nothing|no more events|no more webhooks|no delivery|no deliveries|no notification|no notifications|no further) ~ (arrive|arrives|any more|anymore|comes|come|delivered|received|since)",
            "(webhook|webhooks|events|deliveries|notifications) ~ (stopped|stop|ceased|no longer arrive|no longer delivered|not delivered any more|went silent|stay away|suddenly stopped|no longer come|no longer sent)",
            "(after|following) (some|several|a few|many|repeated|an outage|five|5|#) (deliveries|failures|failed|errors|downtime|outage|days|attempts)",
            "(通知|webhook)~(届かなく|来なく|止ま|無効)",
            "(無効|停止|一時停止)(に|と)(なって|され|表示)",
            weight="clear",
            en="Deliveries came and then stopped altogether.",
            ja="届いていた通知が、まったく来なくなっています。",
        ),
        told(
            "(webhook|webhooks|subscription|subscriptions|hook|endpoint|status) ~ (is disabled|shows disabled|shows as disabled|auto disabled|was disabled|were disabled|deactivated|turned off|switched off|paused|disabled after|disabled by|disabled because)",
            "(disabled|deactivated|removed|turned off) ~ (webhook|webhooks|subscription|subscriptions|hook) ",
            "(無効|停止)(に|と)(なって|され|表示)",
            weight="strong",
            group="told-disabled",
            en="The webhook is said to be switched off.",
            ja="webhookが止められていると書かれています。",
        ),
        holds(
            signs.redirect_changes_host,
            weight="hint",
            en="Our answer is a redirect, which many vendors count as a failure.",
            ja="返事がリダイレクトになっています。多くのベンダーは失敗に数えます。",
        ),
        fact("inbound", "clear"),
        fact("worked-before", "weak"),
        fact("works-at-first", "weak"),
        fact("never-worked", "-clear"),
        told(
            "(twice|duplicate*|out of order|raw body|challenge|signature mismatch|never appear)",
            weight="-clear",
            group="told-other",
            en="Events still arrive, in another way than they should.",
            ja="通知は届いていて、別の問題があります。",
        ),
        says(
            "(api|user|account|token|key|feature|service|javascript|smtp) ~ disabled",
            weight="-weak",
            group="said-other",
            en="Something else is switched off.",
            ja="切られているのは別のものです。",
        ),
    ),
    remedies=(
        remedy(
            "recreate-own",
            "safe",
            en="Re-create our own subscription and fetch the gap\nOnly when our address answers again\nMissed events are taken over by id",
            ja="Enishiが作った登録を作り直し、空いた期間を取り込む\nこちらのURLが応答することを確かめてから行います\n届かなかった分は番号で見分けて取り込みます",
            actions=(act("recreate-subscription"), act("read-back")),
        ),
        remedy(
            "enable",
            "person",
            en="Switch the webhook on again\nWooCommerce: Settings, Advanced, Webhooks, status Active\nGitLab, Stripe: Enable\nLook for the first failure in its delivery log and heal that first",
            ja="webhookを有効に戻す\nWooCommerce: 「設定」→「高度な設定」→「Webhook」で状態を「有効」にします\nGitLab・Stripe: 「有効化」\n配信記録で最初の失敗を探し、先にそれを直します",
        ),
    ),
)
