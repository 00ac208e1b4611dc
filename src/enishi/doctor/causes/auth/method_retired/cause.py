from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="auth-method-retired",
    code="AUTH15",
    usual_status=(401, 403, 400),
    possible_status=(410, 404, 535, 426),
    base=-0.2,
    severity="critical",
    neighbours=("auth-wrong-scheme", "auth-revoked-token", "version-api-sunset", "permission-api-disabled"),
    signals=(
        told(
            "(takes|reads|expects|wants|accepts|needs|reads) the (key|token|credential|api key|api token) ~ (another|different|new|other) (header|way|form|place|parameter) ",
            "(every|all|any|existing|old) (api |)(key|keys|token|tokens) ~ (refused|rejected|fail*|invalid|401|not accepted) ~ (since|after) ~ (upgrade|update|version|release|build|#)",
            "(since|after) ~ (upgrade|update|version|release|build) ~ (every|all|any|existing|old) (api |)(key|keys|token|tokens) ~ (refused|rejected|fail*|invalid|401|not accepted)",
            weight=5.0,
            group="told-new-way",
            en="The other side takes credentials in another way than before.",
            ja="相手の認証情報の受け取り方が、以前と変わっています。",
        ),
        told(
            "(user name and password|username and password|e mail and password|email and password|login and password|basic auth|basic authentication|account password)",
            weight="weak",
            group="told-old",
            en="An older way of signing in is used.",
            ja="古くからの認証方法を使っています。",
        ),
        says(
            "(basic authentication|basic auth|api key authentication|api keys|api key|password authentication|app password|app passwords|less secure apps|authentication method|auth method|legacy authentication|legacy token|legacy tokens|legacy key|query authentication|oauth 1|oauth1|username and password|user name and password|password grant|password|access key|authentication scheme|sign in method|hapikey|login method|tls client|session login|soap login|personal token|user token) ~ (no longer|deprecated|disabled|retired|removed|discontinued|has been shut|sunset|end of life|not supported anymore|has ended|turned off)",
            "(no longer) (supported|supports|support|accept|accepts|accepted|allowed|allow|available|works) ~ (authentication|auth|api key|api keys|password|passwords|basic|query|token|tokens|login)",
            "(authentication|auth|access) ~ (no longer|has been deprecated|is deprecated|been removed|retired) ~",
            "(authenticate|authentication|access token|credentials|api key) ~ (query parameter|query parameters|query string|in the url) ~ (no longer|deprecated|not supported|removed|not allowed)",
            "must specify access token via",
            "(please|must|need to) (use|migrate to|switch to|upgrade to) ~ (oauth|private app|access token|personal access token|modern authentication|app password|bearer|service account) ~ instead",
            "(migrate|switch|upgrade) to (oauth|oauth2|private apps|private app|personal access tokens|modern authentication|api tokens)",
            "(基本認証|ベーシック認証|apiキー|パスワード認証|認証方式|この認証)~(廃止|終了|サポートされなく|利用できなく|使用できなく)",
            weight="strong",
            en="The answer says that this way of authenticating has ended.",
            ja="この認証方法は終了したと答えています。",
        ),
        says(
            "basic authentication is disabled",
            "basic auth is disabled",
            weight="decisive",
            en="Basic authentication is switched off for good at this service.",
            ja="このサービスでは基本認証が打ち切られています。",
        ),
        holds(
            signs.credential_in_query,
            weight="clear",
            en="The key stands in the address, a method that many vendors have ended.",
            ja="鍵がURLに入っています。多くのベンダーが終了した方法です。",
        ),
        told(
            "(key|api key|token|password|credentials|configuration) ~ (not changed|unchanged|not touched|was not changed|still the same|the same as before)",
            "(fails|failing|stopped|broken|does not work|not working) since (january|february|march|april|may|june|july|august|september|october|november|december|20#|the first|#)",
            "(deprecat*|sunset|end of life|announced|announcement|migration guide|changelog|retire*)",
            "(廃止|提供終了|サポート終了|移行)",
            weight="clear",
            en="An older way of signing in stopped on a certain day.",
            ja="以前からの認証方法が、ある日を境に使えなくなっています。",
        ),
        fact("worked-before", "weak"),
        fact("after-vendor-change", "clear"),
        fact("vendor-wide", "weak"),
        fact("all-calls-fail", "hint"),
        fact("other-accounts-work", "-clear"),
        fact("works-at-first", "-clear"),
        fact("never-worked", "-weak"),
        says(
            "(for the tenant|for this tenant|for your organization|for the mailbox|expired|rate limit|invalid api key|api version)",
            weight="-clear",
            group="said-other",
            en="The answer concerns one tenant, or another reason.",
            ja="特定のテナント、または別の理由についての応答です。",
        ),
    ),
    remedies=(
        remedy(
            "key-to-header",
            "ask",
            en="Move the key from the address into the header\nPossible when the vendor says that the value stays valid\nThe preview shows the call before and after",
            ja="URLの鍵をヘッダーへ移す\n値はそのまま使えるとベンダーが示している場合に行えます\n前後の要求を画面で確かめられます",
            actions=(act("retry-once"),),
        ),
        remedy(
            "new-method",
            "person",
            en="Create the newer kind of credential\nFollow the vendor's migration page (private app token, OAuth client, app password)\nEnter it in the connection and press Test connection",
            ja="新しい種類の認証情報を作る\nベンダーの移行ページに従います(非公開アプリのトークン、OAuthクライアント、アプリパスワードなど)\n接続に入れて「接続テスト」を押します",
        ),
    ),
)
