from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.clue import Place
    from enishi.doctor.engine.evidence import Evidence


def refused_with_slash(evidence: Evidence) -> Place | None:
    """The path ends with a slash, and the answer is a bare 404 or a redirect."""
    if evidence.status not in (301, 302, 307, 308, 404, 405) or evidence.path.count("/") < 2:  # noqa: PLR2004
        return None
    return signs.ends_with_slash(evidence)


def refused_with_double_slash(evidence: Evidence) -> Place | None:
    """Two slashes stand in a row, and the answer is that there is nothing here."""
    refused = evidence.status in (301, 302, 307, 308, 400, 403, 404, 405) or bool(
        signs.router_says_no_such_path(evidence)
    )
    return signs.double_slash(evidence) if refused else None


CAUSE = Cause(
    slug="endpoint-trailing-slash",
    code="END05",
    usual_status=(404, 301, 308),
    possible_status=(302, 307, 405, 500, 401, 403, 400),
    base=-0.1,
    severity="medium",
    neighbours=("endpoint-redirect-drops-body", "endpoint-wrong-path", "server-misconfigured"),
    signals=(
        holds(
            signs.redirects_slash_only,
            weight="decisive",
            en="The redirect changes nothing but a slash.",
            ja="リダイレクトで変わるのはスラッシュだけです。",
        ),
        holds(
            refused_with_double_slash,
            weight=6.0,
            en="Two slashes stand in a row inside the path.",
            ja="パスの中にスラッシュが2つ続いています。",
        ),
        holds(
            refused_with_slash,
            weight="weak",
            en="The path ends with a slash.",
            ja="パスがスラッシュで終わっています。",
        ),
        says(
            "(doesnt|does not|didnt) end in a slash",
            "append slash",
            "(trailing|missing|extra|double|additional|final) (slash|slashes)",
            "(末尾|最後)の(スラッシュ|斜線)",
            weight="decisive",
            where="said",
            en="The answer speaks of the slash.",
            ja="応答がスラッシュに触れています。",
        ),
        told(
            "(trailing|missing|extra|double|additional|final|leading|two|second) (slash|slashes)",
            "(slash|slashes) ~ (end|ends|added|removed|missing|double|twice|append*|too many|without|base url)",
            "(with|without|adding|removing|plus) (a |the |)(slash|trailing slash|final slash)",
            "(base url|url|address|path|host) ~ ends with (a |)slash",
            "(スラッシュ|斜線)",
            weight="strong",
            en="The description speaks of a slash.",
            ja="スラッシュの話が出ています。",
        ),
        fact("other-release-works", "hint"),
        fact("other-client-works", "hint"),
        fact("redirected", "weak"),
        fact("some-records-only", "-clear"),
        holds(
            signs.redirect_changes_host,
            weight="-strong",
            en="The redirect leads to another host.",
            ja="リダイレクト先のホストが違います。",
        ),
        holds(
            signs.redirect_changes_scheme,
            weight="-clear",
            en="The redirect changes http to https.",
            ja="リダイレクトで変わるのはhttpからhttpsです。",
        ),
        holds(
            signs.no_answer,
            weight="-clear",
            en="No server has answered.",
            ja="どのサーバーも答えていません。",
        ),
    ),
    remedies=(
        remedy(
            "set-slash",
            "safe",
            en="Set the slash as the server shows it and send again\nHost and meaning stay the same\nThe new form is kept only if the call succeeds",
            ja="サーバーが示すとおりにスラッシュを直し、送り直す\nホストも意味も変わりません\n成功した場合だけ、その形を残します",
            actions=(act("retry-once"),),
        ),
        remedy(
            "clean-base",
            "person",
            en="Remove the slash at the end of the base address\nIn the connection's settings, or in the client's option base_url\nJoin base and path in one place",
            ja="ベースURLの末尾のスラッシュを消す\n接続の設定、またはクライアントのbase_urlを直します\nURLとパスは1か所でつなぎます",
        ),
    ),
)
