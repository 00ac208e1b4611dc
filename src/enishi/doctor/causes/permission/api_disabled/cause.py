from __future__ import annotations

from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, fact, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="permission-api-disabled",
    code="PERM05",
    usual_status=(403,),
    possible_status=(401, 400, 404, 500, 535, 200, 503),
    base=-0.2,
    severity="high",
    neighbours=(
        "permission-plan-limit",
        "permission-missing-scope",
        "permission-account-suspended",
        "auth-method-retired",
    ),
    signals=(
        says(
            "(api|apis|service|rest api|web service|web services|api access|soap api|webhook api|graphql api|module|extension|feature|smtp auth|smtp client authentication|imap|xml rpc|xmlrpc|plugin|addon|integration|rest) ~ (is disabled|are disabled|been disabled|not enabled|disabled for|is not enabled|isnt enabled|has not been enabled|not been enabled|turned off|switched off|is off|not activated|deactivated|is not active|not been activated|disabled by|not turned on)",
            "(enable|activate|turn on|switch on) (the |this |your |)(api|apis|rest api|service|web services|api access|module|smtp auth|google|gmail|sheets|drive|calendar|it by)",
            "(api|access) (is |)(currently |)(disabled|not enabled) (for|in|on|by)",
            "has not been used in project",
            "(not enabled|disabled) for (this|your|the) (org|organization|organisation|account|project|shop|store|tenant|domain|site|company|workspace|team|mailbox|instance)",
            "(disabled|blocked|not allowed) by (your |the |an |)(administrator|admin|organization policy|org policy|domain policy)",
            "(api|サービス|web api|外部連携|連携機能)~(有効になって|有効化されて|無効|許可されて|停止中|利用できない設定|オフ)",
            "(api|schnittstelle) ~ (deaktiviert|nicht aktiviert)",
            "api ~ (désactivée|deshabilitada|未启用|已禁用)",
            weight="strong",
            en="The answer says that the API is switched off there.",
            ja="APIが有効になっていないと答えています。",
        ),
        code(
            "SERVICE_DISABLED",
            "API_DISABLED_FOR_ORG",
            "API_CURRENTLY_DISABLED",
            "accessNotConfigured",
            "api_disabled",
            "API_NOT_ENABLED",
            "domainPolicy",
            "feature_disabled",
            "rest_disabled",
            "woocommerce_api_disabled",
            weight="decisive",
            en="This error code means that the API is switched off.",
            ja="APIが切られていることを表すエラーコードです。",
        ),
        told(
            "(api|apis|service|setting|switch|checkbox|option|rest api|module|permalinks) ~ (enabled|disabled|switched on|switched off|turned on|turned off|activated|deactivated|not enabled|ticked|unticked|checked|off)",
            "(new project|new google project|another project|cloud console|api library)",
            "(apiの|api )(利用|有効|無効|許可)",
            weight="clear",
            en="The description speaks of a switch for the API.",
            ja="APIの切り替えについての話が出ています。",
        ),
        fact("all-calls-fail", "weak"),
        fact("never-worked", "weak"),
        fact("reads-work", "-hint"),
        says(
            "(user|account|key|token|webhook|login|member) (is|has been|was) (disabled|deactivated)",
            "(upgrade|plan|subscription|edition|no longer supported|deprecated|basic authentication is disabled)",
            "(scope|scopes|expired|role)",
            weight="-clear",
            group="said-other",
            en="Something else is off, or another reason is named.",
            ja="切られているのは別のものか、別の理由が挙がっています。",
        ),
    ),
    remedies=(
        remedy(
            "hold",
            "safe",
            en="Hold the work for this API\nIt follows by itself when the API is on",
            ja="このAPIの仕事を預かる\n有効になれば自動で届けます",
            actions=(act("hold"),),
        ),
        remedy(
            "switch-on",
            "person",
            en="Have the API switched on\nGoogle: APIs & Services, Library, Enable\nSalesforce: API Enabled in the profile\nExchange: user, Mail, Manage email apps, Authenticated SMTP\nThen wait a few minutes",
            ja="APIを有効にしてもらう\nGoogle: 「APIとサービス」→「ライブラリ」→「有効にする」\nSalesforce: プロファイルの「APIの有効化」\nExchange: 利用者→「メール」→「メール アプリを管理する」→「認証済みSMTP」\nそのあと数分待ちます",
        ),
    ),
)
