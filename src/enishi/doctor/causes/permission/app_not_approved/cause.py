from __future__ import annotations

from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, fact, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="permission-app-not-approved",
    code="PERM06",
    usual_status=(403,),
    possible_status=(401, 400, 200, 404),
    base=-0.4,
    severity="high",
    neighbours=(
        "auth-credential-not-activated",
        "permission-missing-scope",
        "permission-plan-limit",
        "endpoint-wrong-environment",
    ),
    signals=(
        says(
            "(app|application|client|integration|template|channel|campaign|extension|listing|partner|use case|account) ~ (in draft|is a draft|draft state|not published|unpublished|not approved|not been approved|pending approval|pending review|under review|in review|awaiting approval|awaiting review|not verified|unverified|in development mode|development mode|not reviewed|not been reviewed|not live|is not public|not been verified|testing mode|not yet approved|not been published|waiting for approval|has not completed)",
            "(not|isnt|hasnt been|not been) approved (to|for) (access|use|this)",
            "(requires|require|needs|need|pending|awaiting|subject to) (app |vendor |manual |additional |our |business |advanced |)(review|approval|verification)",
            "(app review|advanced access|partner approval|business verification|verification process|security review)",
            "(protected customer data|restricted role|restricted scope|sensitive scope)",
            "(only|limited to) ~ (test users|testers|developers of the app|app roles|developer accounts|sandbox users)",
            "(unapproved|unverified|unpublished|draft) (app|application|client|template)",
            "(審査|承認)(中|待ち|されていません|されていない|が必要|が完了|を受け)",
            "(アプリ|チャネル|テンプレート)~(下書き|未公開|非公開|開発中|公開されて|承認されて)",
            weight="strong",
            en="The answer says that the vendor has not released the app (or this part of it) yet.",
            ja="アプリ(またはその一部)がまだ公開・承認されていないと答えています。",
        ),
        code(
            "app_not_approved",
            "app_not_published",
            "APP_NOT_LIVE",
            "app_under_review",
            "MD1000",
            "MD5000",
            "template_not_approved",
            "org_internal",
            "admin_policy_enforced",
            "ACCESS_DENIED_APP_REVIEW",
            weight="strong",
            en="The error code stands for an app that is not released.",
            ja="未公開のアプリを表すエラーコードです。",
        ),
        told(
            "(app|application|template|scope|permission|channel|integration) ~ (draft|review|approval|approved|published|unpublished|verified|development mode|testing|submitted|waiting)",
            "(authorisation|authorization|consent|installation) of the app",
            "(developer|own|my|test) (account|store|shop|user) ~ (works|fine|succeeds|worked)",
            "(customers|other users|customer account|real shop|external users|merchants) ~ (fail|refused|cannot|error|blocked)",
            "(審査|公開|下書き|承認)",
            weight="clear",
            en="The description is about releasing or authorising an app.",
            ja="アプリの公開や認可についての説明です。",
        ),
        fact("draft-app", "clear"),
        fact("some-users-only", "weak"),
        fact("never-worked", "hint"),
        fact("worked-before", "-weak"),
        says(
            "(upgrade|plan|expired|insufficient scope|missing scope|sender|from address|domain)",
            weight="-weak",
            group="said-other",
            en="The answer names another reason.",
            ja="応答は別の理由を挙げています。",
        ),
    ),
    remedies=(
        remedy(
            "hold",
            "safe",
            en="Hold what needs the vendor's approval\nEverything else goes on",
            ja="ベンダーの許可が要る仕事を預かる\nほかの仕事は続けます",
            actions=(act("hold"),),
        ),
        remedy(
            "publish-app",
            "person",
            en="Publish the app or hand it in for review\nUntil then enter the customer as a test user\nGoogle: OAuth consent screen, Test users\nMeta: App Review, Permissions and Features\nAmazon: test form of the authorisation for drafts",
            ja="アプリを公開するか、審査に出す\nそれまでは顧客を試験用の利用者に加えます\nGoogle: 「OAuth同意画面」→「テストユーザー」\nMeta: 「アプリレビュー」→「アクセス許可と機能」\nAmazon: 下書きには試験用の認可の手順を使います",
        ),
    ),
)
