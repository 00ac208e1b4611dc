from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

_PASSWORD_FIELD = re.compile(
    r"<input[^>]{0,300}type=[\"']?password|name=[\"']?(?:user\[password\]|log|pwd)\b", re.IGNORECASE
)


def page_with_password_field(evidence: Evidence) -> Place | None:
    """HTML with a password field came although an API was called."""
    return (
        Place("response.body")
        if evidence.got_kind == "html" and _PASSWORD_FIELD.search(evidence.got_text[:16000])
        else None
    )


def html_was_asked_for(evidence: Evidence) -> Place | None:
    """Accept names HTML and no JSON."""
    accept = (evidence.sent_header("accept") or "").lower()
    return Place("request.header", "Accept") if "text/html" in accept and "json" not in accept else None


CAUSE = Cause(
    slug="endpoint-login-redirect",
    code="END07",
    usual_status=(302, 303, 200),
    possible_status=(301, 307, 401, 403),
    base=-0.9,
    severity="high",
    neighbours=(
        "endpoint-wrong-path",
        "auth-missing-credentials",
        "network-waf-block",
        "format-wrong-accept",
    ),
    signals=(
        holds(
            signs.redirect_to_login,
            weight="strong",
            en="The call is redirected to a sign-in page.",
            ja="ログインの画面へリダイレクトされています。",
        ),
        holds(
            page_with_password_field,
            weight="strong",
            en="The answer is a page with a password field.",
            ja="応答は、パスワード欄のある画面です。",
        ),
        says(
            "(please |)(log in|login|sign in) to (continue|your account|access)",
            "(enter store using password|opening soon|coming soon)",
            "(ログイン|サインイン)(して|画面|ページ)",
            weight="weak",
            en="The page asks a person to sign in.",
            ja="人にログインを求める画面です。",
        ),
        told(
            "(login|sign in|single sign on|sso|log in) (page|form|screen|html)",
            "redirect* ~ (login|sign in|sso|password page)",
            "ログイン(画面|ページ)",
            weight="clear",
            en="The description speaks of a sign-in page.",
            ja="ログイン画面の話が出ています。",
        ),
        holds(
            signs.asks_token_endpoint,
            weight="-clear",
            en="It is part of an OAuth sign-in.",
            ja="OAuthのログインの一部です。",
        ),
        fact("inbound", "-clear"),
        holds(
            html_was_asked_for,
            weight="-strong",
            en="The request itself asked for HTML.",
            ja="要求そのものがHTMLを求めています。",
        ),
    ),
    remedies=(
        remedy(
            "ask-for-json",
            "safe",
            en="Ask for JSON once\nMany frameworks then answer with an honest 401\nReading calls only",
            ja="JSONを求めて1回だけ尋ねる\n多くのフレームワークは、原因の分かる401を返すようになります\n読み取りに限ります",
            actions=(act("set-accept", "application/json"), act("retry-once")),
        ),
        remedy(
            "api-address",
            "person",
            en="Take the API address, not the page's\nCopy it from the vendor's documentation\nHave API paths let through a sign-on gateway (service token)",
            ja="画面ではなくAPIのURLを使う\nベンダーの文書から写します\n共通ログインの仕組みには、APIのパスを通してもらいます(サービストークン)",
        ),
    ),
)
