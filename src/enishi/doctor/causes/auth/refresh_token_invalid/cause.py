from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def renewal_refused(evidence: Evidence) -> Place | None:
    """invalid_grant came as the answer to grant_type=refresh_token."""
    refused = " invalid grant " in evidence.words("said") or evidence.status in (400, 401)
    return Place("response.body", "/error") if signs.refreshes(evidence) and refused else None


CAUSE = Cause(
    slug="auth-refresh-token-invalid",
    code="AUTH11",
    usual_status=(400, 401),
    possible_status=(403, 200),
    base=0.2,
    severity="high",
    neighbours=("auth-expired-token", "auth-revoked-token", "auth-one-time-token-reused", "auth-clock-skew"),
    signals=(
        holds(
            renewal_refused,
            weight="strong",
            group="renewal",
            en="Asking for a new access token with the refresh token was refused.",
            ja="更新用トークンで新しいトークンを求めて、断られています。",
        ),
        says(
            "refresh token ~ (expired|invalid|revoked|not valid|not found|already used|already been used|no longer valid|unknown|does not exist|inactive|malformed|not recognized|has been|was not|is not active|reused|reuse)",
            "(invalid|expired|revoked|unknown|stale|inactive|bad|wrong) refresh token",
            "refresh token reuse",
            "(failed|unable|could not|couldnt|cannot|error) (to |)(refresh|renew|refreshing|renewing) ~ (token|session|credentials)",
            "token has been expired or revoked",
            "(リフレッシュトークン|更新トークン|更新用トークン)~(無効|期限|失効|正しく|不正|見つかり)",
            "refresh token ~ abgelaufen",
            "jeton de rafraîchissement",
            weight="strong",
            en="The answer says that the refresh token cannot be used any more.",
            ja="更新用トークンがもう使えないと答えています。",
        ),
        code(
            "invalid_refresh_token",
            "refresh_token_expired",
            "expired_refresh_token",
            "bad_refresh_token",
            "REFRESH_TOKEN_INVALID",
            "AADSTS70008",
            "AADSTS700082",
            "AADSTS50173",
            "invalid_rapt",
            weight="decisive",
            en="This error code means a dead refresh token.",
            ja="更新用トークンが使えないことを表すエラーコードです。",
        ),
        code(
            "invalid_grant",
            weight="weak",
            group="grant",
            en="RFC 6749 5.2: the code or refresh token is invalid, expired, revoked or of another client.",
            ja="RFC 6749 5.2: コードか更新用トークンが無効・期限切れ・取り消し済み、または別のクライアントのものです。",
        ),
        told(
            "(several|two|multiple|many|both) (processes|instances|workers|servers|threads|jobs|clients|containers) ~ (share|shared|same|use|refresh*) ~",
            "(refresh|renew|refreshing|renewing|renewal) ~ (fails|failed|rejected|refused|is attempted|attempted|does not work|stored|error|token)",
            "(token|refresh token) ~ (rotat*|saved|not saved|not stored|stored|overwritten|latest)",
            "(not used|unused|inactive|idle|no activity|switched off) for ~ (days|months|weeks)",
            "(publishing status|testing mode|consent screen|test users)",
            "(needs|need|require|requires) (a |)new (login|sign in|authorisation|authorization|consent)",
            "(リフレッシュ|更新)~(失敗|エラー|できない)",
            weight="clear",
            en="The description concerns the renewal of tokens.",
            ja="トークンの更新についての説明があります。",
        ),
        told(
            "(every|each|after|about|exactly|within) (7|seven|14|30|60|90|100|180) days",
            "(every|each|once a|after a) (week|month)",
            "(7|14|30|60|90|100)日(ごと|で|後|経つ|たつ)",
            weight="clear",
            group="told-rhythm",
            en="It ends at the rhythm of a refresh token's life.",
            ja="更新用トークンの寿命と同じ間隔で使えなくなります。",
        ),
        says(
            "(refresh|refresh token) (validity|life|lifetime|period) (exceeded|over|ended|expired)",
            "(must|need to) specify refresh token",
            "refresh token has expired due to inactivity",
            "do not contain the necessary fields need* to refresh",
            "(bad|missing or invalid|invalid or missing) refresh token",
            weight=4.6,
            en="The renewal was refused: the refresh token is absent or over.",
            ja="更新が断られています。更新用トークンがないか、期限が過ぎています。",
        ),
        told(
            "(grant type refresh token|silent (renewal|refresh)|refresh grant|renewal grant|long lived value|offline token)",
            "(generated|created|made) (more than |over |)(# |20 |many |several )(of them|refresh tokens|tokens) ~ (oldest|user|first)",
            "(consent|login|authorization) (without|lacks) ~ (prompt|offline|entry|access type)",
            "(wrote|stored|saved) (null|nothing|none) over (the |)(old|stored)",
            "(user|customer|connection) (was away|was gone|is # days old|is 90 days old|not used) ~",
            "(away|idle|unused|inactive) for (a |)(quarter|# days|# months|three months|half a year|months|weeks)",
            "(removed|uninstalled) the app and installed ~ former (pair|token*)",
            "(cold starts|instances|pods|workers|functions) ~ (read|share|use) (one|the same) (and the same |)(row|token|refresh token)",
            weight=4.2,
            group="told-renewal",
            en="It is the renewal, with a stored refresh token, that fails.",
            ja="保存した更新用トークンでの更新が失敗しています。",
        ),
        told(
            "(authorization|authorisation|auth|same|login) code ",
            "(reload*|both tabs|two tabs|second send|same code)",
            "認可コード",
            "(account|user) (is |was |)locked",
            weight="-strong",
            group="told-code",
            en="A code was exchanged or the user is locked; no renewal is described.",
            ja="コードの交換や利用者のロックの話で、更新の話ではありません。",
        ),
        says(
            "(account|user|user account) (is |was |has been |)(locked|disabled|blocked)",
            "(アカウント|ユーザー)がロック",
            "(code is already used|invalid code in request|code has been used)",
            weight="-strong",
            group="said-other-2",
            en="The answer speaks of a locked user or a used code.",
            ja="利用者のロックや、使用済みのコードについての応答です。",
        ),
        fact("new-login-helps", "weak"),
        fact("works-at-first", "weak"),
        fact("worked-before", "hint"),
        fact("parallel", "hint"),
        holds(
            signs.uses_authorization_code,
            weight="-strong",
            en="An authorisation code was exchanged, not a refresh token.",
            ja="更新用トークンではなく、認可コードを交換しています。",
        ),
        says(
            "(iat|exp claim|clock|jwt|skew|timeframe|assertion)",
            "(redirect uri|redirect url|invalid client|client secret|client authentication)",
            "(already redeemed|authorization code|auth code|password is expired|password has expired|account is locked|account is disabled|aadsts50053|aadsts50055|aadsts50057|aadsts50126)",
            weight="-strong",
            group="said-other",
            en="The answer names another reason.",
            ja="応答は別の理由を挙げています。",
        ),
    ),
    remedies=(
        remedy(
            "reload",
            "safe",
            en="Read the stored credential again, then stop\nAnother process may have saved a newer token\nIf not, work is held and nothing more is sent",
            ja="保存済みの認証情報を読み直し、なければ止める\n別の処理が新しいトークンを保存しているかもしれません\nなければ仕事を預かり、それ以上は送りません",
            actions=(act("reload-credential"), act("hold")),
        ),
        remedy(
            "reconnect",
            "person",
            en="Connect the account again\nPress Reconnect and sign in\nGoogle: set the consent screen to In production first\nHeld work follows by itself",
            ja="アカウントをつなぎ直す\n「つなぎ直す」を押してログインします\nGoogleでは先に同意画面を「本番環境」にします\n預かった仕事は自動で届きます",
        ),
    ),
)
