from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="auth-credential-not-activated",
    code="AUTH09",
    usual_status=(401,),
    possible_status=(403, 400, 520),
    base=-0.4,
    severity="medium",
    neighbours=("auth-invalid-credentials", "permission-app-not-approved", "consistency-eventual"),
    signals=(
        says(
            "(until|once|after) (your |the |)(credentials|credential|key|token|keys) (are|is|has been|have been) (activated|enabled|active)",
            "(access key|access key id|key|token|client|app id) ~ (is not enabled for|not yet enabled|not enabled for accessing)",
            weight=6.0,
            en="The answer says that the key is not enabled yet.",
            ja="鍵がまだ有効になっていないと答えています。",
        ),
        says(
            "(key|token|credential|credentials|secret|client|api key|application key|access key) ~ (is not active|not active|inactive|not activated|not yet active|not enabled|is disabled|pending activation|has not been activated|not been activated|not published|not yet valid for use|awaiting activation)",
            "(inactive|unactivated|unconfirmed|pending|disabled) (key|token|credential|credentials|api key|client|api user)",
            "(activate|confirm|enable|publish|save) (your|the|this) (key|token|api key|credential|credentials|account|email|settings|app) (first|before|to)",
            "(email|e mail|account) (address |)(is |has |)not (been |yet |)(confirmed|activated|verified) ~ (api|key|login|token)",
            "(トークン|キー|鍵|認証情報)~(有効化|反映|有効になって|アプリの設定を更新)",
            "(設定|変更)~(反映されて|反映していない|反映します)",
            weight="strong",
            en="The answer says that the credential is not in force yet.",
            ja="認証情報がまだ有効になっていないと答えています。",
        ),
        told(
            "(token|key|credential|secret|client|password|app) ~ (created|generated|made|issued|added) ~ (moment ago|minutes ago|just now|just|a short time|seconds ago|newly|today|settings screen|in the settings)",
            "(just|newly|freshly|recently) (created|generated|made|issued) (key|token|credential|secret|api key|api token)",
            "(not|never|without|forgot to|did not|before) (yet |)(save|saved|saving|publish|published|publishing|activate|activated|apply|applied|deploy|deployed|update the app|install|installed|confirm|confirmed) ~",
            "(generated|created|copied) ~ (but|without) ~ (sav*|publish*|updat*|activat*|install*)",
            "(アプリを更新|更新ボタン|反映|有効化)",
            weight="clear",
            en="The credential is new, or the settings around it were not saved or published.",
            ja="作られたばかりか、それを含む設定が保存・公開されていません。",
        ),
        told(
            "(form|settings|changes|app|dialog|page) ~ (was not saved|were not saved|not saved|not published|not updated|not deployed|not applied|not installed)",
            "(更新|反映|公開|保存|有効化|インストール|適用)(していない|していません|されていない|されていません|せず|しないまま|を忘れ)",
            weight="strong",
            group="told-unsaved",
            en="The settings around the credential were not saved or published.",
            ja="認証情報を含む設定が保存・公開されていません。",
        ),
        fact("just-created", "clear"),
        fact("never-worked", "weak"),
        fact("waiting-helps", "weak"),
        fact("worked-before", "-strong"),
        fact("works-at-first", "-strong"),
        fact("other-calls-work", "-weak"),
        holds(
            signs.no_credential_sent,
            weight="-strong",
            en="No credential is in the request.",
            ja="要求に認証情報がありません。",
        ),
        says(
            "(expired|scope|scopes|permission|review|approval)",
            "(期限切れ)",
            weight="-clear",
            group="said-other",
            en="The answer names another reason.",
            ja="応答は別の理由を挙げています。",
        ),
    ),
    remedies=(
        remedy(
            "wait-once",
            "safe",
            en="Wait a minute and try once more\nThe vendor may need a moment to spread the new key\nA second refusal ends the attempt",
            ja="1分待って1回だけ試す\n新しい鍵が行き渡るまで少しかかることがあります\nもう一度断られたら終わりにします",
            actions=(act("wait", 60), act("retry-once")),
        ),
        remedy(
            "publish-settings",
            "person",
            en="Save and publish the settings at the vendor\nkintone: Save, then Update App\nShopify: Install app\nElsewhere: look for Save, Publish, Activate or a confirmation mail",
            ja="ベンダーの画面で保存・公開する\nkintone: 「保存」のあと「アプリを更新」を押します\nShopify: 「アプリをインストール」を押します\nほかの製品: 保存・公開・有効化のボタンや確認メールを探します",
        ),
    ),
)
