from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.cause import Cause, fact, holds, says, status, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="network-cors",
    code="NET08",
    base=-0.1,
    severity="medium",
    neighbours=(
        "network-waf-block",
        "endpoint-redirect-drops-body",
        "auth-missing-credentials",
        "network-tls-untrusted-ca",
    ),
    signals=(
        holds(
            signs.answer_is_json,
            weight="-clear",
            group="answer-read",
            en="The answer could be read, which a page without CORS cannot do.",
            ja="応答を読めています。CORSがなければ、画面からは読めません。",
        ),
        status(
            500,
            502,
            503,
            504,
            413,
            429,
            weight="-strong",
            group="error-page",
            en="An error page of the server or gateway came; such pages carry no CORS header either.",
            ja="サーバーやゲートウェイのエラーページです。こうしたページにはCORSのヘッダーも付きません。",
        ),
        told(
            "(vue|react|angular|svelte|next|nuxt|jquery|ionic|electron|browser|frontend|front end|web page|single page|javascript|spa) (app|application|page|code|component|client|call|calls|frontend|)",
            "(same call|it|the call|request) ~ (from|on|in) (the |a |our |)(server|backend|back end|curl|postman|node) ~ (works|fine|succeeds|ok)",
            "(preflight|options) ~ (fails|refused|401|404|405|not answered|blocked|without)",
            "(画面から|フロント|ブラウザから直接)",
            weight="clear",
            en="The call is made from a page in the browser.",
            ja="ブラウザーのページからの呼び出しです。",
        ),
        says(
            "(cors|cross origin|crossorigin|preflight|access control allow|access control request|same origin policy|cross site|opaque response|no cors)",
            "(origin) ~ (not allowed|is not allowed|has been blocked|blocked|therefore not allowed)",
            "(クロスオリジン|同一生成元|オリジン間)",
            weight="strong",
            en="The browser's rule for other origins stopped the call.",
            ja="ほかのサイトへの呼び出しを制限する、ブラウザーの決まりで止まりました。",
        ),
        says(
            "(failed to fetch|networkerror when attempting|load failed|err failed|networkerror|network error|xmlhttprequest|fetch api cannot load|xhr error|status 0)",
            weight="clear",
            where="exception",
            group="fetch",
            en="A browser's fetch failed without a status.",
            ja="ブラウザーのfetchが、状態コードなしに失敗しています。",
        ),
        told(
            "(cors|cross origin|preflight|options request|access control|same origin)",
            "(CORS|プリフライト)",
            weight="strong",
            en="CORS is mentioned.",
            ja="CORSに触れられています。",
        ),
        fact("from-browser", "clear"),
        holds(
            signs.options_refused,
            weight="clear",
            en="The browser's OPTIONS call was not answered with success.",
            ja="ブラウザーが先に送るOPTIONSが断られています。",
        ),
        told(
            "(curl|postman|server side|backend|back end|node) ~ (works|fine|succeeds|ok|200)",
            "(works|fine|succeeds) (in|with|from) (curl|postman|the server|server side|backend)",
            weight="weak",
            en="Outside the browser the same call works.",
            ja="ブラウザーの外では同じ呼び出しが通ります。",
        ),
        says(
            "(csrf|xsrf|content security policy|csp|mixed content)",
            weight="-clear",
            group="other",
            en="Another rule of the browser is named.",
            ja="ブラウザーの別の決まりが挙げられています。",
        ),
        holds(
            signs.no_browser_seen,
            weight="-weak",
            en="Nothing points to a browser.",
            ja="ブラウザーらしさがありません。",
        ),
    ),
    remedies=(
        remedy(
            "move-to-server",
            "person",
            en="Move the call to a server\nThe page asks your server (or Enishi), and the server asks the API\nKeys then no longer stand in the page",
            ja="呼び出しをサーバーに移す\nページは自社のサーバー(またはEnishi)に頼み、そこからAPIを呼びます\n鍵をページに置かずに済みます",
        ),
        remedy(
            "allow-the-origin",
            "person",
            en="Allow the page's origin, if the API is yours\nAnswer OPTIONS and name the origin in Access-Control-Allow-Origin",
            ja="自社のAPIなら、ページの場所を許可する\nOPTIONSに答え、Access-Control-Allow-Originにページの場所を書きます",
        ),
    ),
)
