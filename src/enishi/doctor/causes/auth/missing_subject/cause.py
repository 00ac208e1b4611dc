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
        says(
            "(no|without|missing|unspecified|non existent or unspecified|unknown) (org|organisation|organization|tenant|account|company|workspace|project|vault|business|realm|customer|division|office|site|team|space|merchant|file id|company file|subject|user to impersonate|agreement) (id|identifier|identification|specified|selected|given|header|context|supplied|present)",
            "unspecified account",
            "for which company",
            "(tenant|org|organization|organisation|workspace|vault|account|account name|accountname|company|company file|business|project|division|database|office|customer account id|customeraccountid|agreement grant token|agreementgranttoken|author|owner|file id|fileid|team|space|merchant|subscription|login customer id) (id |header |)(must be|is|was|not|could not be|cannot be|header|required|could not) (specified|required|missing|resolved|not present|present|determined|identified|not resolved|be resolved|be determined|undefined|empty)",
            "(tenant id|tenantid|org id|orgid|account id|accountid|company id|workspace id|project id|x tenant id|customer account id) (header |)(not present|is missing|missing|required|not set|not provided|was not provided|must be set|absent)",
            "(which|for which|what) (organisation|organization|company|tenant|account|person|user|workspace|customer|business|project|site) ",
            "(request|call) (was |is |)without (a |)tenant",
            "multi tenancy enabled",
            "does not support the me value",
            "(please |)provide a (user id|tenant id|account id|customer id)",
            "(accessing|access) a client customer ~ login customer id",
            "(login customer id|logincustomerid)",
            "office not selected",
            "(企業|事業者|事業所|会社|店舗|テナント|組織|部門|契約)(コード|id|番号|)(が|を|は|の)~(未設定|選択されて|指定して|指定され|選択して|必要|ありません)",
            weight=5.8,
            en="The answer does not know for which account, tenant or company the call is made.",
            ja="どのアカウント・テナント・会社のための呼び出しかが示されていないという応答です。",
        ),
        told(
            "(tenant|org|organisation|organization|workspace|company|business|project|division|cloud id|cloudid|site|account|realm|subject|customer|company file|user|login customer id|api username|user name|workspace id|x workspace id) (id |header |guid |part |name |)~ (not sent|isnt sent|doesnt send|does not send|is not used|isnt used|not there|not in my|isnt in|left off|left out|leave off|leave it off|omit*|forgot*|not set|not called|nowhere|not passed|not given|not named)",
            "(forgot|forget|forgotten|left out|left off|leave off|omitted|missing|without|no|skipped|lacks) (the |that |a |any |)(workspace*|tenant*|org*|company*|business*|division*|project*|realm*|x business|x tenant*|x workspace*|x org*|x company*|customer id|login customer*|api username|user to impersonate|subject|custom header*|cloud id|part|default company|account id)",
            "(no|without) (project|tenant|org|account|realm|business|company|workspace|domain) in ",
            "(key|user|token|login) (has|sees|belongs to|can see|reaches) (two|three|four|several|many|multiple|both) (workspaces|businesses|companies|organisations|organizations|tenants|accounts|clients|projects|sites|shops)",
            "(unscoped|not scoped|no project scope)",
            "(with subject|withsubject|subject|delegated user|impersonat*) ~ (not called|not set|is not|isnt|nothing else|missing)",
            "(delegation|delegated|domain wide) ~ (nothing else|not called|no user|no subject|without a user|listed in the console)",
            "(extra|additional) (x |header |)(workspace|tenant|org*|company|account|customer|business) ",
            "(network tab|browser|colleague|web app) ~ (extra|too|sends) (x |header|a header|organi*|tenant|workspace) ~ (my script|leave it off|doesnt|not)",
            "only (the |)(authorization|token|bearer|token itself|key) ~ (are sent|is sent|sent|took over|copied|itself)",
            "(two|second) numbers ~ (token|only)",
            "(url from docs|path in the docs|docs) ~ (left|without) (that|the|this) part",
            "(data source|client|config|rc file|clouds yaml|yaml) ~ without (custom headers|tenant|project|org*)",
            "(has|have) no (login customer id|logincustomerid|tenant*|project|org*|x business*|x tenant*|company*|workspace*|realm*)",
            "(demands|wants|needs|asks|insists) to know which (customer|tenant|company|account|organisation|organization|user)",
            "(hangs|sits|is) (below|under) (our|the|a) (manager|partner|agency|parent)",
            "(事業者|事業所|会社|企業|組織|テナント)を(選ぶ|選択|指定)(前|せず|しない|していない|し忘れ)",
            weight=4.2,
            group="told-unnamed",
            en="The call does not name the company, tenant or user it is for.",
            ja="どの会社・テナント・利用者のための呼び出しかを付けていません。",
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
