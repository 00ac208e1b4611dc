from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="version-client-defect",
    code="VER05",
    possible_status=(400, 401, 403, 404, 405, 411, 415, 422, 500, 200),
    base=0.1,
    severity="medium",
    neighbours=(
        "schema-unknown-field",
        "schema-response-mismatch",
        "version-enum-added",
        "server-internal-error",
    ),
    signals=(
        fact("other-release-works", "strong"),
        fact("other-client-works", "weak"),
        fact("after-upgrade", "clear"),
        told(
            "(latest|newest|new|newer|current|updated|upgraded|recent|beta|rc) (version|release|major|build|client version|library version|sdk version) ~ (of|client|library|sdk|plugin|package|gem|connector|module|driver)",
            "(client|library|sdk|plugin|package|gem|connector|module|wrapper|extension|driver|integration|dependency) (version|release|update|upgrade|# #)",
            "(upgraded|upgrading|updated|updating|migrated|migrating|upgrade|update|bumped|bumping|moved|switching) (the |to |from |of |our |its |)(latest|newest|new|client|library|sdk|plugin|package|gem|connector|version|release|# |module|dependency|driver)",
            "(downgrad*|rolling back|rolled back|going back|reverting|reverted|pinning|pinned) (to|the|from|helps|works|client|library|back)",
            "(key|same call|it|everything|code) (works|worked) (with|in) (the |)(old|previous|earlier|older|former|last) (version|release|one|client|library|sdk)",
            "(old|previous|earlier|older|former) (version|release|client|library|sdk) (works|worked|was fine|is fine|succeeds|did not|does not)",
            "(vendor|official|vendors|generated|community|client|third party|own|python|node|ruby|php|java|net|go) ~ (client library|sdk|library|client|gem|plugin)",
            "through the (vendors |official |)(client|sdk|library|gem|plugin|package)",
            "(bug|defect|regression|faulty|broken|known issue) ~ (client|library|sdk|plugin|package|release|version|connector|node|gem)",
            "(library|sdk|client|plugin|package|connector|node|gem) ~ (bug|defect|regression|builds|rewrites|renames|converts|drops|sends|omits|adds|encodes|strips|ignores|generates|does not send)",
            "(plain|raw|direct|manual|hand made|hand written) (http|curl|call|request|rest) ~ (works|fine|succeeds|ok)",
            "(preview|beta|development|master) (branch|version|build) of",
            "(ライブラリ|SDK|プラグイン|クライアント|モジュール)(の|を|が)~(更新|アップデート|バージョン|不具合|バグ|最新版|旧版)",
            "(旧バージョン|前のバージョン|一つ前の版|ダウングレード)~(動|正常|問題|使え)",
            weight="clear",
            en="A release of the client or plugin is involved.",
            ja="クライアントやプラグインの版が関係しています。",
        ),
        says(
            "(typeerror|type error|attributeerror|attribute error|nameerror|nomethoderror|argumenterror|argument error|referenceerror|importerror|modulenotfound*|classnotfound*|nosuchmethod*|call to undefined|undefined method|unexpected keyword argument|cannot find module|is not a function|is not a constructor|missing # required positional|deprecated method|has no attribute|module ~ has no)",
            "(node modules|site packages|vendor bundle|gems|dist packages|nuget|maven)",
            "(sdk|client library|library|plugin|package) ~ (version|outdated|update|upgrade|deprecated|unsupported)",
            "(please|must) (update|upgrade) (your|the|this) (client|sdk|library|plugin|app|package|connector)",
            weight="weak",
            where="exception",
            en="The failure arises inside the client library.",
            ja="クライアントライブラリの内部で失敗しています。",
        ),
        says(
            "(client|sdk|library|app|plugin|application) ~ (version|release) ~ (too old|outdated|no longer supported|unsupported|must be updated|not supported)",
            "(please|must) (update|upgrade) (your|the|this) (client|sdk|library|plugin|app|package|connector)",
            "(アプリ|クライアント|プラグイン|ライブラリ)~(更新|アップデート)してください",
            weight="strong",
            en="The answer asks for another release of the client.",
            ja="クライアントの別の版を求めています。",
        ),
        holds(
            signs.sent_by_named_library,
            weight="weak",
            en="The call was made by a client library that names itself and its release.",
            ja="名前と版を名乗るクライアントライブラリからの呼び出しです。",
        ),
        fact("other-accounts-work", "-hint"),
        fact("vendor-wide", "-hint"),
        fact("waiting-helps", "-clear"),
        fact("after-vendor-change", "-weak"),
    ),
    remedies=(
        remedy(
            "other-release",
            "person",
            en="Install the release with the correction, or return to the last good one\nLook in the maker's list of issues for this failure\nPin the release that works until the correction is out",
            ja="修正を含む版を入れるか、最後に動いた版へ戻す\n開発元の報告一覧で同じ失敗を探します\n修正が出るまで、動く版に固定します",
        ),
        remedy(
            "undo-the-damage",
            "ask",
            en="Let Enishi put the request right\nThe part that the library spoils is restored before sending, shown as a preview\nRemove it once the library is corrected",
            ja="送る前にEnishiで直す\nライブラリが崩す部分を、差分で確かめたうえで元に戻して送ります\nライブラリが直ったら外します",
            actions=(act("hold"),),
        ),
    ),
)
