from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="consistency-pagination-loop",
    code="CON09",
    usual_status=(200,),
    possible_status=(400, 206),
    base=-0.3,
    severity="high",
    neighbours=(
        "consistency-cursor-expired",
        "consistency-paging-limit",
        "consistency-page-size-clamped",
        "schema-response-mismatch",
    ),
    signals=(
        told(
            "(only|just|exactly|at most|never more than|no more than) (the |)(first |one |)(# |hundred|fifty|ten|twenty|thousand|page|twenty five|two hundred|twohundred)",
            "(again and again|over and over|forever|endless*|never ends|never stops|does not end|does not stop|runs for hours|infinite*|without end|circle|circles|loops|repeats itself|from the beginning)",
            "(second|next|following|every|each|other|later|third) (page|pages) ~ (same|first|identical|never|not|ignored|again|empty|equal)",
            "(page|offset|cursor|skip|start|token) (parameter |)(is |was |has |)(ignored|unknown|not used|no effect|not passed|not sent|never sent|not increased|wrong|misspelt|lost|dropped|called)",
            "(first|one) page (only|is read|is imported|again|every|of)",
            "(最初のページ|1ページ目|先頭だけ|件しか|繰り返し同じ|進まない)",
            weight="clear",
            en="Paging is said not to get on.",
            ja="ページ送りが進まないと述べられています。",
        ),
        told(
            "(same|identical|first) (page|records|results|items|rows|data|# records|response|orders|set|batch|contacts) ~ (again|every|each|repeat*|returned|over and over|forever|page after page|always|twice|on every|for page)",
            "(every|each|all|second|next|page 2|following) (page|pages|call|calls|request|requests) ~ (same|identical|first page|first #|repeat*|page 1)",
            "(never|not) (completes|ends|finishes|terminates|stops|complete|end|finish|gets past|get past|advances|goes beyond)",
            "(endless|infinite|infinitely|forever|loops|looping|loop|hangs in|stuck (on|at|in)) ~ (page|paging|pagination|loop|cursor|sync|listing|offset|fetch*|first)",
            "(only|just|at most|no more than|not more than) (the |)(first |)(page|# (records|items|orders|results|rows|contacts|products|entries|customers)|first # ) ",
            "(only the first|first #|stops after #|stops after the first) ~ (records|items|page|results|rows|arrive|returned|imported|read|synced)",
            "(offset|cursor|page|page number|next link|next page|starting after|skip) ~ (ignored|not (carried|passed|sent|increased|advanced|followed|supported|used)|has no effect|no effect|unchanged|wrong|stays)",
            "(duplicate*|missing|skipped) (records|rows|items|orders) ~ (pages|paging|pagination|page)",
            "(has more|has next|next cursor|next page) ~ (always|true|never|null|same|empty)",
            "(同じページ|同じデータ|無限|終わらない|終わりません|先頭の|100 件しか|件しか|ページ送り|次のページ)",
            weight="strong",
            en="The same page comes again, or paging does not end.",
            ja="同じページがくり返されるか、ページ送りが終わりません。",
        ),
        holds(
            signs.uses_offset_paging,
            weight="weak",
            en="The call pages through a list.",
            ja="一覧をページごとに読んでいます。",
        ),
        says(
            "(infinite loop|pagination loop|same cursor|cursor did not advance|detected ~ loop|repeated page|page token ~ same|too many pages|maximum recursion)",
            weight="strong",
            en="Our side noticed that paging does not advance.",
            ja="ページ送りが進まないことに、こちらで気づきました。",
        ),
        holds(
            signs.answered_ok,
            weight="hint",
            en="Each call by itself succeeds.",
            ja="一回ごとの呼び出しは成功しています。",
        ),
        holds(signs.server_error, weight="-clear", en="The server failed.", ja="サーバーが失敗しています。"),
        says(
            "(expired|too large|exceed*|maximum|must be (less|at most)|too many requests|redirect*)",
            weight="-clear",
            group="other",
            en="Another fault is named.",
            ja="別の誤りが挙げられています。",
        ),
        told(
            "(redirect loop|redirects|login loop|webhook loop|echo)",
            weight="-clear",
            group="other-loop",
            en="Another kind of loop is meant.",
            ja="別の意味のくり返しです。",
        ),
        holds(
            signs.no_pages_seen,
            weight="-clear",
            en="Nothing about pages or lists is to be seen.",
            ja="ページや一覧に関わるものが見当たりません。",
        ),
        told(
            "(page|offset|cursor|skip|start|from|next) ~ (raised|increased|incremented|advanced|counted|bumped) by (1|one) ~ (instead|rather|not|per page|limit|page size)",
            "(got|get|receive|see|import*|count*|shows) (#|thousands|hundreds|far more|ten times) ~ (rows|records|items|entries|orders) ~ (for|instead of|though|of only|but)",
            "(identical|same) (request|call|page|records|rows|ids) ~ (again|over and over|in the log|repeat*|each|every|loop)",
            "(never returns|never comes back|runs (on |)for ever|hangs|does not end|keeps (asking|fetching|calling|loading))",
            "(only|just|exactly) (#|the first) (of|out of) (#|the)",
            "(off by one|zero based|starts at (0|1)|page 0|page zero|first page twice|last page missing)",
            "(2ページ目|次ページ|全件|同じ(内容|結果|レコード))~(取れ|返|同じ|来ない|繰り返)",
            weight="clear",
            group="told-pages",
            en="The listing does not move on as it should.",
            ja="一覧の読み進みが、正しく進んでいません。",
        ),
    ),
    remedies=(
        remedy(
            "stop-the-loop",
            "safe",
            en="Stop the listing and keep what came\nEnishi notices a repeated page, ends the run and stores each record once",
            ja="読み取りを止め、届いた分を残す\n同じページの再来に気づいて止め、記録は一件ずつだけ保存します",
            actions=(act("pause"),),
        ),
        remedy(
            "follow-the-mark",
            "ask",
            en="Page the way the vendor does\nFollow the mark or link in the answer instead of counting; confirm the parameter proposed",
            ja="相手のやり方でページを送る\n自分で数えず、答えにある印やリンクをたどります。示した引数を確かめて承認します",
            actions=(act("hold"),),
        ),
        remedy(
            "mend-the-client",
            "person",
            en="Correct the program\nThe mark belongs into the next call unchanged; the end is where the vendor says so, not where a page is short",
            ja="プログラムを直す\n印はそのまま次の呼び出しに渡します。終わりは件数でなく、相手の示し方で判断します",
        ),
    ),
)
