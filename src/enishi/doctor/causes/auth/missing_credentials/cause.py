from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def empty_credential(evidence: Evidence) -> Place | None:
    """A header or parameter for the credential is there, with nothing in it."""
    found = evidence.credential
    return signs.no_credential_sent(evidence) if found is not None else None


def nothing_sent_and_refused(evidence: Evidence) -> Place | None:
    """The headers of the request are known, none identifies the caller, and the answer asks who is calling."""
    if evidence.credential is not None or evidence.status not in (401, 403, 407):
        return None
    return signs.no_credential_sent(evidence)


_NOTHING = frozenset(("undefined", "null", "none", "nil", "", "[object object]", "nan", "false"))


def basic_of_nothing(evidence: Evidence) -> Place | None:
    """Basic with a name or password that a program wrote for an unset variable."""
    found = evidence.credential
    if found is None or found.scheme != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(found.value, validate=True).decode("utf-8").partition(":")
    except ValueError:
        return None
    unset = colon and {name.lower(), password.lower()} <= _NOTHING
    return Place(found.where, found.name) if unset else None


CAUSE = Cause(
    slug="auth-missing-credentials",
    code="AUTH01",
    usual_status=(401,),
    possible_status=(403, 400, 407, 200, 302),
    base=0.5,
    severity="high",
    neighbours=("auth-header-stripped", "auth-invalid-credentials", "auth-wrong-scheme"),
    signals=(
        holds(
            basic_of_nothing,
            weight=9.0,
            en="Name and password are what a program writes for a variable that is not set.",
            ja="名前とパスワードが、値のない変数をそのまま文字にしたものです。",
        ),
        says(
            "token (is |)(required|missing|empty)",
            "(missing|no|required) token",
            "api key and ~ required",
            weight=3.5,
            en="The answer asks for a token.",
            ja="トークンを求める応答です。",
        ),
        told(
            "(key|token|secret|password|credentials) ~ (undefined|as undefined|as null|come out empty)",
            weight="strong",
            group="told-undefined",
            en="The key comes out undefined.",
            ja="鍵の値がundefinedになっています。",
        ),
        told(
            "(variable|setting|key|token|secret|password|credential|credentials|field|config|configuration) ~ (now empty|is empty|was empty|renamed|not filled in|not filled|left empty|stayed empty)",
            "without (filling in|entering|setting|providing|passing|sending) (the |a |any |)(key|token|credentials|secret|password|header)",
            "(forgot|forgotten) (the |to set the |to pass the |to send the |to add the )(key|token|header|credentials|secret)",
            "(キー|トークン|環境変数|認証情報)(を|が)~(入れ忘れ|設定し忘れ|空のまま|未設定)",
            weight="strong",
            en="The key was not filled in, or its setting is empty.",
            ja="鍵が入力されていないか、設定が空になっています。",
        ),
        holds(
            signs.challenge_without_error,
            weight="clear",
            group="challenge",
            en="RFC 6750 3.1: a challenge without an error code is the answer to a call without a credential.",
            ja="RFC 6750 3.1: エラーコードのないチャレンジは、認証情報のない呼び出しへの応答です。",
        ),
        says(
            "(unable to|could not|couldnt|cannot|failed to|not) (locate|load|find|determine|obtain|automatically determine) ~ (credential*|default credentials|api key|token)",
            "(no credentials|missing client token|credentials provider error|no valid credential|default credentials were not found|default credentials error)",
            "(username|user name|account sid|api key|apikey|auth token|access token|token|client id|password|credential*|secret) (is |are |option is |must be |)(required|mandatory|needed|missing|not set|undefined|null)",
            "(must|please|need to|have to|should) (use|provide|supply|send|specify|pass|include) (an |a |your |the |valid |)(api key|application id|app id|app key|token|access token|key|credentials|authorization)",
            "(requires|need|needs|require) (an |a |)(authenticated user|authenticated|authorized user|signed in user|login)",
            "(logged|log) in to (the |)server",
            "(asked|asks|asking) (for |)the client to provide credentials",
            "(system |)anonymous (cannot|can not|is not|does not|user)",
            "undefined ~ (http authorization|authorization)",
            "(required|missing) but not found",
            "(current|this) user is not logged in",
            "(must|client must|you must) be authenticated to",
            "need basic realm",
            "(no|missing) (wsse|security) header",
            "(ログイン|認証|サインイン)して(ください|下さい)",
            "(ログイン|認証)をして(ください|下さい)",
            "(apiキー|アプリケーションid|トークン)を(指定|入力|設定)して",
            weight=3.2,
            en="The answer asks for a credential, because it saw none.",
            ja="認証情報が見当たらないので、求められています。",
        ),
        told(
            "(variable|token|key|secret|password|env|environment|setting|it|placeholder|npm token) ~ (isnt mapped|not mapped|isnt exported|not exported|not in this shell|shows nothing|nothing in|is empty|empty in|blank|isnt set|doesnt exist|does not exist|undefined|→ undefined|prints null|is null|nil|not injected|not available in|not passed to)",
            "(printenv|echo|console log|dump|env) ~ (nothing|empty|undefined|null|blank)",
            "(process env|os environ|getenv|dotenv config|env file|env) ~ (undefined|after|while|before|not loaded|nothing)",
            "(added|created|changed) (the |)env (file |)while",
            "(cron|crontab|systemd|service file|docker build|ci job|release job|forks|forked|workflow|container) ~ (not|nothing|empty|isnt|without|not from)",
            "(runs|works|fine) (from|in) (my |the |)(terminal|shell|ssh session|bash) ~ (not|but) (from |in |)(cron|systemd|service|ci)",
            "(without|no|never|not yet any|forgot) (options|headers|auth line|auth header|authentication header|authorization line|auth yet|wsse header|h option|custom headers|key yet|credentials yet|login yet|token yet|security header|code part|the code part)",
            "has no (auth line|auth|authorization|wsse header|key|token|header|login) (yet|at all)",
            "(call|calls|called|calling|use|using) fetch (url |directly |) ~ (without|directly|instead|rather)",
            "(just|simply|only|plain) (call|calls|typed|typing|open|opened|hit|entered) (the |a |)(url|fetch|address|link)",
            "(by|with) (the |a |)(plain|bare) url",
            "(only|just) (set|passed|sent|pass|has|have|configured|uri configured) (a |an |the |)(user agent|cacert|content type|accept|uri|url)",
            "(has|have) only (uri|url|the url|a user agent|content type) ",
            "(logged|log|trace|dump) (of |)the outgoing (request|headers) ~ (content type|thats all|that is all|only|no auth*)",
            "(thats|that is) all (that |i |we |)(leaves|send|sent|is sent)",
            "(signed|logged) in (there |in the browser |)(with|by|through|via) (a |the |my |)(cookie|session)",
            "(in the browser where im|where i am|im) (logged|signed) in",
            "(browser|graphiql|swagger|visual studio|ide|on my pc) ~ (cookie|logged in|signed in|logs in silently|silently|pane filled)",
            "(second|next|other) (one|call|request|ajax) ~ (written |made |is |)without (it|header|the header|a header)",
            "(destination|config*|settings|profile) ~ (imported|copied|exported) ~ (password|secret|blank|empty)",
            "(security|authentication|login|auth) was (added|switched on|enabled|turned on|activated) (to|on|for|in) ~ (unchanged|config|last week|since)",
            "(zap|job|flow|step|node) runs without",
            "(lands|goes|put|passed) in (a |the |)(place|argument|parameter|config) that",
            "(thread|async|background|worker) ~ (context|here it does not|not there|is empty|lost)",
            "(付け忘れ|付けていない|付けず|付けずに|渡していない|渡し忘れ|入れていない|まだ付けて)",
            "(ログに出すと|出力すると)~(null|空|undefined)",
            "(url欄|ブラウザ)(から|で)(直接|手打ち)",
            "空文字に(なって|な)",
            weight=4.2,
            group="told-nothing-sent",
            en="The call goes out without a credential: nothing was set, or the variable is empty there.",
            ja="認証情報なしで送っています。設定していないか、その場所では変数が空です。",
        ),
        fact(
            "signature-header-missing",
            "decisive",
            en="The call carries none of the headers in which the signature stands.",
            ja="署名を運ぶヘッダーが1つもありません。",
        ),
        says(
            "(did not|didnt|have not|havent|not) (provide|supply|specify|send|include|provided|supplied|included|specified) ~ (key|token|credential|credentials|authorization|authentication)",
            "(must|need to|have to|please) (supply|provide|specify|include|send|set|pass) ~ (authorization header|api key|access token|credentials|authentication|auth token|authorization)",
            "(authentication|auth|required|valid) (credentials|credential|token|key|information) (were|was|is|are) not (provided|supplied|present|found|set|given|included)",
            "(missing|no|absent|empty) (required |valid |)(api key|apikey|api token|access token|auth token|authentication token|authorization token|authorization header|bearer token|authentication credentials|authentication credential|credentials|auth header|api credentials|subscription key|security token|access key|jwt token|jwt)",
            "(missing|no) (authentication|authorization|auth) (header|token|info|information|data|parameters|provided|found|present|details)",
            "(api key|api token|access token|authorization header|auth token|bearer token|subscription key|access key|credentials|jwt) ~ (is missing|missing|is required|required|not provided|not supplied|not present|not set|not specified|is empty|was empty|must be provided|must be supplied|must be set|cannot be empty|cannot be blank|must not be empty|not found in request)",
            "missing required authentication",
            "no auth (token|header|credentials|provided)",
            "anonymous (caller|access|user|users|request|requests) ~ (not|no|cannot|denied|forbidden|does not)",
            "(apiキー|トークン|認証情報|アクセストークン|認証ヘッダ|authorizationヘッダ|資格情報|認証トークン)~(指定されていません|指定されていない|がありません|見つかりません|未設定|未指定|含まれていません|設定されていません|送信されていません|が空)",
            "(kein|keine|fehlender|fehlende) (api schlüssel|api key|token|zugangsdaten|anmeldedaten|authentifizierung)",
            "(falta|no se proporcionó) ~ (token|clave|credencial*|autenticación)",
            "(jeton|clé|identifiants) ~ (manquant|manquante|manquants|requis)",
            "(缺少|未提供|没有) ~ (令牌|密钥|token|认证|身份验证|授权)",
            weight="strong",
            en="The answer says that no credential came with the call.",
            ja="認証情報が付いていないと答えています。",
        ),
        says(
            "(authentication|login|sign in|authorization) (is |)(required|needed)",
            "(requires|require) (authentication|a login|you to log in|login|authorization)",
            "you (must|need to|have to) (be logged in|log in|login|sign in|authenticate|be authenticated)",
            "(not|arent|not currently|not yet) (logged in|signed in|authenticated)",
            "unauthenticated",
            "full authentication is required",
            "(認証|ログイン|サインイン)(が|は)(必要|されてい|行われてい)",
            weight="clear",
            en="The answer asks the caller to identify itself.",
            ja="認証してから呼び出すよう求めています。",
        ),
        holds(
            empty_credential,
            weight="decisive",
            en="The place for the credential is there and it is empty.",
            ja="認証情報を入れる場所はありますが、中が空です。",
        ),
        holds(
            nothing_sent_and_refused,
            weight="clear",
            en="None of the request's known headers identifies the caller.",
            ja="分かっている要求のヘッダーに、呼び出し主を示すものがありません。",
        ),
        told(
            "(environment variable|environment variables|env var|env file|dotenv|config value|secret) ~ (not set|undefined|empty|missing|unset|not loaded|not read|not found|not available)",
            "(key|token|variable|password|credential|credentials|secret|header) (is|was|are|were|being) (empty|undefined|null|none|nil|not set|blank|unset)",
            "(get environment variable|getenv|process env|process.env|os environ|os.environ|env get)",
            "(without|no) (any |)(credentials|authentication|token|api key|authorization header|login|key)",
            "(key|token|credentials|header) ~ (not sent|never sent|not set|not passed|not configured|forgotten|omitted|left out)",
            "環境変数",
            "(キー|トークン|認証情報|ヘッダー)(を|が)(設定していない|設定されていない|付けていない|送っていない|空)",
            weight="clear",
            en="The description speaks of a setting from which the credential should have come.",
            ja="認証情報を読み込むはずの設定の話が出ています。",
        ),
        fact("never-worked", "hint"),
        fact("works-at-first", "-clear"),
        fact("worked-before", "-hint"),
        holds(
            signs.credential_sent,
            weight="-clear",
            en="A credential was sent with the call.",
            ja="この呼び出しには認証情報が付いています。",
        ),
        says(
            "(expired|revoked)",
            "(invalid|incorrect|wrong|bad) (api key|token|credentials|password|key|signature)",
            weight="-clear",
            group="said-other",
            en="The answer judges a value, so one was there.",
            ja="値についての判定なので、値は届いています。",
        ),
    ),
    remedies=(
        remedy(
            "attach-stored",
            "safe",
            en="Attach the stored credential and send the call again\nThe connection's credential is read anew\nThe call goes to the registered host only",
            ja="保存済みの認証情報を付けて送り直す\n接続の認証情報を読み直します\n登録した相手にだけ送ります",
            actions=(act("reload-credential"), act("retry-once")),
        ),
        remedy(
            "enter-credential",
            "person",
            en="Enter the credential\nOpen the connection and paste the key\nPress Test connection\nIn own programs print the length of the variable where the code runs: 0 proves it",
            ja="認証情報を入力する\n接続の画面を開き、鍵を貼り付けます\n「接続テスト」を押します\nご自身のプログラムでは、実際に動く場所で変数の長さを表示します。0なら確定です",
        ),
    ),
)
