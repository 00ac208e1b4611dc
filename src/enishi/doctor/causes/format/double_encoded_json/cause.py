from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.clue import Place
    from enishi.doctor.engine.evidence import Evidence


def body_is_a_json_text(evidence: Evidence) -> Place | None:
    """The whole body is a JSON string which holds JSON."""
    return signs.json_inside_string(evidence) if isinstance(evidence.sent_json, str) else None


CAUSE = Cause(
    slug="format-double-encoded-json",
    code="FMT02",
    usual_status=(400,),
    possible_status=(422, 500, 415, 200),
    base=-0.3,
    severity="medium",
    neighbours=(
        "format-malformed-body",
        "schema-wrong-type",
        "format-wrong-content-type",
        "format-wrong-envelope",
    ),
    signals=(
        holds(
            signs.json_text_given_back,
            weight=6.5,
            group="inside-answer",
            en="The refusal quotes a text that holds JSON, where an object is wanted.",
            ja="オブジェクトが必要なところで受け取った「JSONの入った文字列」が、応答に示されています。",
        ),
        says(
            "(not|should be|must be|expected|be) (a |an |)(valid |)(dict|dictionary|map|key value object|jsonobject|object to extract)",
            "(invalid type|got|found|received|provided) (a |)(string|str) ~ (expected|wanted|instead of) (a |an |)(map|struct|sequence|object|array|dict*)",
            "(no string argument constructor|no string-argument constructor|from string value)",
            "(on|from|of) a scalar",
            "(string indices must be integers|str object has no attribute|no attribute get|cannot use in operator to search for)",
            "(unexpected|invalid) token ~ in json at position 0",
            weight="strong",
            group="said-text",
            en="A text came where an object is wanted.",
            ja="オブジェクトが必要なところに、文字列が来ています。",
        ),
        told(
            "(json|input|params|variables|metadata|properties|payload|args|arguments|string) (json.dumps|json dumps|json.stringify|json stringify|json encode|jsonencode|json string)",
            "(post as json*|put as json*|json content create|json=) ~ (serializer|serialize|serialize object|stringify|dumps)",
            "(typeof|type of|type) (says|is|shows|gives) (a |)(string|str)",
            "(json.parse|json.loads|json loads|json parse|decode|parse) ~ (twice|second time|first time|again|once more)",
            "(one|single) (single |long |big |)(text|string|text field) ~ (with|holding|instead|containing|entire|whole|tree)",
            "(as|is|in) (one|a single|a long) (text|string)",
            "(starts|begins|wrapped|ends|enclosed|surrounded) ~ (quotation mark|quotation marks|quotes|double quotes) ~ (inner|backslash|escaped|slash*|)",
            "(outer|extra|additional|surrounding) (quotes|quotation marks)",
            "(backslash|backslashes|slashes|slash) ~ (before|in front of) (every|each|the|all) ~ quote*",
            "(stringifies|stringified|dumps|serializes|serialises|encodes) ~ (so does|and so|also|as well|too|again|already|library|helper)",
            "(json|body|message) ~ (arrives|comes|came) as a (string|text)",
            "(文字列|テキスト)(に|が)~(二重|二回|2回|json)",
            weight=5.0,
            en="JSON was turned into text once more than needed.",
            ja="JSONが必要以上にもう1回、文字列にされています。",
        ),
        holds(
            body_is_a_json_text,
            weight="decisive",
            en="The body is one JSON string that holds JSON.",
            ja="本文全体が、JSONを含む1つの文字列です。",
        ),
        holds(
            signs.json_inside_string,
            weight="strong",
            group="inside",
            en="A value of the body is JSON written into a string.",
            ja="本文の値の1つが、JSONを文字列にしたものです。",
        ),
        says(
            "(expected|expecting|must be|should be|requires|needs) (a |an |to be |)(object|json object|map|dictionary|hash|array|struct|dict|record) ~ (string|text|got string|received string|found string|str)",
            "(from string value|string given|got string|found string|type string|no string argument constructor|cannot deserialize|cannot construct instance|begin object but was string|begin array but was string|cannot unmarshal string|is not a hash|is of type string|of type str|str object has no attribute|string indices must be)",
            "(string|text) ~ (cannot be converted to|could not be converted|to type|instead of) ~ (object|array|map|struct|dictionary|record)",
            "(double|twice) (encoded|serialized|serialised|stringified|escaped)",
            "(escaped|stringified|encoded) (json|string)",
            "(文字列|string)~(オブジェクト|配列)",
            weight="clear",
            en="The answer got a text where it expects an object.",
            ja="オブジェクトが必要なところで、文字列を受け取ったと答えています。",
        ),
        told(
            "(json|body|payload|object|data) ~ (stringified|json encoded|encoded twice|serialized twice|serialised twice|double encoded|already a string|already encoded|as a string|inside a string|string inside|escaped|with backslashes|dumped)",
            "(json dumps|json.dumps|json stringify|json.stringify|json encode|to json|jsonencode|serializeobject|object mapper|write value as string) ~ (and|then|again|before|already|twice|json|body|passed)",
            "(backslash|backslashes|escaped quotes|quotes around)",
            "(twice|double|second time) ~ (encod*|serializ*|serialis*|stringif*)",
            "(variables|metadata|template data|field) ~ (as (a |)string|json string|stringified|nested json|json inside)",
            "(二重|2回)(に|)(エンコード|変換|json|シリアライズ)",
            weight="strong",
            en="The description tells of JSON within text.",
            ja="文字列の中のJSONについての話が出ています。",
        ),
        fact("other-client-works", "weak"),
        fact("never-worked", "hint"),
        holds(
            signs.json_is_broken,
            weight="-strong",
            en="The body cannot be parsed even once.",
            ja="本文は1回も読み取れません。",
        ),
        holds(
            signs.answered_ok,
            weight="-weak",
            en="The answer is a success.",
            ja="応答は成功です。",
        ),
        fact("inbound", "-weak"),
    ),
    remedies=(
        remedy(
            "decode-once",
            "ask",
            en="Decode the outer text once\nOnly when an object or array comes out\nEncoding it again gives the same text, so nothing is lost",
            ja="外側の1回分をほどく\nオブジェクトか配列になる場合だけです\nもう一度エンコードすれば元の文字列に戻るため、失われるものはありません",
            actions=(act("convert-body", "json"), act("retry-once")),
        ),
        remedy(
            "one-encoder",
            "person",
            en="Remove one of the two encoders\nPass the object itself to the client's json option\nDo not call json.dumps or JSON.stringify before",
            ja="2つあるエンコードの片方をなくす\nクライアントのjsonには、オブジェクトをそのまま渡します\nその前にjson.dumpsやJSON.stringifyを呼ばないようにします",
        ),
    ),
)
