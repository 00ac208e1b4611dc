from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


_GONE = 410


def old_watch_gone(evidence: Evidence) -> Place | None:
    """410, or "Expired", answers a call that names a version, position or continuation to go on from."""
    asked = re.search(
        r"resourceversion|continue=|watch=|iterator|position|since|lastevent|syncToken|sequence",
        evidence.raw_query,
        re.IGNORECASE,
    )
    gone = evidence.status == _GONE or re.search(
        r'"(?:reason|code)"\s*:\s*(?:"Expired"|410)', evidence.got_text[:2000]
    )
    return Place("request.url", asked[0]) if asked and gone else None


CAUSE = Cause(
    slug="consistency-cursor-expired",
    code="CON08",
    usual_status=(400, 410),
    possible_status=(404, 422, 403, 500, 200, 409),
    base=-0.3,
    severity="medium",
    neighbours=("consistency-pagination-loop", "consistency-paging-limit", "auth-expired-token"),
    signals=(
        told(
            "(token|cursor|link|mark|bookmark|state) (was |is |) (received|obtained|stored|issued|saved|given|from) (a |an |some |several |two |three |) (month|week|day|days|weeks|months|hours|year)",
            "(newer|fresh|new) (ones|one|token|tokens|cursor|cursors|link|links) (work|works|are fine|is fine|succeed)",
            "(full|initial|complete) (sync|resync|listing) (helps|works|is needed|again)",
            weight="clear",
            group="told",
            en="The mark is old; a newer one works.",
            ja="印が古く、新しい印なら通ります。",
        ),
        told(
            "(stored|saved|remembered|old|kept|yesterdays|previous|last|expired|earlier) (position|cursor|token|page token|sync token|delta link|next link|page link|bookmark|state|checkpoint|marker|scroll|offset)",
            "(paused|interrupted|stopped|resumed|continued|goes on|went on|restarted|suspended|sleeping|halted) (over|overnight|for|during|the next|later|with|from|after|by)",
            "(resumes|continues|goes on|carries on|picks up|starts) (with|from|at) (the |a |its |)(stored|saved|old|last|previous|remembered)",
            "(over night|overnight|days later|hours later|next day|a week later|after a weekend|long pause) ",
            "(中断|再開|保存した続き|翌日に続き|古いカーソル)",
            weight="clear",
            en="A paging mark kept over a pause is mentioned.",
            ja="中断の間に取っておいた続きの印に触れられています。",
        ),
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
            signs.mark_of_changes_not_found,
            weight="decisive",
            en="The call asks for what changed since a stored mark, and the mark is not found any more.",
            ja="保存しておいた印からの変更を尋ねる呼び出しで、その印が見つからなくなっています。",
        ),
        holds(
            signs.cursor_is_gone,
            weight="strong",
            en="410 Gone is the answer to a paging mark or delta token.",
            ja="続きの印や差分の印に対して、410が返っています。",
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
        says(
            "(continue|resource version|resourceversion|watch|event id|sequence number|shard iterator|iterator|position|offset|lsn|wal|log position|binlog|checkpoint|history|change id|replay|subscription request|since|token) ~ (too old|has expired|expired|is gone|no longer (available|exists|valid|retained)|purged|truncated|compacted|removed|out of range|trimmed|outside ~ retention|fell behind|older than)",
            "(too old) (resource version|resourceversion|continue|cursor|token|sequence)",
            "(compacted|trimmed|out of the retention|retention (period|window)|start a new (list|sync|listing|scroll)|new list without|restart ~ (sync|list|listing|from the beginning)|initial (sync|load) (required|again))",
            weight="decisive",
            en="The place from which to go on is no longer kept by the vendor.",
            ja="続きを読む起点が、もう相手に残っていません。",
        ),
        holds(
            old_watch_gone,
            weight="strong",
            en="A watch or list is resumed from a version that the server no longer keeps.",
            ja="サーバーに残っていない版から、続きを読もうとしています。",
        ),
        told(
            "(resum*|goes on|carries on|continues|picks up|starts) (from|at|with) (what|where|the) (it |we |)(remembered|left|stopped|saved|stored|last)",
            "(after|since) (a |an |the |some |two |three |)(week|weeks|holiday|holidays|month|long weekend|days|outage|pause|night) ",
            "(over the weekend|was off for|asleep|laptop closed|job was paused|breakpoint|debugger)",
            "(一週間|連休|数日|夜間)(後|ぶり|止め)",
            weight="weak",
            group="told-pause",
            en="Some time passed before the reading went on.",
            ja="読み続けるまでに、時間が空いています。",
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
