from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, status, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def method_is_not_allowed(evidence: Evidence) -> Place | None:
    """The Allow header lists other methods than ours."""
    allow = evidence.got_header("allow")
    if not allow or not evidence.method:
        return None
    offered = {name.strip().upper() for name in allow.split(",")}
    return Place("response.header", "Allow") if evidence.method not in offered else None


_DOCUMENTED = re.compile(
    r"(?:manual|documentation|docs|reference|guide|specification|文書|ドキュメント)\w*\s*(?:names?|says?|shows?|lists?|wants?|uses?|asks for|では|には)\s*"
    r"(?:a |the )?(GET|POST|PUT|PATCH|DELETE)\b"
)


def sends_the_documented_one(evidence: Evidence) -> Place | None:
    """The method that the documentation names is the one that was sent."""
    found = _DOCUMENTED.search(evidence.context)
    return Place("context", found[1]) if found and found[1] == evidence.method else None


CAUSE = Cause(
    slug="endpoint-wrong-method",
    code="END04",
    usual_status=(405,),
    possible_status=(404, 400, 501, 403),
    severity="medium",
    neighbours=(
        "endpoint-wrong-path",
        "endpoint-redirect-drops-body",
        "server-misconfigured",
        "endpoint-trailing-slash",
    ),
    signals=(
        holds(
            sends_the_documented_one,
            weight=-9.0,
            en="The method sent is the one that the documentation names.",
            ja="送ったメソッドは、文書が示すものと同じです。",
        ),
        told(
            "(documentation|docs|reference|manual|vendor) (says|shows|lists|wants|names|uses|asks for) (get|post|put|patch|delete) ",
            "(should be|must be|needs to be|has to be) (a |)(get|post|put|patch|delete) ",
            "(文書|ドキュメント|仕様)では(get|post|put|patch|delete)",
            weight="strong",
            en="The documentation names another method.",
            ja="文書では別のメソッドになっています。",
        ),
        holds(
            method_is_not_allowed,
            weight="strong",
            en="Allow lists the methods that are possible here; ours is not among them.",
            ja="Allowに並ぶ使えるメソッドの中に、こちらのものがありません。",
        ),
        status(
            405,
            501,
            weight="clear",
            en="405 means that the path exists, but not with this method.",
            ja="405は、パスはあるがこのメソッドでは使えないことを表します。",
        ),
        says(
            "(method|http method|verb|http verb|request method) ~ (not allowed|is not allowed|not supported|isnt supported|unsupported|not permitted|not implemented|not compatible|invalid|not available|is not valid)",
            "(unsupported|invalid|wrong|incorrect|disallowed|bad|unexpected) (http |request |)(method|verb|request method)",
            "(requested method and resource|allow header|allowed methods|supported methods)",
            "(only|must|expects|supports|requires|use|please use) ~ (get|post|put|patch|delete) (request|requests|method|is supported|are allowed|instead|is allowed|only)",
            "(does not|doesnt) support (the |)(http |)(get|post|put|patch|delete|head) ",
            "request method ~ (get|post|put|patch|delete) ~ not supported",
            "(cannot) (put|patch|delete) ",
            "(メソッド|httpメソッド)~(許可されて|サポートされて|対応して|使用できません|正しくありません|不正)",
            "methode ~ nicht erlaubt",
            "méthode ~ non ~ autorisée",
            weight="strong",
            en="The answer says that the method does not fit.",
            ja="メソッドが合わないと答えています。",
        ),
        told(
            "(documentation|docs|manual|reference|specification) (says|shows|wants|names|asks for|uses|requires) (put|post|patch|get|delete)",
            "(put|post|patch|get|delete) (instead of|rather than|not) (a |)(put|post|patch|get|delete)",
            weight="strong",
            en="The documentation names another method.",
            ja="資料には別のメソッドが書かれています。",
            group="told-method",
        ),
        told(
            "(put|patch|post|get|delete) (instead of|rather than|was used|is used|used|request instead|to the collection|to the list)",
            "(use|used|uses|using|sends|sent) (put|patch|post|get|delete) ",
            "(method|verb) ~ (wrong|changed|different|documented|documentation)",
            "(update|upsert|insert or update|partial update) ",
            weight="weak",
            en="The description names a method.",
            ja="メソッドの話が出ています。",
        ),
        fact("other-calls-work", "hint"),
        fact("reads-work", "hint"),
        fact("worked-before", "-weak"),
        fact("from-browser", "-weak"),
        fact("redirected", "-clear"),
        holds(
            signs.calls_plain_http,
            weight="-clear",
            en="The call went to plain http, where a redirect may have changed the method.",
            ja="httpへの呼び出しで、リダイレクトの途中でメソッドが変わったかもしれません。",
        ),
        says(
            "(payment method|authentication method|shipping method|cors|preflight|access control|delivery method|webdav|method retired|authorization method)",
            weight="-strong",
            group="said-other",
            en="Another kind of method is meant.",
            ja="HTTPではない別の「方法」の話です。",
        ),
    ),
    remedies=(
        remedy(
            "read-with-get",
            "safe",
            en="Read with GET\nOnly when Allow offers it and the call is meant to read",
            ja="GETで読み取る\nAllowにGETがあり、読み取りのつもりの呼び出しに限ります",
            actions=(act("set-method", "GET"), act("retry-once")),
        ),
        remedy(
            "documented-method",
            "ask",
            en="Use the method of the vendor's contract\nPATCH changes parts, PUT replaces everything: the preview shows the call\nA single record has an address of its own",
            ja="契約にあるメソッドを使う\nPATCHは一部を、PUTは全体を書き換えるため、内容を画面で確かめます\n1件を扱うときは、1件用のURLがあります",
            actions=(act("set-method", "PATCH"),),
        ),
        remedy(
            "read-docs",
            "person",
            en="Look up method and path together\nOpen the function's page in the vendor's documentation\nCorrect the call in the program",
            ja="メソッドとパスを一組で確かめる\nベンダーの文書でその機能のページを開きます\nプログラムの呼び出しを直します",
        ),
    ),
)
