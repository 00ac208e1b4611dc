from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="format-malformed-body",
    code="FMT01",
    usual_status=(400,),
    possible_status=(422, 500, 415, 200),
    base=0.1,
    severity="medium",
    neighbours=(
        "format-wrong-content-type",
        "format-double-encoded-json",
        "format-wrong-charset",
        "server-output-polluted",
    ),
    signals=(
        holds(
            signs.json_is_broken,
            weight="strong",
            en="The body that was sent cannot be parsed.",
            ja="送った本文は読み取れない形をしています。",
        ),
        says(
            "(json|xml|body|request body|payload|document|request) ~ (parse error|parsing error|could not be parsed|cannot be parsed|failed to parse|is not well formed|not well formed|is malformed|malformed|syntax error|decode error|is not valid json|not valid json|invalid json|not parseable|unparseable|unparsable)",
            "(malformed|ill formed|broken|unparsable|unparseable|badly formed) (json|xml|body|request body|request|payload|data|syntax)",
            "(invalid|bad|incorrect) (json|xml|json string|json body|json payload|json format|json syntax|request syntax|json data|xml document)",
            "(problem|problems|error|failed|failure|unable|could not|cannot) (to |in |while |)(parse|parsing|decode|decoding|deserialize|deserializing|read|reading|unmarshal|unmarshalling) (the |request |your |)(json|body|request|request body|xml|payload|http message|message|input)",
            "(unexpected|invalid|illegal|unescaped|unterminated|unquoted) (token|character|end of json|end of input|string|control character|symbol|identifier|escape|escape sequence|eof|literal|trailing comma|name|unquoted)",
            "(expecting|expected) (property name|value|comma|double quote|end of|object key|delimiter|a json object|colon)",
            "(trailing|extra) (comma|data|characters)",
            "http message not readable",
            "json (parse error|syntax error|decode error|syntaxerror|reader exception)",
            "(not well formed|premature end of|root element is missing|data at the root level|content is not allowed in prolog|entity name)",
            "(looking for beginning of|in string literal|after object key|after array element|after top level value)",
            "(json|xml|リクエスト|本文|ボディ|データ)(の|が|は|を|)(形式|構文|書式|解析|パース|読み取|文法)~(正しく|不正|エラー|失敗|でき|誤り)",
            "(請求体解析失敗|请求体解析失败|json ~ 解析)",
            weight="strong",
            en="The other side's parser could not read the body.",
            ja="相手のパーサーが本文を読めていません。",
        ),
        told(
            "(line break|line breaks|newline|newlines|several lines|multi line|multiline|quote|quotes|backslash|apostrophe|trailing comma|single quotes|tab) ~",
            "(template|string concatenation|concatenated|built by hand|by hand|interpolat*|here document|curl d|command line|shell|powershell|cmd|windows|heredoc|form tool|sprintf|format string)",
            "(body|payload|json) (is |was |)(built|assembled|composed|made|put together|created) ~ (by|from|with|in|hand|string|template)",
            "(改行|引用符|カンマ|テンプレート|文字列結合)",
            weight="clear",
            en="The body is put together by hand, or holds line breaks or quotes.",
            ja="本文を手作業で組み立てているか、改行や引用符を含んでいます。",
        ),
        fact("some-records-only", "weak"),
        fact("other-client-works", "hint"),
        fact("small-request-works", "hint"),
        holds(
            signs.json_inside_string,
            weight="-weak",
            en="It parses, and what comes out is a text with JSON inside.",
            ja="読み取れますが、中身はJSONの入った文字列です。",
        ),
        holds(
            signs.answer_is_html,
            weight="-clear",
            en="The answer is a page, so our own reading of it may have failed.",
            ja="応答が画面なので、こちらの読み取りが失敗したのかもしれません。",
        ),
        holds(
            signs.answered_ok,
            weight="-clear",
            en="The answer is a success; then our reading of it has failed.",
            ja="応答は成功なので、失敗したのはこちらの読み取りです。",
        ),
        holds(
            signs.php_noise_around_json,
            weight="-strong",
            en="The answer has warnings around the data.",
            ja="応答のデータの前後に警告が混ざっています。",
        ),
        says(
            "(content type|media type|unsupported media|utf 8|charset|encoding|byte order mark|gzip|token is malformed|jwt malformed|malformed token|malformed id|malformed email|signature|url malformed|uri malformed)",
            weight="-clear",
            group="said-other",
            en="The label, the encoding or another thing is named.",
            ja="種類の表示や文字コードなど、別のものが挙がっています。",
        ),
    ),
    remedies=(
        remedy(
            "repair",
            "ask",
            en="Repair the body where only one reading is possible\nSuperfluous commas and unescaped line breaks\nThe preview shows both bodies",
            ja="直し方が1つに決まる場合だけ、本文を直す\n余分なカンマや、そのままの改行です\n前後の本文を画面で確かめられます",
            actions=(act("hold"),),
        ),
        remedy(
            "use-serialiser",
            "person",
            en="Build the body with the language's JSON function\njson.dumps, JSON.stringify, json_encode\nIn Zapier, Make or n8n map the fields instead of typing JSON",
            ja="言語のJSONの関数で本文を作る\njson.dumps、JSON.stringify、json_encodeなどです\nZapier・Make・n8nでは、JSONを打ち込まず項目を割り当てます",
        ),
    ),
)
