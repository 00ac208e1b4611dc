from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def code_refused(evidence: Evidence) -> Place | None:
    """An authorisation code was refused with invalid_grant or an equal word."""
    words = evidence.words("said")
    refused = any(mark in words for mark in (" invalid grant ", " code ", " redeemed "))
    return Place("response.body") if signs.uses_authorization_code(evidence) and refused else None


CAUSE = Cause(
    slug="auth-one-time-token-reused",
    code="AUTH13",
    usual_status=(400, 401),
    possible_status=(403, 200, 422),
    base=-0.1,
    severity="low",
    neighbours=(
        "auth-refresh-token-invalid",
        "auth-redirect-uri-mismatch",
        "webhook-test-event",
        "auth-expired-token",
    ),
    signals=(
        holds(
            code_refused,
            weight="clear",
            en="An authorisation code, valid for one use, was refused.",
            ja="1回だけ使える認可コードが断られています。",
        ),
        says(
            "(code|auth code|authorization code|otp|nonce|ticket|link|reply token|verification code|magic link|one time password|one time token|payment token|assertion|jti) ~ (already (used|redeemed|consumed|exchanged|been used|been redeemed|been consumed)|has been used|was used|was already used|can only be used once|used more than once|used twice|single use|has already|was already)",
            "(already|previously) (used|redeemed|consumed|exchanged) ~ (code|token|otp|nonce|ticket|link)",
            "(token|code|nonce) ~ (already been used|already used|has been redeemed|replay*|only once)",
            "(auth code|authorization code|code) ~ not found",
            "invalid reply token",
            "replay (detected|attack)",
            "(認可コード|認証コード|応答トークン|返信トークン|ワンタイム|コード)~(使用済|使用され|一度|1回|既に|すでに)",
            weight="strong",
            en="The answer says that a single-use value was used before.",
            ja="1回だけの値がすでに使われたと答えています。",
        ),
        says(
            "(authorization code|auth code) ~ (is invalid|invalid|expired|is not valid|incorrect|not recognized|has expired|unknown)",
            "(the|this|that|your|provided|given) (code|verification code) ~ (is invalid|expired|is not valid|incorrect|not recognized|has expired|unknown)",
            "(invalid|expired|unknown|bad) (authorization code|auth code|verification code|code)",
            "(認可コード|認証コード)~(無効|不正|正しく|期限)",
            weight="clear",
            group="said-code",
            en="The answer refuses the code itself.",
            ja="コード自体が断られています。",
        ),
        told(
            "(callback|code|exchange|exchanged|redirect|effect|sign in|login|handler|page|link|request) ~ (twice|second time|two times|a second|double|every hit|again|more than once|each time|reloaded)",
            "first ~ (succeeds|succeeded|works|worked) ~ (second|then)",
            "(use effect|strict mode|prefetch*|link preview|double click|reload*|refreshing the page|back button)",
            "(local callback|callback url|callback address|callback page)",
            "(reply|replied|replying) ~ (twice|again|second|later|after)",
            "(2回|二回|二重|再読み込み|リロード)~(呼|送|交換|使)",
            weight="clear",
            en="The same step ran more than once.",
            ja="同じ手順が2回以上行われています。",
        ),
        told(
            "(same|one) (code|auth code|authcode|authorization code|ticket|token|link|key|nonce|otp|reply token) ~ (twice|two|second|again|another|also|both|2|two droplets|two servers|first one)",
            "(second|again|another|two|2) ~ with (the |)same (code|ticket|token|auth key|link)",
            "(two|both|second|several) (posts|calls|requests|tabs|sends|send|exchanges|hits|hooks) ~ (same (code|login|ticket)|# ms apart|apart|with same)",
            "(two|both) tabs",
            "(reload*|refresh*|back button|page refresh|press* f5|double click*|double clicked|middle click*|opened twice|clicked twice)",
            "(scanner|safe links|safelinks|link preview|prefetch*|mail filter|mail gateway|outlook|antivirus) ~ (open*|touch*|visit*|click*|follow*|link*)",
            "(link|it) (looks |is |was |)(touched|opened|visited|clicked) ~ (before|seconds after|already|by the scanner)",
            "(middleware|controller|front end|backend|client|server) ~ (validates|verifies|redeems|exchanges|checks) ~ (too|as well|also|again|both)",
            "(runs|ran|executed|called|posted|redeemed|validated) (it |)(again|twice|a second time|two times)",
            "(restart*|retried|retry*|rerun*) ~ (again|init runs|exchange*|redeem*|code)",
            "(first|1st|one|two) (time|pass|try|call|answer|send|one|use) ~ (worked|works|200|gets in|prints|ok|is in|in the) ~ (second|then|two|other|same|reload*|afterwards)",
            "posted first to ~ afterwards",
            "(used|sent|posted|handed) ~ first ~ (and |then )(afterwards|then|again|later)",
            "(phone|mobile|tablet) after (he |she |they |i |)(had |)(clicked|opened|used) ~ (desktop|laptop|pc)",
            "(同じ|一つの)(コード|チケット|トークン|リンク)(で|を|が)~(もう一度|再度|2回|別|も)",
            "もう一度同じ",
            "(检证|请求|刷新)~(两次|后)",
            "(两次|刷新)",
            weight=5.0,
            group="told-twice",
            en="The single-use value was handed in a second time.",
            ja="1回だけの値を2回渡しています。",
        ),
        says(
            "(code|ticket|token|link|auth code|card token|wrapping token|response) (has |is |was |)(been |already |)(used|consumed|redeemed|spent|processed|confirmed)",
            "(already|was already) (seen|confirmed|redeemed|consumed|accepted|processed|verified)",
            "(timeout or duplicate|already seen response|otp expired|invalid ticket|code been used|invalid code in request)",
            "(no longer valid|invalid|expired) or (was |has been |)(used|already used)",
            "(one time|single use|login) (login |)(link|token|code|password) (is |was |has been |)(consumed|used|spent|no longer valid)",
            "(link|invitation|ticket|wrapping token|code) (is |was |)(no longer valid|not valid or does not exist|invalid or has expired)",
            "invalid code",
            "(不存在的|无效的|已使用的)(临时授权码|授权码|code)",
            "(既に|すでに)(使用|利用|確認)(され|済)",
            weight=4.4,
            en="The answer says that the value was used up.",
            ja="値がすでに使われたと答えています。",
        ),
        holds(
            signs.code_in_address,
            weight="weak",
            group="code",
            en="A code or ticket, valid for one use, is in the request.",
            ja="1回だけ使えるコードやチケットが要求に入っています。",
        ),
        fact("done-twice", "weak"),
        fact("new-login-helps", "hint"),
        fact("some-users-only", "hint"),
        fact("test-event", "-strong"),
        holds(
            signs.refreshes,
            weight="-strong",
            en="A refresh token was exchanged, not a code.",
            ja="コードではなく、更新用トークンを交換しています。",
        ),
        says(
            "(redirect uri|redirect url|clock|iat|refresh token)",
            weight="-clear",
            group="said-other",
            en="The answer names another reason.",
            ja="応答は別の理由を挙げています。",
        ),
    ),
    remedies=(
        remedy(
            "mark-done",
            "ask",
            en="Mark the repetition as done\nPossible when the first use succeeded\nThe same value is never sent again",
            ja="2回目を済んだものとして扱う\n1回目が成功している場合に行えます\n同じ値はもう送りません",
            actions=(act("mark-done"),),
        ),
        remedy(
            "fresh-value",
            "person",
            en="Begin again with a fresh value\nSign in once more, or wait for the next message\nIn code: redeem in one place and ignore further hits of the callback",
            ja="新しい値を得るところから始める\nもう一度ログインするか、次のメッセージを待ちます\nプログラムでは交換を1か所だけで行い、戻り先への2回目以降を無視します",
        ),
    ),
)
