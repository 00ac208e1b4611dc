from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def nobody_for_wordpress(evidence: Evidence) -> Place | None:
    """WordPress answers 401 to callers that it does not know, and 403 to users without the right."""
    path = "/wp-json/" in evidence.url or "rest_route=" in evidence.url
    return Place("response.status") if path and evidence.status == 401 else None  # noqa: PLR2004


CAUSE = Cause(
    slug="permission-user-role",
    code="PERM02",
    usual_status=(403,),
    possible_status=(401, 400, 422, 404, 500, 200),
    base=-0.1,
    severity="high",
    neighbours=(
        "permission-missing-scope",
        "permission-resource-not-shared",
        "permission-field-access",
        "auth-account-blocked",
    ),
    signals=(
        told(
            "(claims|token|user|account|principal|member|service user) ~ (no role|no roles|without a role|without role|lacks a role|lacks the role|role is missing|has no group|no rights|no permission)",
            weight=5.0,
            en="The user has no role.",
            ja="利用者に役割がありません。",
        ),
        holds(
            nobody_for_wordpress,
            weight="-clear",
            en="WordPress says 401 only to callers whom it does not know; a missing right is 403.",
            ja="WordPressの401は、誰か分からない呼び出しへの応答です。権限の不足なら403になります。",
        ),
        says(
            "(user|principal|account|member|you|employee|person|owner|operator|service user|login) ~ (does not have|doesnt have|do not have|dont have|lacks|is missing|has no|have no|without|not have|needs|require|requires|insufficient) ~ (role|roles|privilege|privileges|right|rights|capability|permission|permissions|admin access|administrator|license|group)",
            "(insufficient|missing|inadequate) (user |account |role |)(privileges|privilege|rights|role|roles|permissions|access rights|permission|capabilities)",
            "(role|roles|privilege|privileges|security role|permission set|profile|group membership|capability) ~ (missing|required|insufficient|not assigned|does not allow|does not have|needed|not allow|not granted|lacks)",
            "(must|need to|has to|have to|only|requires|should) (be |have |)(an |a |the |)(administrator|admin|owner|super admin|account owner|manager|editor|member of the|admins|administrators|owners)",
            "(not|isnt|arent) (an |a |the )(administrator|admin|owner|manager|member of (this|the) (organization|organisation|company|account|tenant|team))",
            "(user|account|principal|member) ~ (not a member|not found in|not been added|not set up|does not exist in|not enabled|not provisioned|not assigned|not part of|not registered) ~",
            "sorry you are not allowed to",
            "principal user",
            "(ユーザー|利用者|操作者|アカウント|担当者|メンバー|ログインユーザー|ご利用者)~(権限がありません|権限が不足|権限が必要|権限を持って|ロール|許可されて)",
            "(管理者|オーナー|システム管理者)(権限|のみ|ユーザー|だけ)~(必要|でき|実行|許可)",
            "(操作|閲覧|編集|実行|利用)(する|の|)権限(が|は)(ありません|ない|不足)",
            "(keine berechtigung|fehlende berechtigung|droits insuffisants|permisos insuficientes)",
            "(没有权限|权限不足)",
            weight="strong",
            en="The answer speaks of a right or role of the user.",
            ja="利用者の権限や役割についての応答です。",
        ),
        code(
            "INSUFFICIENT_ACCESS",
            "INSUFFICIENT_ACCESS_OR_READONLY",
            "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
            "insufficient_privileges",
            "InsufficientPrivileges",
            "not_admin",
            "user_not_authorized",
            "USER_NOT_AUTHORIZED",
            "PrivilegeDenied",
            "prvAccessDenied",
            "user_is_restricted",
            "restricted_action",
            weight="strong",
            en="The error code stands for a missing right of the user.",
            ja="利用者の権限不足を表すエラーコードです。",
        ),
        says(
            "(permission|permissions) (denied|required)",
            "(not allowed|not permitted|forbidden|do not have permission|dont have permission|does not have permission|access denied)",
            "(権限がありません|許可されていません|権限がない)",
            weight="weak",
            group="said-vague",
            en="The answer speaks of a missing permission in general.",
            ja="権限がないことを一般的に述べています。",
        ),
        told(
            "(user|service user|account|collaborator|member|employee|technical user|application user|api user|bot user|integration user) ~ (role|roles|rights|right|permission|permissions|editor|viewer|reader|profile|group|privilege|access|set up|new|created|added|licen*)",
            "(role|rights|permission set|profile|group|privileges|license) ~ (changed|removed|new|missing|assigned|not assigned|editor|viewer|restricted)",
            "(application user|service principal|system user|technical user|integration user)",
            "(admin|administrator|owner) ~ (works|succeeds|can|fine|no problem)",
            "(upgraded|migrated|moved|copied) ~ (instance|system|environment|tenant|organisation|organization)",
            "(ユーザー|利用者|担当者|メンバー)(の|に)~(権限|ロール|役割)",
            weight="clear",
            en="The description speaks of the user, its role or a new environment.",
            ja="利用者や役割、新しい環境についての話が出ています。",
        ),
        fact("some-users-only", "clear"),
        fact("other-credential-works", "weak"),
        fact("after-upgrade", "hint"),
        fact("worked-before", "hint"),
        fact("caller-is-admin", "-clear"),
        fact("reads-work", "hint"),
        fact("all-calls-fail", "hint"),
        says(
            "(scope|scopes|oauth|api key|integration|personal access token)",
            "(plan|upgrade|subscription|trial|edition|ip address|not been used in project|sender|from address|field level|shared with|not in channel|rate limit)",
            "(expired|invalid token|locked|password)",
            "(期限切れ)",
            "(secured field|this field|the field)",
            "(フィールド|項目)",
            "(this|the|that) (room|channel|chat|spreadsheet|sheet|calendar|document|board|page|file|folder)",
            "caller does not have permission",
            "(verification process|not verified|app review|testers|in draft)",
            weight="-clear",
            group="said-other",
            en="The answer names the token, the plan or another reason.",
            ja="応答はトークンや契約など、別の理由を挙げています。",
        ),
        holds(
            signs.no_credential_sent,
            weight="-clear",
            en="No credential is in the request.",
            ja="要求に認証情報がありません。",
        ),
    ),
    remedies=(
        remedy(
            "leave-out",
            "ask",
            en="Leave out the operation that needs the right\nEverything else goes on\nThe preview shows what would be missing",
            ja="その権限が要る操作だけを外す\nほかの仕事は続けます\n何が届かなくなるかを画面で確かめられます",
            actions=(act("hold"),),
        ),
        remedy(
            "give-role",
            "person",
            en="Have the user given the right\nAsk the customer's administrator; the request names the missing privilege\nSalesforce: Permission Sets, Manage Assignments\nDynamics: Application users, security role\nWooCommerce: key of a user with the role Shop manager",
            ja="利用者に権限を付けてもらう\n足りない特権の名前を添えて、顧客の管理者に依頼します\nSalesforce: 「権限セット」→「割り当ての管理」\nDynamics: 「アプリケーション ユーザー」にセキュリティロールを付けます\nWooCommerce: 「ショップ運営者」の利用者で鍵を作ります",
        ),
    ),
)
