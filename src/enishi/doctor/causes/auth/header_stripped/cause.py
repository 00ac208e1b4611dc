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

_PHP_PATH = re.compile(r"/wp-json/|/wc-api/|\.php(?:/|$)|rest_route=|/index\.php", re.IGNORECASE)


def nobody_although_sent(evidence: Evidence) -> Place | None:
    """A credential is in the request, and the answer behaves as if there were none."""
    if not signs.credential_sent(evidence):
        return None
    words = evidence.words("said")
    return Place("response.body") if any(mark in words for mark in _NOBODY) else None


_NOBODY = (
    " not logged in ",
    " not currently logged in ",
    " not authenticated ",
    " not provided ",
    " no authorization ",
    " authorization is not set ",
    " authorization not set ",
    " header is not set ",
    " header not set ",
    " header not found ",
    " authorization header not found ",
    " header is empty ",
    " missing authorization ",
    " authorization header missing ",
    " authorization header is missing ",
    " no token ",
    " missing token ",
    " no credentials ",
    " missing credentials ",
    " no api key ",
    " missing api key ",
    " anonymous ",
    " authentication required ",
    " authentication is required ",
    " login required ",
    "ログインしていません",
    "認証されていません",
    "認証が必要",
)


def php_server(evidence: Evidence) -> Place | None:
    """The address is that of a PHP application, whose server often withholds the Authorization header."""
    return (
        Place("request.url")
        if _PHP_PATH.search(evidence.url) and evidence.sent_header("authorization")
        else None
    )


def anonymous_for_wordpress(evidence: Evidence) -> Place | None:
    """WordPress answers 401 to nobody and 403 to a user without the right; we sent a credential and got 401."""
    path = "/wp-json/" in evidence.url or "rest_route=" in evidence.url
    refused = evidence.status == 401 and (  # noqa: PLR2004
        " sorry you " in evidence.words("said") or " cannot " in evidence.words("said")
    )
    return Place("response.status") if path and refused and evidence.sent_header("authorization") else None


CAUSE = Cause(
    slug="auth-header-stripped",
    code="AUTH02",
    usual_status=(401, 403),
    possible_status=(400, 302),
    base=-0.3,
    severity="high",
    neighbours=("auth-missing-credentials", "auth-invalid-credentials", "endpoint-redirect-drops-body"),
    signals=(
        holds(
            anonymous_for_wordpress,
            weight="strong",
            en="WordPress says 401 to a caller it takes for nobody, although the header was sent.",
            ja="ヘッダーを送ったのに、WordPressは誰でもない呼び出しとして401を返しています。",
        ),
        told(
            "(same|identical) (token|key|credential|credentials|password) ~ (query|parameter|in the url|in the address) ~ (gives|works|200|accepted|is accepted|succeeds)",
            "(same|identical) (token|key|credential|credentials) (as|in) (a |the |)(query|url|parameter)",
            "as (a |)query parameter ~ (works|200|gives|accepted|succeeds)",
            "(seen to send|sends|send|sending|sent) the (header|authorization header|credentials|token) (correctly|properly|as expected)",
            "(header|authorization header|token) is (sent|set|there|present|in the request) ~ (correctly|client|log|trace|wireshark|network tab)",
            "(endpoints|calls|routes|requests|pages) that need no (sign in|login|authentication|credentials) ~ (work|works|fine)",
            "(クエリ|パラメータ)~(渡すと|付けると|なら)",
            weight="strong",
            en="The credential leaves correctly, or works when it is handed over in another way.",
            ja="認証情報は正しく送られているか、別の渡し方なら通ります。",
        ),
        holds(
            nobody_although_sent,
            weight="strong",
            en="We sent a credential, and the answer behaves as if there were none.",
            ja="認証情報を送ったのに、付いていないかのような応答です。",
        ),
        holds(
            php_server,
            weight="clear",
            en="PHP behind CGI or FastCGI does not see the Authorization header unless the server passes it on.",
            ja="CGIやFastCGIのPHPには、設定しない限りAuthorizationヘッダーが渡りません。",
        ),
        told(
            "(header|headers|authorization|token|credential|credentials) ~ (stripped|dropped|removed|lost|swallowed|discarded|filtered|not forwarded|not passed|does not arrive|never arrives|not arrive|never reaches|does not reach|not received|not seen|is missing on the server|missing on the server|not available on the server)",
            "(strips|drops|removes|swallows|discards|filters|eats) ~ (header|headers|authorization|token)",
            "(header|headers|authorization|http authorization|php auth user|header line) ~ (is|are|stays|remains|always|comes) (always |still |)(empty|absent|null|undefined|not set|unset|blank)",
            "(has|have|contains|with|there is|shows) no (authorization|http authorization|php auth user|auth header|authorization header) (header |entry |value |)",
            "(http authorization|set env if|rewrite rule|cgi pass auth|underscores in headers|proxy set header|pass header)",
            "(ヘッダー|ヘッダ|authorization|認証情報)~(消え|落ち|削除され|渡ら|渡って|届か|取り除)",
            weight="strong",
            en="The description says that the header gets lost on the way.",
            ja="ヘッダーが途中で失われると書かれています。",
        ),
        told(
            "(works|worked|succeeds|fine|accepted) ~ (query|url parameter|url parameters|in the url|query string|as parameter|custom header|another header)",
            "(works|worked) (without|when bypassing|directly without) ~ (proxy|gateway|load balancer|nginx|cdn|redirect)",
            "(クエリ|url)~(渡すと|付けると|なら)~(動|成功|通)",
            weight="strong",
            en="The same credential works by another way or without the proxy.",
            ja="別の渡し方やプロキシなしなら通ります。",
        ),
        told(
            "(cgi|fastcgi|fcgi|php fpm|mod php|suexec|litespeed|htaccess|mod rewrite|shared host|shared hosting|shared server|xserver|cpanel|plesk|lolipop|sakura)",
            "(共有サーバー|レンタルサーバー|共用サーバー|エックスサーバー|さくら|ロリポップ)",
            weight="clear",
            en="Such servers often do not hand the Authorization header on to the application.",
            ja="こうしたサーバーは、Authorizationヘッダーをアプリケーションへ渡さないことがよくあります。",
        ),
        told(
            "(reading|get|listing) ~ public ~ (works|is fine|succeeds)",
            "(public|anonymous) (posts|data|pages|products|calls|endpoints|routes) ~ (work|works|can be read|are readable)",
            "公開(データ|投稿|記事)~(読|取得)",
            weight="clear",
            group="told-public",
            en="What needs no sign-in works, so the call arrives without its credential.",
            ja="認証の要らないものは通るので、認証情報なしで届いています。",
        ),
        told(
            "redirect* ~ (header|authorization|token|credentials|another host|other host|other domain)",
            "(application password|application passwords)",
            weight="weak",
            group="told-path",
            en="Something in between decides about the header.",
            ja="ヘッダーの扱いを決めるものが間にあります。",
        ),
        told(
            "(direct|directly|straight|bypass*|calling (it|the target|upstream|the upstream)|port forward|portforward|without the (proxy|gateway|cdn)|past the|on its own port|on port #|from the server itself|from inside|to the pod*|to the origin|host override|直打ち|直接)",
            weight="weak",
            group="told-around",
            en="The call was also made past what stands in between.",
            ja="間にあるものを通らない呼び出しも試されています。",
        ),
        told(
            "(direct|directly|straight|bypass*|port forward|portforward|on its own port|on port #|from the server itself|from inside|host override|upstream (host |)(myself|itself|directly)|no proxy|without (the |a |)(proxy|gateway|cdn|waf|vpn)|past the (proxy|gateway)) ~ (200|201|fine|works|ok|succeeds|gives|data|answers|user|it goes|good|no problem|says|does its job)",
            "(fine|works|ok|200|answers|goes|runs) (when |if |)(direct|directly|straight|with puma|with artisan|artisan serve|from the server itself|without the proxy|bypassing)",
            "(artisan serve|puma|built in server|dev server|flask run|uvicorn|localhost) (is |directly |answers |)(ok|fine|works|answers)",
            "(via|through) (the |our |my |)(reverse proxy|proxy|tunnel|gateway|cdn|f5|waf|cloudflare|ingress|esb|apim|load balancer) ~ (empty|fails|401|only|not)",
            "(プロキシ|トンネル|waf|ゲートウェイ|cdn|ロードバランサ)(経由|を通|の手前|を通ら|越し)~(だけ|空|ない|成功|失敗|200)",
            "(プロキシ|ゲートウェイ|waf)を(通らない|通さない|外す)",
            "(ip|直打ち|直接)(なら|だと|では)~(200|成功|動)",
            weight=5.0,
            group="told-path",
            en="It works past the proxy or server that stands in between.",
            ja="間のプロキシやサーバーを通らなければ成功します。",
        ),
        told(
            "(second|follow up|followup|next|redirected|other) (request|one|hit|hop|call) ~ (is without|without|hasnt|lacks|has no|not have|header is missing|no such|missing|isnt)",
            "(after|when|on|with) (the |a |it |)(hop|jump|redirect|301|302|307|308|follow*) ~ (header|line|token|without|missing|nothing|disappears|no such|lost)",
            "(header|token|authorization|it) ~ (disappears|lost|dropped|removed|gone|missing|drops) ~ (hop*|jump*|redirect*|302|301|307)",
            "(drops|removes|loses|discards) (it|the header|the token|authorization) ~ (hop*|redirect*|subdomain|other host|jump*|cross)",
            "(302|301|307|308) (to|from) ~ (other|another|bucket|cdn|storage|s3|object*|host|domain|subdomain)",
            "(curlopt followlocation|location trusted|check redirect|checkredirect|unrestricted auth)",
            "(follow redirects|allow redirects) ~ (header|token|authorization)",
            "(fetch the|call the|request the) location (by |)(myself|itself|directly) ~ (header|200|works)",
            "(site|server|it) (jumps|hops) (from|to) ~ (www|https|another|other|sub domain|subdomain|net|com)",
            weight=5.0,
            group="told-redirect",
            en="After a redirect the header is no longer there.",
            ja="リダイレクトのあと、ヘッダーがなくなっています。",
        ),
        told(
            "(header|headers|authorization|bearer token|auth line|request headers|key|token) ~ (nil|null|empty|not in there|isnt in there|absent|not listed|nothing|naked|sees nothing|not there|blank)",
            "(returns|prints|lists|sees|logs|shows|gets) (always |)(null|nil|nothing|no key|no auth header|no token|no header|no authorization|a naked|empty)",
            "(backend|app|application|service|upstream|target|server|access|grafana*) (log|logs|side|behind|trace|) ~ (no key|no auth|no header|no token|sees nothing|prints no|lists no|naked|empty|without|isnt in there|not in there)",
            "(starts with|builds|makes|creates) a (fresh|new) (header map|request|headers)",
            "(forgets|forgot|nothing copied|not relay*|not copied|does not copy|doesnt copy|doesnt pass|dont pass|not forward*|not relayed|not passed)",
            "(sensitive headers|sensitiveheaders|del header|http request del header|headers to remove|request headers to remove|hide credentials|forward original token|exists action delete|unset req http|remove header|set header name|oidcpass*|cgipassauth|proxy pass request headers|underscores in headers)",
            "(browser dev tools|network tab|network panel|fiddler|wireshark|tcpdump|curl v|interceptor*|verbose|postman) (shows|show|log|logs|on my side|confirms|says) ~ (header|token|authorization|i do send|leaving|auth line|going out|set|attached)",
            "apache request headers ~ (shows|lists|every|except)",
            "(request|it|call) leaves (with|here with|the house with)",
            "(mod fcgid|mod auth*|fcgid|passenger|mod fastcgi|suphp|forward auth|oauth2 proxy|zuul|kong|envoy|sidecar|esb|apim|policy fragment|vcl|worker|rewrites|on prem gateway|haproxy|f5)",
            "(ヘッダー|ヘッダ|authorization)(が|は)(空|無い|ない|消)",
            "(ログ|アプリ)(に|には|側)~(無い|ない|空)",
            weight="strong",
            group="told-lost",
            en="The header leaves the caller, and the application does not see it.",
            ja="ヘッダーは送信側を出ていますが、アプリケーションには見えていません。",
        ),
        told(
            "(query string|query|url|key identity|access token param*|querystring) (authentication |auth |)(in (the |)(query|url) |only|works|answers|succeeds)",
            "(key|token|access token|access_token) (in (the |)(url|query|address)) (works|answers|is fine|succeeds|gives)",
            "query param auth ~ (succeeds|works|ok)",
            "(same plugin|same key|same code|identical) ~ (on|with) (vps|another (host|server)|the old (host|server))",
            weight="strong",
            group="told-query",
            en="The key is accepted in the address.",
            ja="鍵をURLに入れれば受け付けられます。",
        ),
        says(
            "cgi pass auth",
            "(no|missing) (authorization|basic|bearer) header found",
            "header found ~ (server is misconfigured|misconfigured|mis configured)",
            "either the client didnt send one or the server",
            "no parameter http ",
            weight="strong",
            en="The server itself suspects that the header got lost.",
            ja="サーバー自身が、ヘッダーが失われた可能性を挙げています。",
        ),
        fact("behind-proxy", "clear"),
        fact("one-environment-only", "weak"),
        fact("reads-work", "hint"),
        fact("same-credential-works-elsewhere", "weak"),
        fact("redirected", "weak"),
        fact("works-at-first", "-clear"),
        holds(
            signs.no_credential_sent,
            weight="-strong",
            en="No credential was in the request to begin with.",
            ja="そもそも要求に認証情報がありません。",
        ),
        says(
            "(invalid|incorrect|wrong|bad|expired|revoked|unknown) (api key|token|credentials|password|key|signature|access token|username)",
            weight="-clear",
            group="said-other",
            en="The answer judges a value, so the value arrived.",
            ja="値についての判定なので、値は届いています。",
        ),
    ),
    remedies=(
        remedy(
            "call-final-address",
            "safe",
            en="Call the final address directly\nApplies when a redirect inside the registered host removed the header\nThe address after the redirect is stored",
            ja="リダイレクト先を直接呼び出す\n登録したホストの中のリダイレクトでヘッダーが外れた場合に行います\nリダイレクト後のURLを保存します",
            actions=(act("retry-once"),),
        ),
        remedy(
            "pass-header-on",
            "person",
            en='Let the server pass the header on\nApache: CGIPassAuth On, or SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1\nnginx: proxy_set_header Authorization $http_authorization;\nThen test the connection',
            ja='サーバーにヘッダーを渡す設定を入れる\nApacheはCGIPassAuth On、またはSetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1\nnginxはproxy_set_header Authorization $http_authorization;\nそのあと接続テストを行います',
        ),
    ),
)
