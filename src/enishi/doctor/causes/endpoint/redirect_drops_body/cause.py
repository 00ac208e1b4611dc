from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def write_was_redirected(evidence: Evidence) -> Place | None:
    """A writing call was answered with a redirect to another scheme or host."""
    if evidence.status not in (301, 302, 303, 307, 308) or evidence.method not in (
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
    ):
        return None
    changed = signs.redirect_changes_scheme(evidence) or signs.redirect_changes_host(evidence)
    return Place("response.status") if changed else None


def body_missing_after_http(evidence: Evidence) -> Place | None:
    """A writing call went to plain http, and the answer misses the body or the method."""
    if evidence.method not in ("POST", "PUT", "PATCH") or not signs.calls_plain_http(evidence):
        return None
    words = evidence.words("any")
    missing = any(
        mark in words
        for mark in (
            " no request body ",
            " no body ",
            " empty body ",
            " body is empty ",
            " required ",
            " missing ",
            " method not allowed ",
            " only get ",
            " no data ",
            " blank ",
        )
    )
    return Place("request.url") if missing or evidence.status == 405 else None  # noqa: PLR2004


def body_sent_and_ignored(evidence: Evidence) -> Place | None:
    """A body was sent, the answer is a success, and a redirect is mentioned."""
    told = any(
        mark in evidence.words("context")
        for mark in (
            " curl l ",
            " redirect ",
            " redirects ",
            " redirected ",
            " follows ",
            " 301 ",
            " 302 ",
            " location ",
            " switches to https ",
            " becomes a get ",
            " turns into a get ",
            " is a get ",
            "リダイレクト",
            "転送",
        )
    )
    return (
        Place("context")
        if told
        and evidence.method in ("POST", "PUT", "PATCH")
        and evidence.exchange.request.body
        and signs.answered_ok(evidence)
        else None
    )


def another_method_arrived(evidence: Evidence) -> Place | None:
    """We sent POST, PUT, PATCH or DELETE, and the answer complains about GET."""
    if evidence.method not in ("POST", "PUT", "PATCH", "DELETE"):
        return None
    words = evidence.words("said")
    about_get = any(
        mark in words
        for mark in (
            " method get ",
            " get method ",
            " get is not ",
            " get not ",
            " cannot get ",
            " get requests ",
        )
    )
    return Place("response.body") if about_get and evidence.status in (404, 405, 400, 501, None) else None


CAUSE = Cause(
    slug="endpoint-redirect-drops-body",
    code="END06",
    possible_status=(301, 302, 303, 307, 308, 200, 201, 400, 405, 404, 422, 411),
    base=-0.3,
    severity="high",
    neighbours=(
        "endpoint-trailing-slash",
        "auth-header-stripped",
        "endpoint-wrong-method",
        "schema-missing-required-field",
    ),
    signals=(
        holds(
            another_method_arrived,
            weight=8.0,
            en="We sent another method, and the answer complains about GET: a redirect changed it on the way.",
            ja="別のメソッドで送ったのに、応答はGETについて述べています。途中のリダイレクトで変わっています。",
        ),
        told(
            "(arrives|arrive|arrived|comes|came|received|seen|shows up|logged|ends up|ended up) as (a |)get",
            "(with|using|adding) https ~ (works|succeeds|fine|ok)",
            "(post|put|patch|write|call|request) ~ (becomes|became|turns into|turned into|changes to|changed to|changed into|converted to|converted into|transformed into|transformed to|switched to|replaced by|logged as|treated as|sent as|seen as) (a |an |)get",
            "with https ~ (post|body|put) ~ with http ~ (get|without|empty|no)",
            "with http ~ (get|without|empty|no) ~ with https ~ (post|body|put)",
            "(postがget|getになっ|getに変わ|強制的に~転送|httpsへ~転送)",
            "(list|listing) ~ (comes back|is returned|came back|returned) instead",
            "(listing|list of) ~ instead of (a |the |)(new|created)",
            "(typed|entered|configured|written) without (its |the |)(scheme|https|www)",
            "httpsにすると~(動|成功|通)",
            weight="strong",
            en="The call arrives as GET, or works with the final address.",
            ja="呼び出しがGETとして届いているか、最後のURLなら通ります。",
        ),
        holds(
            write_was_redirected,
            weight="decisive",
            en="A writing call was redirected to another scheme or host; clients follow that with GET and without body.",
            ja="書き込みが別の方式やホストへリダイレクトされています。クライアントはGETで、本文なしで追いかけます。",
        ),
        holds(
            body_missing_after_http,
            weight="strong",
            en="The call went to http, and the body did not arrive.",
            ja="httpへ送った呼び出しで、本文が届いていません。",
        ),
        holds(
            body_sent_and_ignored,
            weight="strong",
            en="The body was sent, and after the redirect nothing of it had an effect.",
            ja="本文を送ったのに、リダイレクトのあとで何も反映されていません。",
        ),
        says(
            "(no|empty|missing) (request |post |json |)(body|payload|data|body data|content)",
            "(request body|body|payload|post data) ~ (is empty|is missing|was empty|missing|empty|required|not provided|not received|is null|none)",
            "(リクエストボディ|本文|ボディ)~(空|ありません|必要)",
            weight="weak",
            en="The answer found no body.",
            ja="本文がないと答えています。",
        ),
        told(
            "(redirect*|301|302|307|308|location header|curl l) ~ (get|body|post|lost|dropped|empty|https|www|follow*|method|turned|becomes|arrives)",
            "(post|put|patch) ~ (turned|becomes|became|arrives|arrived|seen|logged|changed|converted|shows up|received) ~ (as |into |to |a |)get",
            "(body|payload|data) ~ (lost|dropped|empty|arrives empty|does not arrive|missing on|disappears|not arrive|vanish*|gone)",
            "(base url|configured url|configured base url|address|url|endpoint) ~ (starts with http|begins with http|http instead|http not https|http rather|with http|plain http|without www)",
            "(client|program|code) ~ (does send|sends|is sending) ~ (body|json|payload)",
            "(リダイレクト|転送)~(get|post|本文|ボディ)",
            "(postが|post が|post)~getに",
            weight="strong",
            en="The description tells of a redirect or of a body that does not arrive.",
            ja="リダイレクト、または届かない本文の話が出ています。",
        ),
        fact("redirected", "weak"),
        fact("reads-work", "weak"),
        fact("behind-proxy", "hint"),
        fact("some-records-only", "-clear"),
        fact("inbound", "-clear"),
        holds(
            signs.redirects_slash_only,
            weight="-strong",
            en="The redirect changes only a slash.",
            ja="リダイレクトで変わるのはスラッシュだけです。",
        ),
        holds(
            signs.redirect_to_login,
            weight="-strong",
            en="The redirect leads to a sign-in page.",
            ja="リダイレクト先はログインの画面です。",
        ),
        holds(
            signs.no_body_sent,
            weight="-clear",
            en="No body was sent to begin with.",
            ja="初めから本文を送っていません。",
        ),
    ),
    remedies=(
        remedy(
            "store-final-address",
            "safe",
            en="Store the final address and send there\nOnly within the registered domain (http to https, with or without www)\nThe lost call has changed nothing",
            ja="最後のURLを登録し、そこへ送る\n登録したドメインの中(httpからhttps、wwwの有無)に限ります\n失われた呼び出しは何も変えていません",
            actions=(act("replace-url", "http://", "https://"), act("retry-once")),
        ),
        remedy(
            "other-domain",
            "ask",
            en="Follow to another domain\nThe preview shows both addresses\nThe key is sent there only after approval",
            ja="別のドメインへ移る\n前後のURLを画面で確かめられます\n承認のあとでのみ鍵を送ります",
            actions=(act("replace-url", "http://", "https://"),),
        ),
        remedy(
            "correct-address",
            "person",
            en="Correct the address in the connection\nEnter the one that the server uses itself\nSwitch following of redirects off for writing calls",
            ja="接続のURLを直す\nサーバー自身が使っているURLを入れます\n書き込みでは「リダイレクトを追う」を切ります",
        ),
    ),
)
