from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def subscription_missing_in_list(evidence: Evidence) -> Place | None:
    """The list of subscriptions came and is empty."""
    path = evidence.path.lower()
    if evidence.method != "GET" or not any(
        part in path for part in ("subscription", "webhook", "hooks", "channels/watch")
    ):
        return None
    data = evidence.got_json
    rows = (
        data
        if isinstance(data, list)
        else next((value for value in data.values() if isinstance(value, list)), None)
        if isinstance(data, dict)
        else None
    )
    return Place("response.body") if signs.answered_ok(evidence) and rows == [] else None


CAUSE = Cause(
    slug="webhook-subscription-gone",
    code="HOOK13",
    possible_status=(200, 404, 410),
    base=-1.2,
    severity="critical",
    refines="webhook-disabled-after-failures",
    neighbours=(
        "webhook-disabled-after-failures",
        "webhook-wrong-url",
        "ours-worker-stalled",
        "auth-revoked-token",
    ),
    signals=(
        fact(
            "subscription-missing",
            "decisive",
            en="We asked the vendor for the list of subscriptions; ours is not on it.",
            ja="相手に登録の一覧を問い合わせたところ、こちらの登録がありませんでした。",
        ),
        holds(
            subscription_missing_in_list,
            weight=9.0,
            en="The vendor's list of subscriptions is empty.",
            ja="ベンダーの登録の一覧が空です。",
        ),
        says(
            "(subscription|webhook|channel|watch) ~ (has expired|expired|not found|does not exist|no longer exists|was deleted)",
            "(購読|登録|サブスクリプション)~(期限切れ|存在しません|見つかりません)",
            weight="clear",
            en="The vendor says that the subscription has ended.",
            ja="登録が終わったとベンダーが答えています。",
        ),
        told(
            "(subscription|webhook|channel|watch) ~ (expired|expiration|not renewed|gone|not listed|no longer listed|missing|deleted|disappeared|reinstall*)",
            "(reinstall*|installed again|re installed) ~ (webhook|webhooks|subscription|subscriptions|events)",
            "(購読|登録)~(期限|消え|更新していない)",
            weight="clear",
            en="The subscription has ended or vanished.",
            ja="登録の期限が切れたか、なくなっています。",
        ),
        fact("inbound", "hint"),
        told(
            "(after (some|several|repeated) failures|consecutive|disabled|billing|trial|plan)",
            weight="-clear",
            group="told-other",
            en="The vendor switched it off, or another subscription is meant.",
            ja="ベンダーが止めたか、別の「登録・契約」の話です。",
        ),
        says(
            "(billing|plan|payment|trial|period|account|customer)",
            weight="-clear",
            group="said-other",
            en="A contract is meant, not a webhook subscription.",
            ja="webhookの登録ではなく、契約の話です。",
        ),
    ),
    remedies=(
        remedy(
            "recreate-own",
            "safe",
            en="Re-create our own subscription and fetch the gap\nSame topics, same address, no wider rights\nThe gap is read with overlap; duplicates are recognised",
            ja="Enishiが作った登録を作り直し、空いた期間を取り込む\n種類もURLも同じで、権限は広がりません\n少し重ねて読み、重複は見分けます",
            actions=(act("recreate-subscription"), act("read-back")),
        ),
        remedy(
            "ask-why",
            "person",
            en="Find out whether somebody removed it on purpose\nLook at the console's list and at the app's installation",
            ja="誰かが意図して消したのかを確かめる\n管理画面の一覧と、アプリの状態を見ます",
        ),
    ),
)
