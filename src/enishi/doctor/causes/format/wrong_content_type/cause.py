from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, status, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="format-wrong-content-type",
    code="FMT03",
    usual_status=(415, 400),
    possible_status=(422, 406, 500, 200, 401),
    base=0.2,
    severity="medium",
    neighbours=(
        "format-malformed-body",
        "format-param-placement",
        "format-wrong-accept",
        "format-wrong-envelope",
    ),
    signals=(
        told(
            "(without|no|missing|wrong|forgot|lacks|incorrect) (a |the |any |)(content type|content type header|mime type)",
            "content type ~ (was missing|is missing|not sent|not set|left out|changed to)",
            weight=5.0,
            en="The Content-Type is said to be missing or wrong.",
            ja="Content-Typeがない、または違うと書かれています。",
        ),
        holds(
            signs.type_and_body_disagree,
            weight=6.0,
            en="The body and its Content-Type do not fit each other.",
            ja="本文とContent-Typeが合っていません。",
        ),
        holds(
            signs.json_sent_without_type,
            weight="clear",
            en="JSON was sent, and the Content-Type does not say so.",
            ja="JSONを送っていますが、Content-Typeがそうなっていません。",
        ),
        holds(
            signs.content_type_on_get,
            weight="clear",
            en="A call without body carries a Content-Type, which some vendors refuse.",
            ja="本文のない呼び出しにContent-Typeが付いています。これを断るベンダーがあります。",
        ),
        status(
            415,
            weight="clear",
            en="415 Unsupported Media Type concerns the label of the body.",
            ja="415は本文の種類の表示についての応答です。",
        ),
        says(
            "(unsupported|invalid|incorrect|wrong|unknown|missing|unacceptable|unexpected|bad|no) (media type|content type|contenttype|mime type|media types)",
            "(content type|media type|mime type) ~ (not supported|unsupported|must be|should be|is invalid|invalid|missing|not allowed|expected|required|not acceptable|is not|not set|is wrong|incorrect|not recognized|cannot be|needs to be|header)",
            "(expected|expects|requires|accepts only|must be|only accepts|only supports|should be|needs) (the |a |)(content type |)(application json|application x www form urlencoded|multipart form data|application xml|text xml|json content|form data|form encoded|urlencoded)",
            "(no|missing|invalid|could not find) (multipart |)boundary",
            "(not a multipart|multipart ~ (missing|expected|required))",
            "(form parse error|required request part|is not a multipart request)",
            "(content type|コンテンツタイプ|メディアタイプ)~(不正|正しく|指定されて|サポートされて|対応して|指定|サポート)",
            weight="strong",
            en="The answer names the Content-Type.",
            ja="応答がContent-Typeを指摘しています。",
        ),
        says(
            "(invalid payload|no text|invalid post data|missing post data|empty request|could not read body)",
            weight="weak",
            group="said-vague",
            en="The answer did not find what was sent.",
            ja="送ったものが見つからないと答えています。",
        ),
        told(
            "(content type|media type|mime type|header) ~ (missing|not set|set to|sets|sends|wrong|application json|form|text plain|multipart|default|urlencoded|without|boundary|removed|added|helps|different|required)",
            "(form encoded|form encoding|urlencoded|form data|multipart|as form|as json|as text|text plain|form post|json message|json body|raw json) ~",
            "(sends|sending|posting|posts|sent) (a |the |)(json|xml|form) ~ (as|without|to|message|body|with)",
            "parameters are in the query string",
            "(content type)",
            "(コンテンツタイプ|フォーム形式|ヘッダ)",
            weight="weak",
            en="The description is about the form in which the body is sent.",
            ja="本文を送る形式についての説明です。",
        ),
        fact("other-client-works", "weak"),
        fact("all-calls-fail", "hint"),
        fact("some-records-only", "-clear"),
        fact("works-at-first", "-clear"),
        holds(
            signs.json_is_broken,
            weight="-clear",
            en="The body itself is broken.",
            ja="本文そのものが壊れています。",
        ),
        says(
            "(accept header|not acceptable|could not find acceptable|webhook|signature|unauthorized|expired|utf 8)",
            weight="-clear",
            group="said-other",
            en="The answer names another reason.",
            ja="応答は別の理由を挙げています。",
        ),
    ),
    remedies=(
        remedy(
            "set-json-type",
            "safe",
            en="Label the body as what it is and send again\nThe body stays the same byte for byte\nOn a call without body the label is removed",
            ja="本文に合う種類を付け、送り直す\n本文は1バイトも変わりません\n本文のない呼び出しでは表示を外します",
            actions=(act("set-content-type", "application/json"), act("retry-once")),
        ),
        remedy(
            "convert",
            "ask",
            en="Turn the body into the type asked for\nForm to JSON or the reverse\nThe preview shows both",
            ja="求められた種類へ本文を変換する\nフォームからJSON、またはその逆です\n前後を画面で確かめられます",
            actions=(act("convert-body", "json"), act("set-content-type", "application/json")),
        ),
        remedy(
            "client-option",
            "person",
            en="Use the client's own option\njson= or form= instead of a header of your own\nPostman: Body, raw, JSON\nn8n: Body Content Type",
            ja="クライアントの機能を使う\nヘッダーを手で書かず、json=やform=を使います\nPostman: 「Body」→「raw」→「JSON」\nn8n: 「Body Content Type」",
        ),
    ),
)
