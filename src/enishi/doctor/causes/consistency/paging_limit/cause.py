from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="consistency-paging-limit",
    code="CON10",
    usual_status=(400, 422),
    possible_status=(403, 413, 500, 200, 404),
    base=-0.1,
    severity="low",
    neighbours=(
        "rate-query-cost",
        "schema-value-too-long",
        "consistency-page-size-clamped",
        "server-timeout-heavy-request",
    ),
    signals=(
        says(
            "(per page|page size|pagesize|limit|page limit|max results|maxresults|offset|count|top|first|last|results per page|page|from size|result window|query offset|depth|size|number of results|rows) ~ (must be|should be|cannot be|can not be|may not|must not|exceed*|greater than|less than|between|above|over|maximum|at most|too (large|big|high|deep)|out of range|up to|is limited|not exceed|invalid|no more than|bigger than)",
            "(maximum|max|largest|upper limit) ~ (per page|page size|limit|offset|results|records|rows|page|items per|objects|depth|window)",
            "(cannot|can not|unable to|not possible to|only) (return|fetch|retrieve|request|list|page|access|read|get|paginate|query) ~ (more than|beyond|past|after|first #|up to) ",
            "(more than|beyond|past|first|over) # (records|results|items|rows|contacts|orders|entries|pages|hits|objects|documents)",
            "(result window is too large|offset (is |)too (large|high|big)|number outside valid range|page out of range|max result window|deep paging|pagination (limit|depth))",
            "(use|try) ~ (cursor|search after|scroll|since id|keyset|bulk|export|page info) ~ (instead|pagination|paging)",
            "(1ページ|一度に|一回に|1回に|limit|offset|取得(件数|数|できる))~(件|以下|以内|まで|上限|超え)",
            "(offset|オフセット|取得件数|limit)~(上限|超え|以下|範囲)",
            weight="clear",
            en="The page size or depth asked for is above the maximum.",
            ja="求めた件数や位置が、上限を超えています。",
        ),
        code(
            "invalid_limit",
            "LIMIT_EXCEEDED_PAGE",
            "NUMBER_OUTSIDE_VALID_RANGE",
            "page_size_too_large",
            "limit_too_large",
            "GAIA_QU01",
            "MAX_OFFSET_EXCEEDED",
            "invalid_page_size",
            "PAGE_SIZE_EXCEEDED",
            "offset_too_large",
            "GAIA_TM12",
            "parameter_limit_too_large",
            "invalid_offset",
            "MAXIMUM_OFFSET",
            weight="strong",
            en="This error code stands for a page size or depth above the maximum.",
            ja="このコードは、件数や位置の上限超えを表します。",
        ),
        holds(
            signs.page_size_is_large,
            weight="strong",
            en="The call asks for very many items in a page.",
            ja="一ページにとても多くの件数を求めています。",
        ),
        holds(
            signs.page_depth_is_large,
            weight="clear",
            en="The call reads from very far back in the list.",
            ja="一覧のとても後ろから読もうとしています。",
        ),
        told(
            "(page size|per page|limit|max results|page|offset) ~ (# |larger|raised|set to|increased|maximum|above|over|all)",
            "(all|every) (records|orders|products|contacts) ~ (one|single) (call|request|page)",
            "(after|beyond|from) (#|the) (records|results|page #|th)",
            "(件数|ページ|offset|limit)~(増や|上限|件)",
            weight="weak",
            en="Page size or depth is mentioned.",
            ja="ページの件数や位置に触れられています。",
        ),
        says(
            "(query cost|complexity|points|too many requests|rate limit*|per (second|minute|hour|day)|quota)",
            weight="-clear",
            group="rate",
            en="Cost or a number of calls is named.",
            ja="費用や呼び出し回数が挙げられています。",
        ),
        says(
            "(character*|chars|bytes|length|batch|inputs|recipients|amount|price|quantity|payload|body)",
            weight="-weak",
            group="value",
            en="A value or batch is named.",
            ja="値やまとめ送りが挙げられています。",
        ),
        holds(
            signs.answered_ok,
            weight="-strong",
            en="The call was not refused.",
            ja="呼び出しは断られていません。",
        ),
        holds(
            signs.writes,
            weight="-weak",
            en="The call writes; pages are for reading.",
            ja="書き込みの呼び出しで、ページ読みではありません。",
        ),
    ),
    remedies=(
        remedy(
            "smaller-page",
            "safe",
            en="Ask for the allowed page size\nMore pages are read and the results joined",
            ja="許された件数にする\n読むページを増やし、結果をつなぎます",
            actions=(act("page-size", 100),),
        ),
        remedy(
            "slice",
            "ask",
            en="Cut long lists by date or id\nFor lists deeper than the vendor allows, confirm slices by period or ascending id",
            ja="長い一覧を期間やIDで区切る\n上限より深い一覧は、期間やIDの順に区切って読みます。区切り方を確かめて承認します",
            actions=(act("hold"),),
        ),
    ),
)
