from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy
from enishi.doctor.engine.words import plain

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

_LIST_NOTATION = re.compile(r"(?:^|&)[\w.]+(?:\[\d*\]|%5B\d*%5D)=|(?:^|&)([\w.]+)=[^&]*&\1=", re.IGNORECASE)


def body_on_get(evidence: Evidence) -> Place | None:
    """A GET or DELETE carries a body, which many servers drop."""
    return (
        Place("request.body")
        if evidence.method in ("GET", "DELETE", "HEAD") and evidence.sent_text.strip()
        else None
    )


def body_on_get_and_missing(evidence: Evidence) -> Place | None:
    """The answer misses a field which is in the body of a GET."""
    return signs.fields_sent_but_missing(evidence) if body_on_get(evidence) else None


def json_at_token_endpoint(evidence: Evidence) -> Place | None:
    """JSON or query parameters went to a token endpoint, which reads a form (RFC 6749)."""
    if not signs.asks_token_endpoint(evidence) or evidence.method != "POST":
        return None
    if isinstance(evidence.sent_json, dict) and "grant_type" in evidence.sent_json:
        return Place("request.body")
    return Place("request.url") if "grant_type" in dict(evidence.query) else None


def sent_elsewhere(evidence: Evidence) -> Place | None:
    """The field that is reported missing is in the query of a writing call, or in the body of a reading one."""
    missing = any(
        mark in evidence.words("said")
        for mark in (
            " missing ",
            " required ",
            " not specified ",
            " need ",
            " must be ",
            " blank ",
            "必須",
            "指定",
        )
    )
    if not missing or evidence.method not in ("POST", "PUT", "PATCH"):
        return None
    names = {name.lower() for name, _ in evidence.query}
    words = evidence.words("said")
    for name in evidence.fields + tuple(names):
        if name.lower() in names and f" {name.lower().replace('_', ' ')} " in words:
            return Place("request.url", name)
    return None


def list_in_query(evidence: Evidence) -> Place | None:
    """A list parameter is in the query, and the answer complains about a list or value."""
    words = evidence.words("said")
    about_list = any(
        mark in words for mark in (" array ", " list ", " unknown parameter", " unexpected parameter")
    )
    return Place("request.url") if about_list and _LIST_NOTATION.search(evidence.raw_query) else None


def notation_is_talked_about(evidence: Evidence) -> Place | None:
    """A list stands in the query or form, and somebody speaks of brackets or shows the other notation."""
    sent = f"{evidence.raw_query}&{evidence.sent_text[:2000]}"
    if not _LIST_NOTATION.search(sent):
        return None
    told = evidence.context
    shown = "[]" in told or "[0]" in told or re.search(r"(\w+)=\w+&\1=", told)
    named = any(
        mark in evidence.words("context") for mark in (" bracket", " array notation", "括弧", "角かっこ")
    )
    return Place("context") if shown or named else None


def list_name_missing(evidence: Evidence) -> Place | None:
    """A name is reported missing which stands in the query in a list notation."""
    words = evidence.words("said")
    if not any(
        mark in words for mark in (" missing ", " required ", " not present ", " not specified ", "必須")
    ):
        return None
    names = re.findall(r"(?:^|&)(\w+)(?:\[\d*\]|%5B\d*%5D)=", evidence.raw_query, re.IGNORECASE)
    hit = next((name for name in names if plain(name) in words), None)
    return Place("request.url", hit) if hit else None


CAUSE = Cause(
    slug="format-param-placement",
    code="FMT07",
    usual_status=(400, 422),
    possible_status=(404, 500, 200, 415, 401),
    base=-0.2,
    severity="medium",
    neighbours=(
        "schema-missing-required-field",
        "format-wrong-content-type",
        "format-url-encoding",
        "schema-unknown-field",
    ),
    signals=(
        holds(
            signs.list_in_query_half_read,
            weight=6.0,
            en="Of the list in the query only a part is read, or nothing.",
            ja="クエリーの一覧が、一部しか、またはまったく読まれていません。",
        ),
        holds(
            signs.json_in_query_or_form,
            weight="strong",
            en="A value of the query or form is written as JSON.",
            ja="クエリーやフォームの値が、JSONで書かれています。",
        ),
        says(
            "(invalid|expected|expecting|not a|must be (a |an |)) (array|list) ~ (param|parameter|query|string|delimiter)",
            "missing (required |)(request |query |path |)(parameter|parameters|param) ~ ",
            "(query|path|form|header|request) (parameter|param|variable) ~ (is required|required|not present|missing)",
            "(parameter|argument) ~ (url|query|header|path|body) (or|and) (url|query|header|path|body)",
            weight="weak",
            group="said-param",
            en="A parameter (not a field of the body) is asked for.",
            ja="本文の項目ではなく、パラメーターが求められています。",
        ),
        told(
            "(goes|went|sent|given|passed|put|is|are|stands|stand|send|travels|lands|name|names|named) ~ (in|as|inside|within|into|through|by) (the |a |an |)(query|query string|address|url|path|json|json body|body|header|form|multipart*|raw xml|raw json)",
            "(works|succeeds|accepted|fine|takes|ok|brings|helps) (with|in|as|via|when|only) (the |a |)(query|path|form|body|header|url|address) ",
            "(query|path|form|body|header|url|address|brackets|comma|comma list|csv|repeated|single) ~ (brings|gives|works|takes|returns|is taken|accepted|helps|通)",
            "(limit|filter|filters|selection|parameter|parameters|sort|page size|value|values|condition) ~ (no effect|ignored|not applied|have no effect|has no effect|without effect)",
            "(no effect|ignored|not applied|without effect)",
            "(always|just|only) (just |)(the |)(last|first|one|default|defaults) ~ (back|comes|come|product|item|ones|element|returned|arrives)",
            "(empty|no) (payload|body|query) ~ (network tab|goes out|on the wire|leaves)",
            "(network tab|on the wire|access log|server logs|server log|server sees) ~ (empty|without|get|query|no payload|no body)",
            "(axios|requests|guzzle|fetch|feign|retrofit|httpx|querystring|qs|http client) (delete|get|params|stringify|json)",
            "(axios|requests|client|http).(delete|get) ",
            "(object object|requestparam|request param|path variable|query param|querystring.stringify|_method=put|method put)",
            "(dollar sign*|dollars) ~ (eaten|lost|missing|expanded|stripped)",
            "(docs|documentation|sample|example|swagger*|manual) ~ (put*|show*|ha*|use*|want*) ~ (filter*|query|body|path|url|inside|form|brackets)",
            "(クエリ|ボディ|本文|json|パス|フォーム|ヘッダ|ids)(で|に|として)~(渡|送|入れ|指定)",
            "(配列|パラメータ)~(形式|書き方|送る|記法)",
            weight="strong",
            en="It is told where a parameter was put, and that it has no effect there.",
            ja="パラメーターを置いた場所と、そこでは効かないことが述べられています。",
        ),
        holds(
            body_on_get_and_missing,
            weight=9.0,
            en="What is reported missing is in the body of a reading call, which the server does not read.",
            ja="「ない」と言われたものは、サーバーが読まないGETの本文にあります。",
        ),
        holds(
            body_on_get,
            weight="clear",
            en="A reading call carries its parameters in a body, which many servers drop.",
            ja="読み取りの呼び出しなのに、パラメーターが本文にあります。多くのサーバーは捨てます。",
        ),
        holds(
            json_at_token_endpoint,
            weight="strong",
            en="The token endpoint reads a form body (RFC 6749), and the parameters stand elsewhere.",
            ja="トークンの発行元はフォームの本文を読みますが(RFC 6749)、パラメーターが別の場所にあります。",
        ),
        holds(
            sent_elsewhere,
            weight="strong",
            en="The parameter reported missing is in the query.",
            ja="「ない」と言われたパラメーターは、クエリーにあります。",
        ),
        holds(
            signs.parameters_in_query_of_post,
            weight="weak",
            en="A writing call has all its parameters in the query.",
            ja="書き込みの呼び出しなのに、パラメーターがすべてクエリーにあります。",
        ),
        holds(
            notation_is_talked_about,
            weight="decisive",
            en="A list is sent in one notation, and another notation is spoken of.",
            ja="一覧をある書き方で送っていて、別の書き方のことが述べられています。",
        ),
        holds(
            list_name_missing,
            weight="decisive",
            en="The name reported missing is in the query, written as a list.",
            ja="「ない」と言われた名前が、一覧の書き方でクエリーにあります。",
        ),
        holds(
            list_in_query,
            weight="decisive",
            en="A list stands in the query in one of several possible notations.",
            ja="一覧がクエリーにあり、書き方が何通りもあります。",
        ),
        says(
            "(must|should|need to|has to|have to) (be |)(sent|passed|provided|specified|given|supplied|placed|submitted) (in|as|via|through) (the |a |)(query|body|request body|url|path|header|form|query string|query parameter|query parameters|post body|form data|json body)",
            "(not allowed|not supported|not permitted|unexpected|invalid|ignored) in (the |a |)(query|body|request body|url|query string|path|get request|get)",
            "(query|query string|url|body|path|form) (parameter|parameters|param|params) ~ (not allowed|not supported|missing|required|instead|must be|expected|unexpected)",
            "(get|delete) (request|requests|method|) ~ (body|with a body|cannot have body|cannot have a body|must not have)",
            "(request with get head method cannot have body|cannot have body)",
            "(need|needs|missing|requires|required) (a |the |)(grant type)",
            "(not a valid oauth request)",
            "(クエリ|ボディ|本文|パス)(パラメータ|に|で)~(指定|渡|送|不正)",
            weight="strong",
            en="The answer names the place of a parameter.",
            ja="応答がパラメーターの置き場所を指摘しています。",
        ),
        told(
            "(lists|arrays|list|array|ids) ~ (brackets|with brackets|comma separated|repeated parameter|as index|indexed)",
            "documentation (repeats|uses|shows|puts|writes) ~ (parameter|brackets|comma|query|body|path|list)",
            "(配列|一覧)(の書き方|の形式|記法)",
            weight="strong",
            group="told-notation",
            en="Client and documentation write the list in different ways.",
            ja="クライアントと文書で、一覧の書き方が違います。",
        ),
        told(
            "(parameter|parameters|param|params|filter|filters|field|fields|value|values|argument|arguments|ids|list) ~ (in the query|in the body|query string|in the url|as json|as form|in the path|instead of the body|instead of the query|brackets|notation|comma separated|repeated|array notation|array format|in the header|index)",
            "(get|delete) (request|call|) ~ with (a |)(body|json body)",
            "(array|list|nested) (notation|format|parameter|parameters|serialization|serialisation|syntax|index)",
            "(form encoding|form encoded|as form) ~ (works|answers|415|same)",
            "(only the last|last element|last one) ~ (counts|used|taken|arrives)",
            "(silently |)ignored",
            "(クエリ|本文|ボディ|パラメータ)(に|で|の)~(渡|入れ|送|指定)",
            weight="clear",
            en="The description is about where or how a parameter is written.",
            ja="パラメーターの置き場所や書き方についての説明です。",
        ),
        fact("other-client-works", "weak"),
        fact("never-worked", "hint"),
        fact("some-records-only", "-clear"),
        fact("works-at-first", "-clear"),
        holds(
            signs.type_and_body_disagree,
            weight="-strong",
            en="The body is where it belongs, only its label is wrong.",
            ja="本文は正しい場所にあり、種類の表示だけが違います。",
        ),
        holds(
            signs.refreshes,
            weight="-weak",
            en="It is a renewal with a well-formed body.",
            ja="形の整った更新の呼び出しです。",
        ),
        says(
            "(invalid grant|invalid client|redirect uri|expired|media type|content type)",
            weight="-clear",
            group="said-other",
            en="The answer names another reason.",
            ja="応答は別の理由を挙げています。",
        ),
    ),
    remedies=(
        remedy(
            "move-parameter",
            "ask",
            en="Move the parameter to the place in the contract\nThe preview shows the whole request\nSecrets are never moved into the address",
            ja="契約にある場所へパラメーターを移す\n要求の全体を画面で確かめられます\nシークレットをURLへ移すことはありません",
            actions=(act("hold"),),
        ),
        remedy(
            "check-place",
            "person",
            en="Look up place and notation\nThe documentation says query, body, path or header\nSet the client's array format (paramsSerializer, http_build_query)",
            ja="置き場所と書き方を調べる\n文書にはクエリー・本文・パス・ヘッダーの別が書かれています\nクライアントの配列の書き方を合わせます(paramsSerializer、http_build_queryなど)",
        ),
    ),
)
