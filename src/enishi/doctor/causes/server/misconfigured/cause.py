from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def source_code_came(evidence: Evidence) -> Place | None:
    """The server hands out the text of its program in place of running it."""
    head = evidence.got_text.lstrip("\ufeff \t\r\n")[:400]
    bare = (
        head.startswith(("<?php", "<%@", "#!/usr/bin", "<?=")) and evidence.got_text.rstrip()[-1:] not in "}]"
    )
    code = head.startswith("<?php") and any(
        mark in evidence.got_text[:2000] for mark in ("require", "define(", "namespace ", "use ")
    )
    return (
        Place("response.body", "", 0, 5) if bare or (code and '"' not in evidence.got_text[-200:]) else None
    )


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
            "(does not exist|not exist) or is not readable",
            "(read only file system|disk full|no space left|permission denied|is not writable|not writable|key path|failed to include|not readable)",
            "(access denied for user|could not find driver|unable to load dynamic library|missing extension|class not found|undefined function|no such table|allowed memory size|parse error syntax error)",
            "(500 2#|500.2#|404.6|404 6|verb denied|bad module|module list|handler ~ bad)",
            "failed to load its application files",
            "(upstream sent too big header|blob upload unknown|invalid issuer|no valid server found)",
            weight="strong",
            group="said-setup",
            en="The server lacks a file, a right, a module or a driver of its own.",
            ja="サーバー側で、ファイル・権限・モジュール・ドライバーが欠けています。",
        ),
        told(
            "(allowoverride|allow override|try files|location block|proxy pass|proxy set header|proxy ssl|setenvif|set env if|limitexcept|limit except|allowencodedslashes|allow encoded slashes|client max body size|root url|dbfilter|host.json|host json|memory limit|php.ini|httpd.conf|apache2.conf|nginx.conf|web.config|web config|htaccess|mod rewrite|vhost|virtual host|document root|proxy headers|base url setting|file permissions|chmod|chown)",
            "(nginx|apache|iis|caddy|haproxy|traefik|proxy|gateway|load balancer|ingress|web server|httpd) ~ (passes|sends|only|limits|limited|blocks|error log|in front|config*|untouched|forwards|rewrites|since)",
            "(owned by root|rsync|read only|hardened profile|missing (jar|driver|extension|module|file|package)|was missing from the (package|image|build)|failed to start|shared storage|two replicas|new installation|started with)",
            "(web|apache|fpm) ~ (runs|uses|has) (php|java|python|node) #",
            "(moved|migrated|switched|move|migration) ~ (from|to) (apache|nginx|another host*|the new server|xserver|docker|shared hosting)",
            "(published|hosted|deployed|installed) (on|under|behind|in) (iis|apache|nginx|a sub*|/)",
            "(artisan serve|built in server|builtin server|func start|localhost:8069|straight at port|directly at port|php s) ~ (works|fine|ok|lists|shows)",
            "(by|via|at|over) localhost ~ (works|fine|ok)",
            "rest route",
            "(their support|support) says the (load balancer|gateway|firewall|proxy) ",
            "(サーバー側パネル|コントロールパネル|自前サーバー|ビルトインサーバー|httpd.conf|htaccess|レンタルサーバ*)~(オン|オフ|チェック|可|設定|足し|拒否|移|で)",
            "(xserver|さくら|レンタルサーバー)に移",
            weight=5.0,
            group="setup-told",
            en="A setting or file of that server is named.",
            ja="そのサーバーの設定やファイルが名指しされています。",
        ),
        holds(
            source_code_came,
            weight=9.0,
            en="The server hands out the text of its program instead of running it.",
            ja="サーバーがプログラムを実行せず、その中身をそのまま返しています。",
        ),
        told(
            "only (get|get and post|post and get|post) (requests |calls |methods |)(are|is|work|works|pass|passes|accepted|allowed|get)",
            "(get and post|post and get) ~ (only|accepted|allowed|pass)",
            "(since|after) (the |a |) (package|plugin|module|extension|theme|update) (was|had been|has been|is) (installed|updated|activated|added|removed)",
            weight="strong",
            group="setup-told",
            en="Only some methods get through to the program.",
            ja="一部のメソッドしかプログラムに届いていません。",
        ),
        told(
            "(hoster|hosting|hosting company|web host|provider|server|administrator|apache|nginx|iis|web server) ~ (blocks|blocked|block|forbids|refuses|disabled|disables|strips|does not allow|not allow|limits|rewrites|lacks|without|not configured|misconfigured|wrong|missing)",
            "(get and post|only get|get|reading|post) (work|works|is fine|are fine|pass|passes|is allowed) ~ (put|delete|patch|fail*|blocked|not)",
            "(rewrite|permalink|permalinks|htaccess|try files|document root|virtual host|vhost|alias|front controller|mod rewrite|url rewriting|web config|php ini|php version|php extension|extension|module|plugin|add on|component) ~ (missing|wrong|not|disabled|off|enabled|enabling|activated|installed|plain|saved|saving|changed|corrected|conflict|old|deactivated|incompatible|removed|helps)",
            "(after|since) (moving|migrating|the move|the migration|switching|changing|updating|upgrading) (to |of |the |)(a |another |new |the |)(host|hoster|server|hosting|php|apache|nginx|wordpress|plugin|theme|version|provider)",
            "(own|customers|this|our|one) (server|shop|site|installation|instance|store) ~ (only|not|fails|does not|differs|misses|lacks)",
            "(サーバーの設定|サーバー移転|ホスティング|PHPを|プラグインを|モジュール)",
            weight="strong",
            en="The set-up of that server is described.",
            ja="そのサーバーの設定が述べられています。",
        ),
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
            "(after|since|following) (restoring|installing|reinstalling|moving|migrating|cloning) ~ (backup|plugin|module|extension|server|site|shop)",
            "(installation|setup|upgrade) is (incomplete|not complete|broken)",
            "(permalink*|pretty permalinks|mod rewrite|rewrite (rule*|module|engine)|htaccess|allowoverride|nginx (config*|conf|location|rule*)|apache (config*|conf|module*)|web config|iis|virtual host|vhost|server block|webdav|php (version|extension|module|ini|fpm)|php 8|php 7|memory limit|post max size|upload max|max input vars|document root|url rewriting|query string|verb*|http verbs|request filtering)",
            "(plugin*|module*|extension*|add on*|component*|theme) ~ (conflict*|disabled|deactivated|missing|not installed|not active*|installed|interfer*|deactivating|disabling)",
            "(deactivat*|disabl*|remov*|enabl*|activat*|install*|sav*|chang*|resav*|re sav*) ~ (plugin*|permalink*|module*|extension*|mod|rewrite|htaccess|setting*|theme|mod security) ~ (help*|fix*|solv*|works|cure*|cured)",
            "(own|customers|this|one|self hosted|new|moved|migrated) (shop|store|server|site|installation|instance|hosting|host) ~ (fails|does not|404|500|error|only)",
            "(connects|works|fine) ~ (demo|other) (shop|store|site|server|installation*)",
            "(put|delete|patch|options) (and|or|requests|calls|method*|is|are) ~ (blocked|refused|not allowed|405|403|fail*|rejected|404)",
            "(only|just) ~ (put|delete|patch) ",
            "(plugin|module|extension|add on|app|update|upgrade|installation) (installation|update|activation|upgrade|set up|setup|) ~ (incomplete|not finished|broken|half|corrupt*|not completed|aborted)",
            "(after|since) (restoring|importing|cloning|reinstalling|copying|recovering) ~ (backup|site|shop|database|server|installation|files)",
            "(restored|recovered|cloned|copied) (from |)(a |the |)(backup|staging|other server|snapshot)",
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
