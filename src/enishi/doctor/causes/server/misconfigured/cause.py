from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="server-misconfigured",
    code="SRV04",
    usual_status=(404, 500, 403, 405),
    possible_status=(301, 302, 400, 401, 406, 413, 415, 501, 502, 503, 200, 411, 421),
    base=0.1,
    severity="high",
    neighbours=("endpoint-wrong-path", "network-waf-block", "server-internal-error", "auth-header-stripped"),
    signals=(
        says(
            "(apache|nginx|iis|litespeed|tomcat|php fpm|openresty|caddy|lighttpd) ~ (#|server at|ubuntu|debian|centos)",
            "(the requested url was not found on this server|no input file specified|primary script unknown|file not found|directory index|index of|htaccess|rewrite|mod rewrite|permalink*|handler|web config|http error 404 0|http error 405 0|default web site|welcome to nginx|it works|test page)",
            "(method not allowed|verb) ~ (web server|iis|nginx|apache)",
            "(rest api|xml rpc|xmlrpc|json api|api) ~ (is |has been |)(disabled|not enabled|deactivated|not installed|turned off) ",
            "(call to undefined function|class ~ not found|module not found|extension ~ (missing|not (loaded|installed))|missing (php |)extension|could not find driver|no such file or directory|permission denied|disk full|no space left|allowed memory size|maximum execution time|out of memory|table ~ doesnt exist|base table or view not found|no such table|relation ~ does not exist|unable to open database|error establishing a database connection|access denied for user|failed to open stream|cannot modify header information)",
            "(php|python|node|java|server) version ~ (required|unsupported|incompatible|too old|requires)",
            "(invalid|unknown|bad) (host|host header|virtual host|hostname)",
            "disallowedhost",
            "misdirected request",
            "blocked host",
            "(rewriterule|url rewriting|front controller|document root|virtual host|server block|location block)",
            "(サーバー|設定ファイル|サーバ)~(設定|構成)~(誤|エラー|不正)",
            weight="weak",
            en="The answer comes from the web server or its set-up, not from the application.",
            ja="アプリではなく、Webサーバーやその設定が答えています。",
        ),
        told(
            "(permalink*|pretty permalinks|mod rewrite|rewrite (rule*|module|engine)|htaccess|allowoverride|nginx (config*|conf|location|rule*)|apache (config*|conf|module*)|web config|iis|virtual host|vhost|server block|webdav|php (version|extension|module|ini|fpm)|php 8|php 7|memory limit|post max size|upload max|max input vars|document root|url rewriting|query string|verb*|http verbs|request filtering)",
            "(plugin*|module*|extension*|add on*|component*|theme) ~ (conflict*|disabled|deactivated|missing|not installed|not active*|installed|interfer*|deactivating|disabling)",
            "(deactivat*|disabl*|remov*|enabl*|activat*|install*|sav*|chang*|resav*|re sav*) ~ (plugin*|permalink*|module*|extension*|mod|rewrite|htaccess|setting*|theme|mod security) ~ (help*|fix*|solv*|works|cure*|cured)",
            "(own|customers|this|one|self hosted|new|moved|migrated) (shop|store|server|site|installation|instance|hosting|host) ~ (fails|does not|404|500|error|only)",
            "(connects|works|fine) ~ (demo|other) (shop|store|site|server|installation*)",
            "(put|delete|patch|options) (and|or|requests|calls|method*|is|are) ~ (blocked|refused|not allowed|405|403|fail*|rejected|404)",
            "(only|just) ~ (put|delete|patch) ",
            weight="strong",
            group="setup-told",
            en="Rules, modules or blocked methods of the web server are mentioned.",
            ja="Webサーバーの規則・モジュール・メソッドの制限に触れられています。",
        ),
        told(
            "(subdirectory|sub directory|sub folder|subfolder|alias|reverse proxy|load balancer|cdn|cache) ~ (set up|configured|config*|path|rule*)",
            "(moved|migrated|new) ~ (server|hosting|hoster|host|php)",
            "(rest api|api|json) ~ (endpoint|route*) ~ (missing|not registered|does not exist|404)",
            "(パーマリンク|mod_rewrite|htaccess|プラグイン|PHPのバージョン|サーバー設定|サーバ設定|Webサーバー)",
            weight="strong",
            en="The set-up of the server (rules, modules, plugins) is mentioned.",
            ja="サーバーの設定(規則・モジュール・プラグイン)に触れられています。",
        ),
        holds(
            signs.unknown_path_on_this_site_only,
            weight="strong",
            en="The path is unknown here, while other sites answer it.",
            ja="ほかの店では答えるパスが、ここでだけ見つかりません。",
        ),
        holds(
            signs.router_says_no_such_path,
            weight="hint",
            en="The server's router does not know the path.",
            ja="サーバーがそのパスを知りません。",
        ),
        fact("other-accounts-work", "clear"),
        fact("after-move", "clear"),
        fact("after-upgrade", "weak"),
        fact("behind-proxy", "weak"),
        fact("reads-work", "hint"),
        fact("one-environment-only", "weak"),
        says(
            "(token|api key|credential*|scope*|insufficient|rate limit*|expired|validation|required field|invalid parameter)",
            weight="-clear",
            group="other",
            en="The application itself answered with a reason.",
            ja="アプリ自身が理由を答えています。",
        ),
        fact("vendor-wide", "-clear"),
        holds(signs.no_answer, weight="-clear", en="No answer came at all.", ja="答えがまったくありません。"),
    ),
    remedies=(
        remedy(
            "correct-the-server",
            "person",
            en="Correct the server's set-up\nCheck in this order: rewrite rules (in WordPress save Settings → Permalinks once), allowed methods, modules and PHP version, the plugin that registers the API\nAfterwards run Enishi's check of the address",
            ja="サーバーの設定を直す\nURLの書き換え規則(WordPressでは「設定」→「パーマリンク」を一度保存)、許可されたメソッド、モジュールとPHPの版、APIを用意するプラグインの順に確かめます\nその後、Enishiの宛先確認を実行します",
        ),
        remedy(
            "hold-meanwhile",
            "safe",
            en="Hold the calls\nThey go out in order once the check succeeds",
            ja="呼び出しを預かる\n宛先確認が通ったら順番どおりに送ります",
            actions=(act("hold"),),
        ),
    ),
)
