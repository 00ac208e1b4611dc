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

_RAW_OFFSET = re.compile(r"\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?\+\d{2}:?\d{2}")
_DOUBLE = re.compile(r"%25[0-9a-fA-F]{2}")
_RAW_MAIL = re.compile(r"=[^&%]*\w\+\w[^&%]*@")


def raw_plus_in_time(evidence: Evidence) -> Place | None:
    """A time with + as offset (or an address with +) stands raw in the query, where + means a blank."""
    found = _RAW_OFFSET.search(evidence.raw_query) or _RAW_MAIL.search(f"={evidence.raw_query}")
    return Place("request.url", found[0]) if found else None


def encoded_twice(evidence: Evidence) -> Place | None:
    found = _DOUBLE.search(evidence.url)
    return Place("request.url", "", found.start(), found.end()) if found else None


CAUSE = Cause(
    slug="format-url-encoding",
    code="FMT08",
    usual_status=(400, 404),
    possible_status=(200, 401, 403, 422, 500),
    base=-0.2,
    severity="medium",
    neighbours=("schema-timezone", "schema-wrong-id", "format-wrong-charset", "format-param-placement"),
    signals=(
        holds(
            signs.raw_percent,
            weight=5.0,
            en="A percent sign without two digits stands in the address or form.",
            ja="2桁の続かない%が、URLやフォームにあります。",
        ),
        holds(
            signs.raw_ampersand,
            weight=5.5,
            en="An ampersand that belongs to a value separates parameters.",
            ja="値に含まれる&が、パラメーターの区切りになっています。",
        ),
        holds(
            signs.raw_plus,
            weight=5.0,
            en="A plus sign of a number or token is read as a blank.",
            ja="番号やトークンの+が、空白として読まれます。",
        ),
        holds(
            signs.fragment_in_address,
            weight=6.5,
            en="A raw # cuts the address off; what follows is never sent.",
            ja="URLが#で切れ、その後は送られません。",
        ),
        holds(
            signs.slash_inside_key,
            weight="strong",
            en="A slash or ampersand of a key stands raw in the path.",
            ja="キーに含まれる/や&が、パスにそのまま入っています。",
        ),
        says(
            "(illegal|bad|invalid|unescaped|reserved|unsafe|non ascii) ~ (character*|format) ~ (url|uri|request target|path|query|authority)",
            "(bad|illegal|wrong) (illegal |)format or missing url",
            "(ascii codec cant encode|url contains|uri contains|invalid uri|invalidurl|invalid url)",
            "(valid characters are defined in|rfc 3986|rfc 7230)",
            "(malformed|invalid) (auth code|authorization code|percent)",
            weight="clear",
            group="said-address",
            en="The form of the address is refused.",
            ja="URLの形が断られています。",
        ),
        told(
            "(contain|contains|containing|with|have|has|hold) (a |an |the |)(plus|ampersand|slash*|hash|percent|colon*|apostrophe|exclamation mark|umlaut*|space*|blank*|comma*|schrägstrich)",
            "(those|ones|names|titles|tweets|passwords|values|keys|searches|links|files|posts|items|articles|words) (with|of|containing|without|that (contain|have|hold)) (a |an |)(plain|plainer|simple|special|exclamation mark|apostrophe|plus|ampersand|slash|space|hash|percent|umlaut*)",
            "(plain|plainer|simple|simpler|ordinary|normal) (words|names|titles|passwords|letters|values) ~ (work*|found|posted|fine|pass|get|ok|are|go)",
            "(numeric|number|numeric id|id) ~ instead of (the |)(name|path)",
            "(ends|stops|cut off|cut|truncated) (after|at|before|behind) (the |a |)(the first|ampersand|hash|tom|sign)",
            "(4 2f|%2f|%2b|%20|%3a|%23|%26|2f|percent 2|urlencode*|encodeuricomponent|quote plus|rawurlencode|encoded) ~ ",
            "(copied|read|taken) (as |)(is |)from the address bar",
            "(記号|プラス|シャープ|アンド|スラッシュ|空白|日本語)(を|が|の)~(含|入|場合|だけ|エンコード)",
            "(urlに|クエリに)~(日本語|直)",
            weight="strong",
            group="told-signs",
            en="Only values with certain signs fail.",
            ja="特定の記号を含む値だけが失敗しています。",
        ),
        holds(
            raw_plus_in_time,
            weight=6.5,
            en="A raw plus sign stands in the query; the server reads it as a blank.",
            ja="クエリーに+がそのままあり、サーバーは空白として読みます。",
        ),
        holds(
            encoded_twice,
            weight="strong",
            en="Something was encoded twice: %25 before two digits.",
            ja="%25に2桁が続き、二重にエンコードされています。",
        ),
        holds(
            signs.unencoded_in_query,
            weight="clear",
            en="Characters with a meaning of their own stand raw in the address.",
            ja="特別な意味を持つ文字が、URLにそのまま入っています。",
        ),
        says(
            "(illegal|invalid|unescaped|unencoded|unsafe|non ascii|bad|unexpected|forbidden) (character|characters) in (the |)(url|uri|path|query|request path|request target|authority|fragment)",
            "(request path contains unescaped|contains unescaped characters|path contains invalid|invalid character found in the request target)",
            "(uri|url) (is |)(malformed|error|not properly encoded|syntax|must be encoded|not encoded|contains|decode|encoding)",
            "(malformed|invalid|illegal|bad|wrong) (uri|url|percent encoding|url encoding|escape sequence|uri sequence|url escape|percent escape|query encoding)",
            "(percent encod*|url encod*|urlencod*|uri encod*) ",
            "(url can not contain|url cant contain|invalidurl|urisyntaxexception|uri malformed|invalid uri)",
            "(urlエンコード|パーセントエンコード|url エンコード)",
            weight="strong",
            en="The answer or the client complains about characters in the address.",
            ja="URLの中の文字についての指摘があります。",
        ),
        told(
            "(plus sign|percent encod*|url encod*|urlencod*|uri encod*|not encoded|unencoded|unescaped|encoded twice|double encoded url|encode uri component|special characters in the url|ampersand|hash sign)",
            "(name|names|id|ids|value|values|address|search|title|path|file name|filename|key|email|e mail|password|query) ~ (containing|contains|with|has|have|holds) (a |an |)(plus|space|spaces|slash|slashes|ampersand|hash|percent|umlaut*|accent*|special|comma|colon|apostrophe|quote|bracket*|japanese|non ascii|blank|question mark)",
            "(only|just) ~ (plus|ampersand|slash|space|special characters|percent|hash|umlaut*|bracket*)",
            "(プラス|記号|スラッシュ|空白|エンコード|特殊文字|日本語)~(含|url|だけ|のみ)",
            weight="strong",
            en="Values with special characters are concerned.",
            ja="特別な文字を含む値が関係しています。",
        ),
        fact("some-records-only", "weak"),
        fact("non-ascii-data", "weak"),
        fact("other-client-works", "hint"),
        fact("all-calls-fail", "-weak"),
        says(
            "(double encoded json|utf 8|charset|signature version|scope|expired token)",
            weight="-clear",
            group="said-other",
            en="The answer names another reason.",
            ja="応答は別の理由を挙げています。",
        ),
    ),
    remedies=(
        remedy(
            "encode-once",
            "ask",
            en="Encode each value once and send again\nReading calls first; the preview shows both addresses\nEncoding restores what was meant",
            ja="値を1回だけ正しくエンコードし、送り直す\n前後のURLを画面で確かめられます\nエンコードは、本来の値を伝えるだけです",
            actions=(act("retry-once"),),
        ),
        remedy(
            "use-params",
            "person",
            en="Let the client encode\nurllib.parse.quote, encodeURIComponent, or the option params\nWrite times in UTC with Z, which has no plus sign",
            ja="エンコードをクライアントに任せる\nurllib.parse.quote、encodeURIComponent、またはparamsを使います\n時刻は、+を含まないUTCのZで書きます",
        ),
    ),
)
