from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def scopes_lack(evidence: Evidence) -> Place | None:
    """The settings know which scopes the operation needs, and one of them was not granted."""
    settings = evidence.settings
    if settings is None or not settings.scopes_needed or settings.scopes_granted is None:
        return None
    return Place("settings", "scopes_granted") if settings.scopes_needed - settings.scopes_granted else None


def scopes_suffice(evidence: Evidence) -> Place | None:
    settings = evidence.settings
    if settings is None or not settings.scopes_needed or settings.scopes_granted is None:
        return None
    return None if settings.scopes_needed - settings.scopes_granted else Place("settings", "scopes_granted")


def refused_though_known(evidence: Evidence) -> Place | None:
    """403 without a reason, while another credential works or this one works at another call."""
    if evidence.status != 403 or evidence.facts.get("all-calls-fail"):  # noqa: PLR2004
        return None
    return evidence.facts.get("other-credential-works") or evidence.facts.get("other-calls-work")


CAUSE = Cause(
    slug="permission-missing-scope",
    code="PERM01",
    usual_status=(403,),
    possible_status=(401, 404, 400, 200, 520),
    base=0.5,
    severity="high",
    neighbours=(
        "permission-user-role",
        "permission-resource-not-shared",
        "permission-plan-limit",
        "permission-api-disabled",
    ),
    signals=(
        told(
            "(token|key|credential) (was |is |)(made|created|issued|scoped|meant|limited|restricted) (for|to) (one|a single|this|that|the one) (app|application|site|service|function|resource|operation) only",
            "(app|read|deploy|site|project) (scoped|only|limited) (token|key)",
            weight="strong",
            group="told-scoped",
            en="The token was made for less than this call asks for.",
            ja="このトークンは、この呼び出しより狭い範囲のために作られています。",
        ),
        says(
            "scoped to (another|a different)",
            weight="-strong",
            group="said-scoped",
            en="The word means another account here.",
            ja="ここでは別のアカウントを指す言葉です。",
        ),
        says(
            "(read|write|access|manage|edit) permission (code |is |)missing",
            "(missing|required|lacks) (the |)~ (read|write|manage) permission",
            weight="strong",
            en="The answer names a permission that is missing.",
            ja="足りない許可を名指ししています。",
        ),
        holds(
            scopes_lack,
            weight="decisive",
            en="A scope that this operation needs was not granted.",
            ja="この操作に必要なスコープが与えられていません。",
        ),
        holds(
            scopes_suffice,
            weight="-strong",
            en="All scopes that this operation needs were granted.",
            ja="この操作に必要なスコープはすべて与えられています。",
        ),
        says(
            "(insufficient|missing|inadequate|additional|required|not enough|incorrect|invalid) (oauth |api |access |authentication |permission |authorization |token |)(scope|scopes)",
            "(scope|scopes) ~ (missing|required|insufficient|not granted|not authorized|needed|does not include|do not include|not sufficient|not allowed|lacks|not approved|not include)",
            "(requires|require|need|needs|lacks|without|lack) (the |an |one of the |any of the |)(following |) ~ (scope|scopes|api permission|token permission)",
            "insufficient (authentication |)(scope|scopes|oauth)",
            "insufficient privileges to complete the operation",
            "not accessible by (integration|personal access token)",
            "(token|key|app|application|api key|integration|client|access token|credential) ~ (does not have|doesnt have|do not have|lacks|has no|have no|not granted|not authorized|is not authorized|not allowed|not permitted|without) ~ (permission|permissions|access|scope|scopes|right|rights|privilege|this endpoint|this operation|this action|this api|this resource|to perform)",
            "(api key|api token|token|application|app) ~ (restricted|read only|not allowed to|cannot be used to|not permitted to)",
            "(not enough|insufficient|lacking|no) (permission|permissions) to (access|perform|call|use|execute|complete)",
            "(admin|administrator) (consent|approval) (is |)(required|needed)",
            "(grant|granted|missing) (the |)(application|delegated|api) permission",
            "(not|have not|has not|hasnt|havent) (been |)(consented|granted) ~ (permission|scope|application|app|consent)",
            "(スコープ|権限スコープ)~(不足|ありません|必要|足り|含まれて|許可されて)",
            "(トークン|アプリケーション|キー|アプリ)(に|には|は|では)~(権限|アクセス権|実行できません|許可されて|スコープ)",
            "(権限範囲|アクセス権限の範囲|許可スコープ)",
            weight="strong",
            en="The answer says that the token or app lacks a permission.",
            ja="トークンまたはアプリに権限が足りないと答えています。",
        ),
        code(
            "insufficient_scope",
            "missing_scope",
            "MISSING_SCOPES",
            "insufficientPermissions",
            "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            "insufficient_permissions",
            "Authorization_RequestDenied",
            "AADSTS65001",
            "AADSTS650057",
            "no_permission",
            "insufficient_oauth_scope",
            "OAUTH_SCOPE_MISMATCH",
            weight="strong",
            en="The error code stands for a missing scope.",
            ja="スコープの不足を表すエラーコードです。",
        ),
        says(
            "(permission|permissions) (denied|required|is required|missing)",
            "(not authorized|not authorised|unauthorized|not allowed|not permitted|forbidden|no permission|lack permission|do not have permission|does not have permission|dont have permission|do not have access|dont have access|permission denied|access denied)",
            "(権限がありません|アクセス権がありません|許可されていません|権限が必要)",
            weight="weak",
            group="said-vague",
            en="The answer speaks of a missing permission in general.",
            ja="権限がないことを一般的に述べています。",
        ),
        told(
            "(scope|scopes|permission|permissions|consent|api permission|grant|access right) ~ (added|missing|granted|requested|ticked|checked|enabled|not|read|write|only|needed|later|after|list)",
            "(token|key|app|integration|api key|client) ~ (read only|read access|limited|restricted|permission|permissions|permission to|scope)",
            "(delegated|application) permission",
            "(personal access token|fine grained|workflow token|service account)",
            "without (the |that |this )(field|scope) ~ works",
            "(権限|スコープ)(を|は|が)",
            weight="weak",
            en="The description speaks of scopes or permissions of the token.",
            ja="トークンの権限やスコープの話が出ています。",
        ),
        told(
            "(every|all|full|each|any) (available |possible |)(scope|scopes|permission|permissions|right|rights) (is |are |was |were |)(enabled|granted|ticked|selected|set|given|on|checked|included|allowed|chosen)",
            "(has|have|with|granted|given|enabled|selected|ticked) (all|every|full) (available |possible |the |)(scope|scopes|permission|permissions|right|rights)",
            "(すべて|全て|全部)の(権限|スコープ)~(付与|有効|選択|許可)",
            weight="-clear",
            group="told-all",
            en="The token is said to have every scope.",
            ja="すべての権限が与えられていると書かれています。",
        ),
        holds(
            refused_though_known,
            weight="clear",
            en="The caller is known, and another credential or another call is not refused.",
            ja="呼び出し主は認められていて、別の認証情報や別の呼び出しは断られません。",
        ),
        fact("reads-work", "weak"),
        fact("other-calls-work", "weak"),
        fact("caller-is-admin", "weak"),
        fact("some-records-only", "hint"),
        fact("exists-in-console", "hint"),
        fact("all-calls-fail", "-weak"),
        fact("some-users-only", "-weak"),
        fact("draft-app", "-weak"),
        says(
            "(role|privilege|principal user|profile|group membership|collaborator|administrator of)",
            "(plan|upgrade|subscription|trial|edition|billing|license)",
            "(ip address|allow list|whitelist|not been used in project|is disabled|rate limit|sender|from address)",
            "(shared with|not a member|not in channel|field level)",
            "(expired|invalid token|signature)",
            "(期限切れ)",
            weight="-weak",
            group="said-other",
            en="The answer names a more special reason.",
            ja="応答はもっと具体的な理由を挙げています。",
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
            en="Leave out what needs the scope\nOptional fields and calls are left out, the rest goes on\nThe preview shows what would be missing",
            ja="そのスコープが要る部分を外す\n任意の項目や呼び出しを外し、残りを続けます\n何が届かなくなるかを画面で確かめられます",
            actions=(act("hold"),),
        ),
        remedy(
            "grant-scope",
            "person",
            en="Grant exactly this scope and sign in again\nAdd the scope in the vendor's app settings\nSign in again: only a new token carries it\nAzure: API permissions, Grant admin consent\nkintone: tick the right at the API token, then Update App",
            ja="必要なスコープだけを加え、ログインし直す\nベンダーのアプリ設定でスコープを加えます\nログインし直します(新しいトークンにだけ含まれます)\nAzure: 「APIのアクセス許可」→「管理者の同意を与えます」\nkintone: APIトークンの権限にチェックを入れ、「アプリを更新」を押します",
        ),
    ),
)
