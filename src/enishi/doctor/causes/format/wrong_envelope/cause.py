from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def one_wrapper_and_all_missing(evidence: Evidence) -> Place | None:
    """The body is wrapped in one key, and a field inside is reported missing (or the key as unknown)."""
    if not signs.sent_wrapped(evidence):
        return None
    return signs.fields_sent_but_missing(evidence) or _wrapper_unknown(evidence)


def _wrapper_unknown(evidence: Evidence) -> Place | None:
    data = evidence.sent_json
    key = str(next(iter(data))) if isinstance(data, dict) and data else ""
    unknown = any(
        mark in evidence.words("said")
        for mark in (
            " unknown ",
            " unrecognized ",
            " unexpected ",
            " does not exist ",
            " not allowed ",
            " additional propert",
        )
    )
    return Place("request.body", f"/{key}") if key and unknown and key in evidence.fields else None


def list_for_object(evidence: Evidence) -> Place | None:
    """An array was sent and an object is asked for, or the reverse."""
    words = evidence.words("said")
    if isinstance(evidence.sent_json, list):
        wanted = any(
            mark in words
            for mark in (
                " expected object ",
                " must be an object ",
                " must be object ",
                " start array ",
                " cannot unmarshal array ",
                " not a list ",
                " type array ",
            )
        )
        return Place("request.body") if wanted else None
    if isinstance(evidence.sent_json, dict):
        wanted = any(
            mark in words
            for mark in (
                " start object ",
                " must be an array ",
                " expected an array ",
                " expected array ",
                " expected a list ",
            )
        )
        return Place("request.body") if wanted and not evidence.fields else None
    return None


_WRAPPERS = "(data|input|payload|records?|items?|object|attributes)"
_WRAPPER = re.compile(
    r'"(?:api_name|field|param|parameter|key|name|property|path)"\s*:\s*"' + _WRAPPERS + '"'
    r"|(?:missing|required|must (?:contain|have|include))[^.\"]{0,30}['\"`]" + _WRAPPERS + r"['\"`]",
    re.IGNORECASE,
)


def wrapper_is_missing(evidence: Evidence) -> Place | None:
    """The member reported missing is a usual name of a wrapper, and the fields were sent without one."""
    found = _WRAPPER.search(evidence.got_text[:4000])
    data = evidence.sent_json
    flat = isinstance(data, dict) and found is not None and (found[1] or found[2]) not in data
    return Place("request.body") if flat else None


CAUSE = Cause(
    slug="format-wrong-envelope",
    code="FMT06",
    usual_status=(400, 422),
    possible_status=(500, 200),
    base=-0.3,
    severity="medium",
    neighbours=(
        "schema-missing-required-field",
        "format-double-encoded-json",
        "format-wrong-content-type",
        "schema-unknown-field",
    ),
    signals=(
        holds(
            signs.sent_field_said_missing,
            weight=5.0,
            group="sent-but-missing",
            en="The answer's words miss a field that was sent with a value.",
            ja="値を入れて送った項目が「ない」と言われています。",
        ),
        holds(
            signs.only_key_refused,
            weight=8.0,
            en="The one key round all fields is what the answer does not know.",
            ja="全体を包んでいる1つの名前が、相手の知らないものです。",
        ),
        holds(
            signs.path_name_missing,
            weight=8.0,
            en="The name of the resource itself is missing: the fields were sent without their wrapper.",
            ja="リソース名そのものが「ない」と言われていて、項目が包まれていません。",
        ),
        holds(
            signs.list_sent_at_top,
            weight="clear",
            en="The whole body is a list.",
            ja="本文全体が一覧(配列)です。",
        ),
        says(
            "(missing|no|required|requires) (a |the |)(data|root|top level|payload|object) (payload|member|key|object|element|node|property)",
            "data is (a |)(required|missing|mandatory|not expected)",
            "data is not expected",
            "(array|list|object|map) expected (not|but|got|instead)",
            "(invalid|unexpected|unknown) (request |)(element|wrapper|command|root)",
            "(from object value|start object|start array) ~ ",
            "missing # required positional arguments",
            "(not|was|were|is) (specified|supplied|given) ~ (item|object|entity|element)",
            weight="clear",
            group="said-wrap",
            en="A wrapper is missing, or one is too many.",
            ja="包みが足りないか、余分です。",
        ),
        told(
            "(as|like|exactly as|just as|exactly like) (the |)(get|response|answer|read|list|it) (gave|gives|returns|returned|came|shows|comes|does|call)",
            "(copied|took|taken|reused|sent back|send back|carried over|translated) (the |from |over |)(shape|form|structure|body|v1|response|xml|old) ",
            "(shape|structure|form) of the (response|answer|get|read)",
            "(sits|inside|under|within|wrapped|wraps|wrap|nested|packed|put) ~ (once more|another|one more|extra|object|level|body|key|wrapper|outermost|ytterst|form|doc)",
            "(flat|top level|outermost|at the top|ytterst|one level (up|down|higher|deeper)|bare object)",
            "(object|model|entity|resource) name ~ (outermost|outside|around|top|root|ytterst)",
            "(always |)(sends|send|sent|posts|expects|wants) (a |an |one |)(list|array|bare object|single object|wrapped object)",
            "(with|as) (a |one |)(single|bare) (object|item) ~ (works|starts|accepted|ok|runs)",
            "(helper|sdk|client|library|form) ~ (wraps|wrapped|adds a|puts|nests|sends) ~ (once more|again|key|root|object|level|wire)",
            "(is|are|stands|is right|is there) (there|filled|filled in|in the body|in what i send|in the json) ~ (body|screen|json|send|honestly|)",
            "(配列|records|data|オブジェクト)(の中|に入れ|で包|配下)",
            "(1件だから|包まずに|そのまま|階層)~(配列|送|違)",
            weight="strong",
            group="told-shape",
            en="The shape of the body (wrapped, flat, list) is described.",
            ja="本文の形(包む・包まない・一覧)が述べられています。",
        ),
        holds(
            wrapper_is_missing,
            weight=11.0,
            en="What is missing is the wrapper itself; our fields stand outside of one.",
            ja="足りないのは入れ物そのもので、こちらの項目は入れ物の外にあります。",
        ),
        holds(
            one_wrapper_and_all_missing,
            weight=9.0,
            en="What is reported missing is in the body, at another depth.",
            ja="「ない」と言われたものは、本文の別の深さにあります。",
        ),
        holds(
            signs.fields_sent_but_missing,
            weight="clear",
            group="sent-but-missing",
            en="A field that is in the body is reported missing.",
            ja="本文にある項目が「ない」と言われています。",
        ),
        holds(
            list_for_object,
            weight="strong",
            en="A list was sent where one object is expected, or the reverse.",
            ja="1件のところに一覧を、または逆を送っています。",
        ),
        says(
            "param is missing or the value is empty",
            "(required parameter missing or invalid|required param|missing required parameter in the request) ~ (product|order|customer|article|ticket|contact)",
            "(must|should|needs to) (be |)(wrapped|nested|enclosed|contained|placed|sent) (in|inside|within|under) ",
            "(missing|requires|must contain|expected|no) (a |the |top level |)(root element|root key|root node|top level|wrapper|envelope|data member|data object|data key|root|resource object)",
            "(root|top level|wrapper|envelope) (element|key|object|member|node) ~ (missing|required|not found|expected|unknown|unexpected|invalid)",
            "must contain (a |)top level",
            "(must be|expected) an object ~ attribute",
            "(ルート要素|ルートキー|トップレベル)",
            weight="strong",
            en="The answer asks for another wrapping.",
            ja="応答が包み方を指摘しています。",
        ),
        told(
            "(wrapped|wrapper|wrap|wrapping|nested|nesting|envelope|root key|root element|one level|level too deep|too deep|unwrapped|inside an object|top level key|outer object|outer key|extra level)",
            "(library|client|sdk) ~ (adds|wraps|root|key|already|itself)",
            "(same payload|same body|same json) ~ (works|succeeds|accepted)",
            "(包|入れ子|ネスト|階層|ルート)",
            weight="strong",
            en="The description speaks of wrapping or depth.",
            ja="包み方や深さについての話が出ています。",
        ),
        fact("other-client-works", "weak"),
        fact("some-records-only", "-strong"),
        holds(
            signs.json_is_broken,
            weight="-clear",
            en="The body cannot be parsed.",
            ja="本文が読み取れません。",
        ),
        holds(
            signs.type_and_body_disagree,
            weight="-clear",
            en="The label does not fit the body; then nothing was read.",
            ja="種類の表示が本文と合わず、何も読まれていません。",
        ),
        fact("works-at-first", "-clear"),
    ),
    remedies=(
        remedy(
            "rewrap",
            "ask",
            en="Wrap or unwrap one level as the contract shows\nThe preview shows both bodies\nMoving all fields changes the meaning if guessed wrongly",
            ja="契約に合わせて1段包む、または外す\n前後の本文を画面で確かめられます\n推測を誤ると意味が変わるため、承認を待ちます",
            actions=(act("hold"),),
        ),
        remedy(
            "compare-example",
            "person",
            en="Compare with the example in the documentation\nBracket by bracket\nLook whether the client library adds a root key itself",
            ja="文書の例と見比べる\nかっこを1つずつ確かめます\nライブラリーが外側の名前を足していないかも見ます",
        ),
    ),
)
