from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, holds, says, status, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

_LONG = 7000


def url_is_very_long(evidence: Evidence) -> Place | None:
    """The address is near or beyond the limits of common servers."""
    return Place("request.url") if len(evidence.url) > _LONG else None


CAUSE = Cause(
    slug="endpoint-uri-too-long",
    code="END08",
    usual_status=(414,),
    possible_status=(400, 413, 431, 404),
    base=-0.8,
    severity="medium",
    refines="format-body-too-large",
    neighbours=("format-body-too-large", "consistency-paging-limit", "format-url-encoding"),
    signals=(
        holds(
            url_is_very_long,
            weight="strong",
            en="The address has more than 7,000 characters.",
            ja="URLが7000文字を超えています。",
        ),
        says(
            "(request uri|uri|url|query string|request line|request url) ~ (too large|too long|too big|exceeds|exceeded|is longer|maximum length|length limit)",
            "length of the (url|query string)",
            "(url|uri|クエリ)~(長すぎ|長さ~超)",
            weight="decisive",
            en="The answer says that the address is too long.",
            ja="URLが長すぎると答えています。",
        ),
        status(
            414,
            weight="strong",
            en="414 URI Too Long names the fault.",
            ja="414はURLが長すぎることを表します。",
        ),
        told(
            "(many|all|long|hundreds of|thousands of) (ids|parameters|filters|values) ~ (query|url|address|filter)",
            "(long|longer) (url|query|query string|filter)",
            weight="weak",
            en="The description speaks of a long query.",
            ja="長いクエリーの話が出ています。",
        ),
    ),
    remedies=(
        remedy(
            "split",
            "safe",
            en="Split the list of ids\nReading calls are made in parts and the answers joined\nThe order is restored",
            ja="IDの一覧を分ける\n読み取りを分けて呼び出し、結果をつなぎます\n順序も元どおりに戻します",
            actions=(act("split-batch", 50),),
        ),
        remedy(
            "search-by-post",
            "person",
            en="Use a search by POST or a condition by time\nLook for a search endpoint in the vendor's documentation\nOn own servers raise large_client_header_buffers",
            ja="POSTによる検索や、日時の条件に替える\nベンダーの文書で検索用の呼び出しを探します\nご自身のサーバーではlarge_client_header_buffersを広げます",
        ),
    ),
)
