from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def other_place_than_documented(evidence: Evidence) -> Place | None:
    """The vendor's dialect names one header for the key, and the key was sent in another."""
    dialect, found = evidence.dialect, evidence.credential
    if dialect is None or found is None or dialect.auth.scheme != "header" or not dialect.auth.header:
        return None
    wrong = found.where == "request.header" and found.name.lower() != dialect.auth.header.lower()
    return (
        Place(found.where, found.name)
        if wrong and evidence.sent_header(dialect.auth.header) is None
        else None
    )


def other_scheme_than_documented(evidence: Evidence) -> Place | None:
    """The dialect documents Bearer and Basic was sent, or the other way round."""
    dialect, found = evidence.dialect, evidence.credential
    if dialect is None or found is None:
        return None
    pair = {dialect.auth.scheme, found.scheme}
    return Place(found.where, found.name) if pair == {"bearer", "basic"} else None


def basic_over_plain_http(evidence: Evidence) -> Place | None:
    """Basic over plain http, where several shop systems insist on a signed request."""
    found = evidence.credential
    if found is None or found.scheme != "basic":
        return None
    plain = evidence.scheme == "http" or " plain http " in evidence.words("context")
    return Place(found.where, found.name) if plain else None


CAUSE = Cause(
    slug="auth-wrong-scheme",
    code="AUTH05",
    usual_status=(401,),
    possible_status=(400, 403),
    severity="high",
    neighbours=(
        "auth-wrong-credential-kind",
        "auth-missing-credentials",
        "auth-method-retired",
        "auth-header-stripped",
    ),
    signals=(
        told(
            "(with|by|via|using) (basic|basic auth|name and password|user name and password|username and password|bearer|oauth|a signed request) only",
            "(only|just) (with|by|via|takes|accepts|supports) (basic|basic auth|name and password|user name and password|username and password|bearer|oauth)",
            weight="strong",
            group="told-only-way",
            en="This call takes one way of signing in only, and another one is used.",
            ja="この呼び出しは一つの認証方式だけを受け取り、別の方式が使われています。",
        ),
        holds(
            signs.two_scheme_words,
            weight="decisive",
            en="Two words for the scheme stand before the credential.",
            ja="認証情報の前に、方式を表す語が2つ並んでいます。",
        ),
        told(
            "as (a |)(bearer|basic|header|query|digest) (it |)(is |)(accepted|works|fine|succeeds)",
            "(token|key|secret) (is |was |)(used|given|sent|passed) as (the |a |)(password|user name|username|bearer|basic)",
            "(documentation|docs|vendor) (shows|says|wants|uses) ~ (curl|basic|bearer|header|user)",
            weight=5.0,
            group="told-form",
            en="Another form of handing the credential over is right.",
            ja="認証情報の正しい渡し方は別の形です。",
        ),
        told(
            "(with|using|in|through|via) (the |a |an |own |its own |)header ~ (works|accepted|fine|succeeds|is accepted|is found)",
            "(works|accepted|succeeds|fine) (with|using|in|through|via) (the |a |its own |)header",
            weight="strong",
            group="told-header",
            en="The same key works in another header.",
            ja="同じ鍵が別のヘッダーなら通ります。",
        ),
        told(
            "(our code|the code|client|we|code|script|it|program|library|plugin) (puts|put|sends|send|sent|passes|passed|placed|places) (it|the key|the token|the value|key|token|the secret|them) ~ (bearer|basic|header|query|body|password|user name)",
            "(key|token|secret|password) (was |is |)(sent|put|passed|given|placed) (as|in|into) (a |the |)(bearer|basic|header|query|password|user name|body|url)",
            "(documentation|docs|vendor) (shows|wants|says|asks) ~ (as user name|basic|bearer|in the header|as header|in a header)",
            weight="strong",
            en="The credential is handed over in another form than the documentation shows.",
            ja="文書とは違う形で認証情報を渡しています。",
        ),
        says(
            "(bearer|basic|digest|hmac|oauth) (authentication|auth|token|authorization) (is |)(required|expected|needed|only|must)",
            weight="strong",
            en="The answer names the scheme that it wants.",
            ja="応答が、必要な認証方式を挙げています。",
        ),
        holds(
            signs.other_scheme_is_asked,
            weight="strong",
            en="The challenge names another scheme than the one that was sent.",
            ja="応答は、送ったものとは別の認証方式を求めています。",
        ),
        holds(
            signs.no_scheme_word,
            weight="clear",
            en="The Authorization header has no scheme word such as Bearer.",
            ja="AuthorizationヘッダーにBearerなどの方式の語がありません。",
        ),
        holds(
            other_place_than_documented,
            weight="strong",
            en="The vendor documents another header for the key.",
            ja="ベンダーの文書では、鍵は別のヘッダーに入れることになっています。",
        ),
        holds(
            other_scheme_than_documented,
            weight="clear",
            en="The vendor documents another scheme.",
            ja="ベンダーの文書では、別の方式になっています。",
        ),
        holds(
            signs.basic_without_colon,
            weight="clear",
            en="The Basic value does not hold user:password.",
            ja="Basicの中身が「利用者名:パスワード」の形ではありません。",
        ),
        holds(
            basic_over_plain_http,
            weight="clear",
            en="Basic was sent over plain http, where some systems accept only a signed request.",
            ja="暗号化なしのhttpでBasicを送っています。署名だけを受け付ける製品があります。",
        ),
        says(
            "(unsupported|invalid|unknown|wrong|unrecognized|unexpected|incorrect) (authorization|authentication|auth) (scheme|type|method|mechanism|header)",
            "(authorization|authentication|auth) (scheme|type|method|header format) ~ (not supported|unsupported|invalid|not recognized|must be|should be|is wrong|incorrect)",
            "authorization header ~ (must be|should be|must start|must begin|in the form|format|expected|should start|should begin|needs to|not start)",
            "(expected|requires|require|required|must use|only supports|use|using|needs|expecting) (a |an |the |http |)(bearer|basic|digest|oauth 1*|oauth1|hmac|aws4|token|jwt) (auth|authentication|authorization|scheme|header|signature|prefix)",
            "(bearer|basic|token) (prefix|keyword|scheme) ~ (missing|required|not found|expected)",
            "(missing|no|without|expected) (the |)(bearer|basic|token) (prefix|keyword|scheme)",
            "format is authorization",
            "use ~ (header|basic auth|bearer|http header) ~ instead",
            "not a valid key value pair ~ authorization",
            "(oauth consumer key|oauth signature|oauth parameters|signature method) ~ (missing|required|absent)",
            "consumer key is missing",
            "(認証方式|認証スキーム|認証タイプ|authorizationヘッダ)~(正しくありません|不正|サポートされて|対応して|形式)",
            weight="strong",
            en="The answer names the form in which it wants the credential.",
            ja="応答が、認証情報の渡し方を指摘しています。",
        ),
        says(
            "(invalid|malformed|bad) authorization header",
            "authorization header (is |)(invalid|malformed|incorrect|not valid)",
            weight="clear",
            en="The header as a whole is not understood.",
            ja="ヘッダー全体が理解されていません。",
        ),
        told(
            "(key|token|secret|password) ~ (as|in|via|with|through) (a |an |the |)(bearer|basic|header|query|oauth|constructor|user name|username|password field)",
            "(switched|changed|moved|migrated) ~ (from|to) ~ (api token|oauth|bearer|basic|token|api key|password)",
            "(second|first|other|wrong|different) (constructor|argument|parameter|option|setting|header|field|method) ~",
            "(header|scheme|prefix|word bearer|bearer) ~ (missing|wrong|forgotten|different|added|instead)",
            "(e mail|email|password|user name|username) (and|or) ~ (password|token) authentication works",
            "(basic|bearer|digest|oauth 1|oauth1|hmac) (authentication|auth|authorization)",
            "(sends|sent|sending) ~ as (basic|bearer|a bearer|an oauth|a header|query)",
            "(bearer)",
            "(basic認証|ヘッダー名|署名)",
            weight="weak",
            en="The description tells how the credential is handed over.",
            ja="認証情報の渡し方についての説明があります。",
        ),
        told(
            "(with|using|after adding|adding|without|missing|forgot) (the |a |)(word|prefix|keyword|scheme) ~",
            "(word|prefix|keyword) (bearer|bot|basic|token)",
            "(instead of|rather than) (a |)(bearer|basic|bot|query|header|digest|oauth)",
            "(bearer|basic|bot|header|query|digest) (instead of|rather than)",
            "(in curl|curl|postman) ~ with (the |)header ~ (same|works)",
            "(bearer|basic|ヘッダー)(ではなく|の代わりに|にすると|を付けると)",
            weight="strong",
            group="told-form",
            en="Another form of the same credential is said to work, or to be missing.",
            ja="同じ認証情報の別の渡し方で通る、または渡し方が違うと書かれています。",
        ),
        holds(
            signs.key_header_not_accepted,
            weight="clear",
            en="The key went in a header of its own, and the answer is 401.",
            ja="鍵を独自のヘッダーで送り、401が返っています。",
        ),
        holds(
            signs.named_header_not_sent,
            weight=6.0,
            en="The answer names a header for the key, and the key stood elsewhere.",
            ja="応答が鍵のヘッダー名を挙げていますが、鍵は別の場所で送られています。",
        ),
        holds(
            signs.bare_value_where_scheme_documented,
            weight=6.0,
            en="The vendor documents a word such as Bearer before the value, and it is absent.",
            ja="ベンダーの文書ではBearerなどの語が値の前に付きますが、ありません。",
        ),
        holds(
            signs.scheme_word_where_bare_documented,
            weight=6.0,
            en="The vendor documents the bare key, and a scheme word stands before it.",
            ja="ベンダーの文書では鍵だけを入れますが、前に方式の語が付いています。",
        ),
        holds(
            signs.sent_but_taken_for_nobody,
            weight="clear",
            group="nobody",
            en="A credential was sent, and the server saw none: it looks for another header or word.",
            ja="認証情報を送ったのに見つけられていません。サーバーは別のヘッダーや語を探しています。",
        ),
        told(
            "(with|using|via|through) (the |a |an |their |)(ocp apim|private token|circle token|x api key|x auth key|api key header)",
            "(curl|postman|sample|example|docs|documentation|doc sample|doc|swagger|python|ruby|official) ~ (sends|has|shows|says|puts|put|uses|passes|set|with) (it |the key |the token |)(as|in|via|a basic|the bare|no word|authorization|api key is|x|between|user)",
            "(same|the same|that|this) (pair|key|token|id and secret|secret|value) (with|as|via|in) (curl|basic|user|header|query|x|ocp|post)",
            "(id|key|user|sid|client id) (and|with|plus|/) (secret|token|password) (in|go in|sent in|as|are in|both in) (the |)(json |form |request |post |)(body|fields|headers|form fields|json|query|clear)",
            "(key|secret|token|api secret) (goes|went|is sent|sent|go|both in headers) ~ (in clear|in clear text|plain text|unhashed|not hashed|as plain)",
            "(hash|hashes|sha1|sha256|hmac|sign|signed|signature|base64) (it |them |the )~ (first|before|with)",
            "(not|without|no) sign* (it |with |)",
            "(auth|authentication|requests get) ~ auth (api|user|name|token)",
            "(pat|token|key|access token|api token) as (the |a |)(password|user name|username|user)",
            "(user name|username|user) (and|with) (a |the |)(pat|token|api token)",
            "curl u ",
            "(no word|without (a |any |the |)word|bare|raw) (in front|before|key|token|value)",
            "(word|prefix) (in front|before) (of |)(the |)(token|key)",
            "v1 used that header",
            "(header name|name of the header|header) (was |) (copied|taken|guessed|assumed|from the)",
            "(reuse|reused|copied) (of |)(our |the |)~ (code|client) ~ (base url|url) (replaced|changed|swapped)",
            "(generic|my own|own) client",
            "(official|their) ~ (client|library|lib|gem|sdk|ui) ~ (works|runs|ok|it works|fine|logs in) ",
            "(works|ok|runs|fine|accepted) (with|in) (their|the official) ~ (client|library|lib|gem|sdk|ui|sample)",
            "token auth(entication|)",
            "(session|cst|x security token) ~ (in|from) (its |the |)response headers",
            "(for each|single) request ~ signature",
            "(windows|domain|ad) login",
            "(apikey|api key|token|key)(で|を)(渡すと|付けると|送ると)",
            "(クエリ|ヘッダー|パラメータ)で渡すと(成功|通|動)",
            weight="clear",
            group="told-form",
            en="The documented form of handing the key over differs from the form used.",
            ja="文書にある鍵の渡し方と、実際の渡し方が違います。",
        ),
        says(
            "(signature|signed request|hmac|digest) (is |)(required|missing|expected|must be)",
            "(client token|security token|app key|x api key|api key|auth token|oauth token) (header |)(missing|not found|or client id)",
            "missing x ~ (header|key)",
            "(please |)add a header for",
            "(authorization|auth) header ~ (basic|bearer|token|prefix|format)",
            "using bearer auth",
            "in the authorization header using",
            "oauth token not found",
            "client id invalid ~ authorization header",
            "invalid authorization header",
            weight="clear",
            en="The answer looks for the credential in a certain header or form.",
            ja="応答は、決まったヘッダーや形で認証情報を探しています。",
        ),
        fact("other-client-works", "weak"),
        fact("same-credential-works-elsewhere", "clear"),
        fact("other-credential-works", "weak"),
        fact("fresh-token-fails", "weak"),
        fact("never-worked", "hint"),
        fact("works-at-first", "-strong"),
        fact("worked-before", "-weak"),
        says(
            "(expired|revoked|scope|scopes)",
            "(期限切れ)",
            weight="-clear",
            group="said-other",
            en="The answer names another reason.",
            ja="応答は別の理由を挙げています。",
        ),
        holds(
            signs.no_credential_sent,
            weight="-clear",
            en="No credential is in the request.",
            ja="要求に認証情報がありません。",
        ),
        holds(
            signs.asks_token_endpoint,
            weight="-weak",
            en="It is a call to the token endpoint.",
            ja="トークンの発行元への呼び出しです。",
        ),
    ),
    remedies=(
        remedy(
            "documented-form",
            "ask",
            en="Hand the credential over as the vendor documents it\nThe value itself stays the same and goes to the same host\nThe preview shows the header before and after",
            ja="ベンダーの定めた形で認証情報を渡す\n値は変えず、同じ相手に送ります\nヘッダーの前後を画面で確かめられます",
            actions=(act("reload-credential"), act("retry-once")),
        ),
        remedy(
            "compare-with-docs",
            "person",
            en="Compare the header with the vendor's page\nLook up header name and first word on the authentication page\nCorrect the client's option (token, API key, user and password are different options)",
            ja="ベンダーの文書とヘッダーを見比べる\n認証のページで、ヘッダー名と最初の語を確かめます\nクライアントの設定を直します(トークン・APIキー・利用者名とパスワードは別の設定です)",
        ),
    ),
)
