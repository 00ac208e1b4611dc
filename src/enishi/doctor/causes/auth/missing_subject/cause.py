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

_GAP = re.compile(
    r"/(?:compan(?:y|ies)|tenants?|accounts?|organi[sz]ations?|realms?|sites?|shops?|stores?|merchants?|workspaces?|projects?|portals?|subscriptions?)"
    r"/(?:/|undefined\b|null\b|none\b|nil\b)",
    re.IGNORECASE,
)


def gap_in_address(evidence: Evidence) -> Place | None:
    """Where the id of the tenant belongs, the path has nothing, or the word undefined."""
    found = _GAP.search(evidence.path)
    return Place("request.url", found[0]) if found and not signs.answered_ok(evidence) else None


CAUSE = Cause(
    slug="auth-missing-subject",
    code="AUTH08",
    usual_status=(400, 401, 403),
    possible_status=(404, 500, 200, 422),
    base=-0.3,
    severity="high",
    neighbours=("auth-credential-other-account", "schema-missing-required-field", "permission-user-role"),
    signals=(
        told(
            "(no|without|lacks|missing) (a |the |any |)(tenant|organisation|organization|account|company|realm|workspace|site|customer|user|shop) (header|id|parameter|in)",
            "(tenant|organisation|organization|account|company|realm|workspace|site|customer) (header|id) (is |was |)(missing|left out|forgotten|not sent|not set|empty)",
            weight="strong",
            group="told-more",
            en="The tenant or account to act for is not named.",
            ja="対象のテナントやアカウントが指定されていません。",
        ),
        told(
            "(app only|application permission|application permissions|client credentials|domain wide delegation|impersonat*|delegated|on behalf)",
            weight="weak",
            group="told-acting",
            en="The caller acts for somebody else.",
            ja="誰かの代わりに呼び出す仕組みを使っています。",
        ),
        says(
            "no credentials",
            "no api key",
            "not authenticated",
            weight="-strong",
            group="said-credential",
            en="It is the credential that is absent.",
            ja="足りないのは認証情報のほうです。",
        ),
        says(
            "no (tenant|company|organization|account|realm) identifying",
            "aadsts50059",
            weight="decisive",
            en="The answer finds nothing that names a tenant.",
            ja="テナントを示すものが見つからないと答えています。",
        ),
        says(
            "(tenant|realm|company|org|organization|organisation|workspace|site|portal|login customer|business|impersonated user|subscription) (id |header |context |key |name |)~ (is missing|missing|is required|required|must be (set|provided|specified)|not provided|not specified|not set|not supplied|is empty|cannot be empty|not given|undefined)",
            "(missing|no|required|without|specify|select|choose|provide) (a |an |the |your |any |)(tenant|realm|company|organization|organisation|workspace|site|portal|login customer|impersonated user|subject|principal) (id|header|context|selected|specified|provided|set|given|name|key|found in)",
            "(must|need to|have to|please) (specify|select|provide|choose|set|pass) ~ (tenant|realm|company|organization|organisation|workspace|account id|customer id|merchant id)",
            "missing header ~ (tenant|account|organization|company|customer|site|store)",
            "only valid with delegated",
            "(on behalf of|act as|impersonat*) ~ (required|missing|must|not specified)",
            "(事業所|会社|テナント|組織|店舗|ワークスペース|company id|company_id|テナントid)~(指定されていません|指定してください|指定がありません|未指定|必須|選択してください|必要です)",
            weight=5.8,
            en="The answer asks for whom the call is made.",
            ja="誰のための呼び出しかを尋ねています。",
        ),
        holds(
            gap_in_address,
            weight=8.0,
            en="The place of the tenant's or company's id in the address is empty.",
            ja="URLの中の、テナントや会社のIDの位置が空です。",
        ),
        told(
            "(realm id|realm|company id|tenant id|tenant|organization id|account id|company|site id|portal id|customer id|subject|user to impersonate|header) ~ (forgotten|not set|missing|not passed|not given|empty|undefined|omitted|not sent|left out|is not configured|was not)",
            "(without|no) (a |the |any |)(realm|company|tenant|organization|account id|site id|subject|tenant id|company id|tenant header|user)",
            "(several|many|multiple|more than one) (companies|tenants|organisations|organizations|businesses)",
            "(事業所|会社|テナント)(の|を)(指定|id)",
            weight="clear",
            en="The description speaks of a company, tenant or user that has to be named.",
            ja="指定が必要な会社・テナント・利用者の話が出ています。",
        ),
        fact("all-calls-fail", "weak"),
        fact("never-worked", "hint"),
        fact("works-at-first", "-clear"),
        fact("some-records-only", "-clear"),
        says(
            "(record|field|property|line|item|order) ~ (required|missing)",
            "(expired|revoked|invalid token|scope|scopes)",
            weight="-clear",
            group="said-other",
            en="Something else is reported as missing or wrong.",
            ja="足りない・違うと言われているのは別のものです。",
        ),
    ),
    remedies=(
        remedy(
            "name-the-only-tenant",
            "ask",
            en="Name the stored tenant in the call\nThe id stored for this connection is put where the vendor expects it\nWith several tenants you choose one",
            ja="保存された対象を呼び出しに付ける\nこの接続に保存されたIDを、ベンダーの定めた場所に付けます\n複数あるときは選んでいただきます",
            actions=(act("reload-credential"), act("retry-once")),
        ),
        remedy(
            "enter-tenant",
            "person",
            en="Enter the company or tenant id\nCopy the id from the vendor's page of accounts\nFor delegated service accounts name the user to act for",
            ja="会社やテナントのIDを入力する\nベンダーのアカウントの画面からIDを写します\n委任されたサービスアカウントでは、代理する利用者を指定します",
        ),
    ),
)
