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


_PATH_TOLD = re.compile(r"(?<![\w:/])(?:/[\w\-.]+){2,}")


def longer_path_is_told(evidence: Evidence) -> Place | None:
    """Not found, and the person names a working path that has one part more at its beginning."""
    parts = [part for part in evidence.path.split("/") if part]
    if evidence.status not in (404, 405, 401) or not parts:
        return None
    for found in _PATH_TOLD.findall(evidence.context):
        told = [part for part in found.split("/") if part.strip(".")]
        if parts[0] in told[1:] and told[0] not in parts:
            return Place("context", found)
    return None


def prefix_of_address_is_told(evidence: Evidence) -> Place | None:
    """The person speaks of a prefix that is the first part of the called path."""
    parts = [part for part in evidence.path.split("/") if part]
    if len(parts) < 2 or evidence.status not in (404, 405, 401):  # noqa: PLR2004
        return None
    told = f"/{parts[0]}" in evidence.context and " prefix " in evidence.words("context")
    return Place("request.url", parts[0]) if told else None


_PATH_WORKS = re.compile(
    r"((?:/[\w\-.]+){2,})/?(?:\.\.\.)? (?:works|is right|is found|answers|succeeds|is OK|is fine)"
)


def sister_path_works(evidence: Evidence) -> Place | None:
    """The person names another path of the same beginning that works."""
    for found in _PATH_WORKS.findall(evidence.context):
        here, there = evidence.path.strip("/").split("/"), found.strip("/").split("/")
        if here[0] == there[0] and here[: len(there)] != there:
            return Place("context", found)
    return None


def path_is_not_in_contract(evidence: Evidence) -> Place | None:
    """The vendor's contract does not know the path."""
    contract = evidence.contract
    paths = (contract.openapi or {}).get("paths") if contract else None
    if not isinstance(paths, dict) or not evidence.path:
        return None
    here = evidence.path.rstrip("/")
    known = any(
        re.search(re.sub(r"\\\{[^/]*?\\\}", "[^/]+", re.escape(str(path).rstrip("/"))) + "$", here)
        for path in list(paths)[:2000]
        if len(str(path)) > 1
    )
    return None if known else Place("request.url")


def unknown_at_gateway(evidence: Evidence) -> Place | None:
    """API Gateway answers unknown paths with 403 Missing Authentication Token."""
    gateway = "execute-api" in evidence.host or any(
        mark in evidence.words("context") for mark in (" path ", " stage ", " url ", "パス")
    )
    said = evidence.status == 403 and " missing authentication token " in evidence.words("said")  # noqa: PLR2004
    return Place("response.body") if gateway and said else None


CAUSE = Cause(
    slug="endpoint-wrong-path",
    code="END03",
    usual_status=(404,),
    possible_status=(400, 403, 405, 501, 410, 200, 301, 500),
    base=0.3,
    severity="high",
    neighbours=(
        "consistency-reference-missing",
        "endpoint-trailing-slash",
        "endpoint-wrong-method",
        "server-misconfigured",
        "version-api-too-old",
    ),
    signals=(
        holds(
            sister_path_works,
            weight="strong",
            en="Another path of the same API is said to work.",
            ja="同じAPIの別のパスなら動くと書かれています。",
        ),
        holds(
            prefix_of_address_is_told,
            weight="strong",
            en="The first part of the path is a prefix that is spoken of.",
            ja="パスの最初の部分が、話に出ている接頭部です。",
        ),
        holds(
            longer_path_is_told,
            weight="decisive",
            en="A path that works has one part more at its beginning than the one called.",
            ja="動いているパスには、呼び出したパスの前にもう一つ部分があります。",
        ),
        told(
            "(without|with|after adding|after removing|adding|removing|dropping) (the |its |an |)(prefix|base path|path prefix|version|version prefix|sub path|subpath|context path) ~ (ok|works|fine|succeeds|answers|is found|200|helps)",
            weight="strong",
            group="told-prefix",
            en="With or without a prefix the same path works.",
            ja="接頭部の有無を変えると、同じパスが動きます。",
        ),
        told(
            "(delivery|deliveries|webhook|webhooks)",
            weight="-strong",
            group="told-hook",
            en="Deliveries of the vendor to us are meant.",
            ja="ベンダーからこちらへの通知の話です。",
        ),
        told(
            "(served|available|found|reachable|mounted|lives|listens|exposed) (under|at|on|below) (/*|the path|another path|a prefix)",
            "(prefix|path|segment|stage|version|deployment name|name) ~ (missing in|missing from|left out|forgotten|is missing|was missing|not in the)",
            "(パス|接頭辞)が(抜け|欠け|足りない)",
            weight="strong",
            en="A part of the path is said to be missing or different.",
            ja="パスの一部が足りない、または違うと書かれています。",
        ),
        holds(
            path_is_not_in_contract,
            weight="strong",
            en="The vendor's contract does not list this path.",
            ja="ベンダーの契約に、このパスはありません。",
        ),
        holds(
            unknown_at_gateway,
            weight="decisive",
            en="API Gateway says 403 Missing Authentication Token when it does not know path or method.",
            ja="API Gatewayは、知らないパスやメソッドに403の「Missing Authentication Token」を返します。",
        ),
        holds(
            signs.prefix_is_doubled,
            weight="strong",
            en="A part of the path stands twice in a row.",
            ja="パスの一部が2回続いています。",
        ),
        holds(
            signs.router_says_no_such_path,
            weight="clear",
            en="The router itself answers, before any record was looked for.",
            ja="レコードを探す前に、ルーターが答えています。",
        ),
        holds(
            signs.placeholder_in_url,
            weight="weak",
            en="A placeholder stands in the address.",
            ja="URLに見本の文字が残っています。",
        ),
        says(
            "cannot (get|post|put|patch|delete|head)",
            "(no route|no routes|no matching route|no match ~ route|route not found|route ~ not found|route ~ not defined|no route matches|no route matched|no static resource|no mapping|no handler|no handler found|no endpoint|no action|no controller) ",
            "(unrecognized|unknown|unsupported|invalid|undefined|nonexistent|incorrect|bad) (request url|request uri|endpoint|path|route|url|uri|api endpoint|api method|action|resource path|operation|method name|api path|request path|service path)",
            "(endpoint|path|url|uri|route|api method|page|action|operation|api) ~ (was not found|not found|does not exist|doesnt exist|could not be found|is not valid|not exist|not recognized|is unknown|not implemented|is not defined|no longer exists at)",
            "(requested|request) (url|uri|path|resource|page) ~ (was not found|not found|does not exist|is unavailable|could not be found)",
            "no http resource was found",
            "(page|file) not found",
            "(rest|json) no route",
            "missing authentication token",
            "(no context|whitelabel error page|no message available|the resource cannot be found|http error 404|404 not found)",
            "(unknown|invalid|unsupported) (method|function|command|api) ",
            "(エンドポイント|パス|url|アドレス|ページ|リソース|ルート|api)~(見つかりません|存在しません|存在しない|正しくありません|不正です|誤り)",
            "(seite|pfad|ressource) ~ nicht gefunden",
            "(página|ruta) ~ no ~ (encontrada|existe)",
            "(page|route) ~ introuvable",
            "(接口|路径|页面) ~ (不存在|未找到)",
            weight="clear",
            en="The wording is that of a router which does not know the path.",
            ja="パスを知らないルーターらしい文面です。",
        ),
        told(
            "(path|base url|base path|prefix|endpoint|route|api base url|base address|request path|url path) ~ (missing|twice|doubled|double|without|wrong|changed|added|adds|appended|concatenated|joined|configured|taken from|copied|documentation|docs|old|version|moved|renamed|prefix|includes|contains|already)",
            "(documentation|docs|readme|example|tutorial) ~ (path|url|endpoint|says|shows|uses)",
            "(two|some|a few|certain|only|one) (of the |)(clients|endpoints|methods|functions|calls|resources) ~ (fail|fails|in the sdk|404|not found)",
            "(path|url|endpoint) ~ (version|v1|v2|v3|api)",
            "(major version|new major|version #) ~ (path|different|same path)",
            "(パス|url|エンドポイント)(を|が|の)",
            weight="clear",
            en="The description is about path or base address.",
            ja="パスやベースURLについての説明です。",
        ),
        status(
            404,
            weight="weak",
            en="404 without a word about a record points to the path.",
            ja="レコードに触れない404は、パスの誤りを指します。",
        ),
        fact("other-calls-work", "weak"),
        fact("never-worked", "weak"),
        fact("some-records-only", "-strong"),
        fact("exists-in-console", "-weak"),
        fact("worked-before", "-weak"),
        fact("reads-work", "-hint"),
        fact("inbound", "-weak"),
        holds(
            signs.double_slash,
            weight="-strong",
            en="Two slashes stand in a row; that alone explains it.",
            ja="スラッシュが2つ続いていて、それだけで説明がつきます。",
        ),
        says(
            "(record|object|customer|order|contact|user|item|product|invoice|document|database|page with id|with id|no such) ~ (not found|does not exist|could not be found|deleted)",
            "(method not allowed|method is not allowed|not supported for|allow header|http method|getaddrinfo|timed out|certificate|scope|shared with|permalink)",
            weight="-clear",
            group="said-other",
            en="A record, the method or another reason is named.",
            ja="レコードやメソッドなど、別の理由が挙がっています。",
        ),
        holds(
            signs.no_answer,
            weight="-clear",
            en="No server has answered.",
            ja="どのサーバーも答えていません。",
        ),
        told(
            "(as|like|according to|exactly as) (in |)(the |)(current|latest|newest|present) (documentation|docs|manual|reference)",
            weight="-strong",
            group="docs-told",
            en="The path is the one of the newest documentation; the server may be older.",
            ja="パスは最新の説明書どおりです。サーバーのほうが古いのかもしれません。",
        ),
    ),
    remedies=(
        remedy(
            "contract-path-read",
            "ask",
            en="Use the path of the vendor's contract\nThe only similar path with the same parameters is proposed\nThe preview shows both addresses",
            ja="ベンダーの契約にあるパスを使う\n引数の同じ似たパスが1つだけなら提案します\n前後のURLを画面で確かめられます",
            actions=(act("retry-once"),),
        ),
        remedy(
            "correct-base",
            "person",
            en="Compare base address and path with the documentation\nThe base address usually ends before the version\nLook for parts that are missing or stand twice",
            ja="ベースURLとパスを文書と見比べる\nベースURLは、たいていバージョン番号の前で終わります\n欠けている部分や重なっている部分を探します",
        ),
    ),
)
