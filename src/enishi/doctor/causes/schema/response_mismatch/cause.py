from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="schema-response-mismatch",
    code="SCH14",
    usual_status=(200, 201, 202, 204),
    possible_status=(400, 404, 500, 401),
    base=0.1,
    severity="medium",
    neighbours=(
        "version-enum-added",
        "version-client-defect",
        "server-output-polluted",
        "format-wrong-accept",
    ),
    signals=(
        told(
            "(exactly|only|just) (one|a single) (contact|record|item|order|row|result|entry|element|product|line|customer|hit)",
            "(empty|single|no) (list|array|object|result|results|body|answer|response|string|field|date) ~ (arrives|comes|returned|instead|as|is an|crash*|fails|error)",
            "(number|string|array|list|object|null|date|boolean|text|integer|float|decimal) ~ (arrives|comes|is returned|returned|delivered|where|although|instead|whereas) ~ (number|string|array|list|object|null|date|text|expect*|documented|documentation|integer|model|class|code)",
            "(client|code|model|parser|program|library|we|app|generated client|script) ~ (expects|expected|assumes|assumed|relies|requires|reads|parses|treats|cannot read|cannot handle|calls json)",
            "(answer|response|reply|body) (is|was|comes|has) (empty|xml|html|csv|plain text|text|different|another|nested|wrapped|a list|an array|an object|no json|not json)",
            "(204|no content|empty body)",
            "(documentation|docs|schema|specification|swagger|openapi|contract) ~ (wrong|differs|outdated|says|promises|declares|disagree*|other)",
            "(一件だけ|空のとき|形が違|型が違|想定と違|仕様と違)",
            weight="clear",
            en="The answer is said to look otherwise than our program expects.",
            ja="答えの形が、こちらの想定と違うと述べられています。",
        ),
        holds(
            signs.good_answer_then_reader_failed,
            weight="strong",
            en="The vendor answered with success; a reader on our side failed.",
            ja="相手は成功で答えていて、失敗したのはこちらの読み取りです。",
        ),
        says(
            "(cannot|could not|can not|cant|unable to|failed to) (unmarshal|deserialize|deserialise|decode|parse|convert|read|map|coerce) ~ (response|answer|json|xml|into|string|object|array|value|number|decimal|body|date|result)",
            "(cannot|could not|cant|can not) (convert|read|access|iterate|destructure) ~ (decimal|propert*|undefined|null|nonetype)",
            "(json parse|json decode|jsondecode|json syntax|jsonparse|deserialization|decoding|unmarshal*|parsing|mapping|hydration|decode|format|class cast|number format|key|type|attribute|value|index|missing field) (error|exception)",
            "(expecting value|unexpected token|unexpected end of (json|input)|unexpected character|expected begin (object|array)|syntax error in json|no content to map|end of input|extra data)",
            "(undefined index|undefined array key|undefined offset|undefined property|trying to access array|keyerror|key error|nosuchelement|attributeerror|has no attribute|is not a function|is undefined|undefined method|nil class|nonetype object|nullpointer*|null pointer|list indices must|string indices must|object is not iterable|is not iterable|not subscriptable)",
            "(validation error|validation errors) for ~ (response|model|input should)",
            "(data at the root level is invalid|xml parse|not well formed|invalid xml|premature end of data)",
            "(missing|required) (key|field|property) ~ (response|json|decod*|deserial*)",
            "(unexpected|invalid|unrecognized|unknown|malformed) (response|answer|reply|json response|response format|response type|data type in response)",
            "(応答|レスポンス|返り値|戻り値)~(解析|読み取り|変換|パース|形式)",
            weight="clear",
            where="exception",
            en="Our program fails while reading the answer.",
            ja="答えを読み取る処理で止まっています。",
        ),
        told(
            "(response|answer|reply|result|returned|returns) ~ (empty|html|xml|csv|json|different|another|instead of|without|string|array|object|null|format|type)",
            "(documentation|docs|specification|schema|swagger|openapi) ~ (says|states|promises|declares|shows|differs|disagrees|number|string|different)",
            "(happens|occurs|fails|crashes) ~ (for|with|on) (some|certain|a few|one) (record*|item*|order*|row*|customer*|product*|response*)",
            "(parse*|parsing|parser|deserial*|decod*|model class|mapping|client expects|code expects|we expect|reads|reader)",
            "(call|request) (itself|) (succeeds|works|is successful|went through)",
            "(parses|reads|treats) ~ (as json|as xml|as an array|as a string|as text)",
            "(応答|レスポンス|返り値|答え)~(形式|型|空|違)",
            weight="weak",
            en="The answer looks otherwise than the program expects.",
            ja="答えの形が、プログラムの期待と違う状況です。",
        ),
        fact("some-records-only", "weak"),
        fact("other-release-works", "-strong"),
        fact("after-upgrade", "-weak"),
        says(
            "(enum|no enum constant|unknown (value|option)|unexpected (status|event|type)|option is set|discriminator)",
            weight="-clear",
            where="exception",
            group="enum",
            en="An unknown choice is the stumbling block.",
            ja="つまずいたのは、知らない選択肢の値です。",
        ),
        holds(
            signs.client_error,
            weight="-clear",
            en="The vendor refused the call.",
            ja="相手は呼び出しを断っています。",
        ),
        holds(
            signs.no_exception_known,
            weight="-clear",
            en="No program of ours is known to have stumbled.",
            ja="こちらのプログラムがつまずいた記録はありません。",
        ),
        holds(
            signs.php_noise_around_json,
            weight="-strong",
            en="There is foreign text round the JSON.",
            ja="JSONの前後に余計な文字があります。",
        ),
    ),
    remedies=(
        remedy(
            "loosen-the-reader",
            "ask",
            en="Read the field as it really comes\nDeclare it optional, or as text, in the mapping\nThe held answers are read again",
            ja="実際に届く形で読む\n対応表で、その項目を「空でもよい」または「文字」とします\n預かっている答えを読み直します",
            actions=(act("hold"),),
        ),
        remedy(
            "mend-the-program",
            "person",
            en="Make the program tolerant at this place\nThe maker of the client treats the field as possibly absent or of another type\nReport the gap between documentation and answer to the vendor",
            ja="読み取りを柔軟にする\nクライアントの作り手が、その項目を「ないかもしれない」「型が違うかもしれない」ものとして扱います\n仕様書との違いを提供元に知らせます",
        ),
    ),
)
