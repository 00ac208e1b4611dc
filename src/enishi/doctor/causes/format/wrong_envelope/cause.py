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
