from __future__ import annotations

from enishi.doctor.engine.cause import Cause, fact, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="webhook-body-parsed",
    code="HOOK01",
    possible_status=(400, 401, 403, 500, 200),
    base=0.1,
    severity="high",
    neighbours=("webhook-wrong-secret", "auth-clock-skew", "webhook-csrf"),
    signals=(
        says(
            "(payload|body) ~ (of type string|string or buffer|a string or a buffer|must be a string|be of type string)",
            "(expected|requires) payload ~ (string|buffer)",
            "(payload|body) ~ (passed|given|provided|supplied) ~ raw ~ (string|bytes|buffer|json|text)",
            "do not parse (it|the body|the payload)",
            weight=9.0,
            en="The check wants the body as text or bytes and got an object.",
            ja="本文を文字列かバイト列で渡すべきところに、オブジェクトが渡されています。",
        ),
        says(
            "(payload|body) ~ (provided as a parsed|parsed javascript object|must be provided as a string|must be a string or|must be of type string or|parsed object)",
            "(passing|pass|use|using|need|needs|requires|expects|send) ~ raw (request |)(body|payload)",
            "raw (request |)(body|payload) ~ (required|missing|needed|not available|expected|undefined|unavailable)",
            "(received an instance of object|must be of type string or an instance of buffer|data must be string or buffer|data argument must be)",
            "(生の|加工前の)(本文|ボディ|リクエスト)",
            weight="clear",
            en="The message asks for the raw body.",
            ja="生の本文を求める文面です。",
        ),
        says(
            "(signature|signatures|hmac|hash) ~ (mismatch|does not match|did not match|not match|invalid|verification failed|failed|verify|no match|incorrect|not valid)",
            "(invalid|wrong|bad|no|unexpected|incorrect) (webhook |)(signature|signatures|hmac)",
            "no signatures found",
            "(webhook|signature) (verification|validation) (failed|error)",
            "署名~(一致しません|不正|検証|無効)",
            weight="clear",
            group="signature",
            en="The signature does not fit what was checked.",
            ja="署名が、確かめた内容と合いません。",
        ),
        told(
            "(express json|express.json|body parser|json middleware|json parser|bodyparser|parsed body|request json|request.json|req body|req.body|request.body|model binding|pydantic|json loads|json.loads|json parse|json.parse|parsed json|next js|next.js|nextjs|nestjs|api gateway|lambda|serverless|cloud function|cloud functions|middleware)",
            "(json stringify|json.stringify|json dumps|json.dumps|re serial*|reserial*|re encoded|serialised again|serialized again|parsed and|parses the body|body is parsed|already parsed|parsed before|parsed object|to string of the body|as a dict|deserial*)",
            "(パース|再シリアライズ|json に変換)(した|後|済み)",
            weight="strong",
            en="The body is parsed before the signature is checked.",
            ja="署名を確かめる前に本文が読み取られています。",
        ),
        told(
            "(only|fails) ~ (umlaut*|emoji*|non ascii|special characters|unicode|decimals|japanese|slashes)",
            "(日本語|絵文字|特殊文字)~(だけ|場合|含む)",
            weight="strong",
            group="told-special",
            en="Only deliveries with special letters fail.",
            ja="特別な文字を含む通知だけが落ちます。",
        ),
        told(
            "(raw body|raw request body|raw bytes|raw payload|body raw|express raw|express.raw|get data|request body bytes) ~ (is used|is passed|passed|used|parser|given|verified|as is|works)",
            "with the raw body",
            "(生の本文|生のボディ|raw body)(を|で)(使|渡)",
            weight="-strong",
            group="told-raw",
            en="The raw body is used already.",
            ja="すでに生の本文を使っています。",
        ),
        fact("inbound", "weak"),
        fact("works-at-first", "-weak"),
        says(
            "(timestamp|tolerance|csrf|token mismatch|too old|expired)",
            weight="-clear",
            group="said-other",
            en="The message names another reason.",
            ja="別の理由が挙がっています。",
        ),
        fact("one-environment-only", "-weak"),
    ),
    remedies=(
        remedy(
            "use-raw-body",
            "person",
            en="Check the signature over the raw body\nExpress: express.raw on this route, before express.json\nNext.js: await req.text()\nFlask: request.get_data(); Django: request.body; Laravel: getContent()\nLambda: decode base64 first",
            ja="生の本文で署名を確かめる\nExpress: この道筋だけ、express.jsonより前にexpress.rawを置きます\nNext.js: await req.text()を使います\nFlaskはrequest.get_data()、Djangoはrequest.body、LaravelはgetContent()です\nLambdaでは先にbase64をほどきます",
        ),
    ),
)
