from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="consistency-cursor-expired",
    code="CON08",
    usual_status=(400, 410),
    possible_status=(404, 422, 403, 500, 200, 409),
    base=-0.3,
    severity="medium",
    neighbours=("consistency-pagination-loop", "consistency-paging-limit", "auth-expired-token"),
    signals=(
        says(
            "(cursor|page token|pagetoken|next token|nexttoken|pagination token|continuation token|continuation|sync token|synctoken|delta token|deltatoken|delta link|history id|historyid|start history|scroll id|scroll|query locator|querylocator|next records|next page|next link|skip token|skiptoken|since id|change token|search context|bookmark|resumption token|resumptiontoken|page info|pageinfo|event id|replay id|offset token|pit) ~ (expired|invalid|no longer valid|not valid|has expired|is too old|too old|not found|unknown|stale|malformed|missing|cannot be used|not recognized|bad|does not exist|no longer available|is not valid|corrupt*|out of range|reset|full sync)",
            "(invalid|expired|bad|unknown|stale|unrecognized|illegal) (cursor|page token|pagetoken|next token|pagination token|continuation token|sync token|delta token|scroll id|query locator|start history id|history id|page info|skip token|bookmark|resumption token|replay id|search after|next page token|offset token)",
            "(full (sync|synchronization|resync)|resync|sync state) ~ (required|needed|not found|reset|must)",
            "sync token is no longer valid",
            "no search context found",
            "search context missing",
            "(カーソル|ページトークン|同期トークン|継続トークン|スクロール)~(期限|無効|不正|切れ|失効|見つかり)",
            weight="decisive",
            en="The mark for going on is no longer valid.",
            ja="続きを読むための印が、もう有効ではありません。",
        ),
        code(
            "INVALID_QUERY_LOCATOR",
            "invalid_cursor",
            "cursor_expired",
            "expired_cursor",
            "INVALID_CURSOR",
            "invalid_page_token",
            "fullSyncRequired",
            "SyncStateNotFound",
            "resyncRequired",
            "syncStateInvalid",
            "GAIA_CU01",
            "expired_page_token",
            "invalid_pagination_token",
            "InvalidNextToken",
            "ExpiredNextTokenException",
            "updatedMinTooLongAgo",
            "invalid_page_info",
            "search_context_missing_exception",
            "badResumptionToken",
            "invalid_start_cursor",
            "ExpiredIteratorException",
            "EXPIRED_PAGE_TOKEN",
            weight="decisive",
            en="This error code stands for a paging mark that is no longer valid.",
            ja="このコードは、無効になった続きの印を表します。",
        ),
        told(
            "(cursor|page token|next page token|delta (token|link)|sync token|continuation|scroll|query locator|history id|nextlink) ~ (expired|old|days|hours|minutes|saved|stored|kept|invalid|after|since|paused|stale)",
            "(resum*|continu*|paused|interrupted|restarted) ~ (sync|paging|export|page|cursor)",
            "(カーソル|続き|同期トークン|差分)",
            weight="clear",
            en="A stored paging mark is mentioned.",
            ja="保存しておいた続きの印に触れられています。",
        ),
        holds(
            signs.uses_cursor,
            weight="weak",
            en="The call carries a paging mark.",
            ja="続きの印を送っています。",
        ),
        says(
            "(access token|refresh token|bearer|jwt|api key|session)",
            weight="-clear",
            group="auth",
            en="A login token is named.",
            ja="認証のトークンが挙げられています。",
        ),
    ),
    remedies=(
        remedy(
            "start-again",
            "safe",
            en="Start the listing again\nWithout the mark, from the last safe point; records already taken are recognised and not stored twice",
            ja="一覧を読み直す\n印を付けずに、最後に確かめた所から始めます。取り込み済みの記録は見分け、二重には保存しません",
            actions=(act("retry-once"),),
        ),
        remedy(
            "read-faster",
            "person",
            en="Use marks promptly\nRead a listing to its end in one go; the vendor's documentation names the life of a mark",
            ja="印は早めに使う\n一覧は一度に最後まで読みます。印の寿命は提供元の説明書にあります",
        ),
    ),
)
