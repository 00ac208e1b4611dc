from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, fact, holds, says, told
from enishi.doctor.engine.clue import DECISIVE, STRONG, Clue, Place
from enishi.doctor.engine.remedy import remedy
from enishi.doctor.engine.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enishi.doctor.engine.evidence import Evidence


def detect(evidence: Evidence) -> Iterator[Clue]:
    """Compare the age of the token with the life that the vendor gave it."""
    settings = evidence.settings
    if settings is None or settings.issued_at is None or not settings.expires_in:
        return
    age = evidence.now - settings.issued_at
    over = age - timedelta(seconds=settings.expires_in)
    place = Place("settings", "issued_at")
    if over >= timedelta(0):
        why = Text(
            "The token was issued at {at:%H:%M:%S} and lives {life:.0f} s; the call came {over:.0f} s after its end.",
            "トークンは{at:%H:%M:%S}に発行され、寿命は{life:.0f}秒です。この呼び出しは期限の{over:.0f}秒後に送られました。",
        )
        weight = DECISIVE
    else:
        why = Text("The token has still some time to live.", "トークンの期限まではまだ時間があります。")
        weight = -STRONG
    text = why.format(at=settings.issued_at, life=settings.expires_in, over=over.total_seconds())
    yield Clue(place, weight, text, "age")


CAUSE = Cause(
    slug="auth-expired-token",
    code="AUTH10",
    usual_status=(401,),
    possible_status=(400, 403, 200, 419, 440, 498),
    base=0.7,
    severity="high",
    detect=detect,
    neighbours=("auth-revoked-token", "auth-refresh-token-invalid", "auth-clock-skew"),
    signals=(
        says(
            "expired revoked malformed",
            "(invalid expired or revoked|expired revoked or invalid|invalid revoked or expired)",
            weight="-strong",
            group="said-any",
            en="The answer names every possible reason, so it names none.",
            ja="考えられる理由をすべて並べているだけで、期限切れとは限りません。",
        ),
        says(
            "(access|session|auth|authentication|security|bearer|id|api|oauth|user) (token|key|session|ticket) ~ expired",
            "token ~ (has expired|is expired|expired at|has already expired|was expired|expired on)",
            "(token|jwt|session|ticket|credentials|login) expired",
            "expired (token|jwt|session|credentials|access token|access key|auth token)",
            "(client secret|secret|secrets|secret key|secret keys|api key|api keys|app secret|access key|access keys|application key) (is|are|has|have) (already |been |)expired",
            "session ~ (timed out|has timed out|expired or invalid|invalid or expired|no longer valid)",
            "(トークン|セッション|認証|アクセスキー)~(期限切れ|期限が切れ|有効期限~過ぎ|有効期限~切れ|失効して)",
            "有効期限(が|)切れ",
            "token ist abgelaufen",
            "sitzung ~ abgelaufen",
            "(jeton|token|session) ~ expir(é|ée)",
            "(token|sesión) ~ (expirado|caducado|expiró)",
            "(令牌|token|会话) ~ (过期|已过期)",
            weight="strong",
            en="The vendor says that the token or session has expired.",
            ja="相手はトークンまたはセッションの期限切れだと答えています。",
        ),
        code(
            "expired_token",
            "token_expired",
            "expired_access_token",
            "access_token_expired",
            "ExpiredToken",
            "ExpiredAuthenticationToken",
            "session_expired",
            "SESSION_EXPIRED",
            "jwt_expired",
            "TokenExpiredError",
            weight="decisive",
            en="This error code means an expired token and nothing else.",
            ja="このエラーコードは期限切れだけを表します。",
        ),
        code(
            "invalid_token",
            weight="weak",
            en="RFC 6750 3.1: the token is expired, revoked or malformed.",
            ja="RFC 6750 3.1: 期限切れ・失効・不正のいずれかを表します。",
        ),
        told(
            "(works|worked|runs|fine) ~ (for|after) (about|exactly|some|) (an hour|one hour|1 hour|60 minutes|30 minutes|a while|a few hours|24 hours)",
            "(after|every) (about|exactly|) (an hour|one hour|1 hour|60 minutes|30 minutes|two hours|2 hours|few hours|6 hours|24 hours)",
            "stored (access|) token",
            "token ~ (hours|days|minutes) old",
            "(1時間|60分|30分|数時間|24時間|一定時間)(後|経つ|たつ|ほど)",
            en="It works for a fixed time after the token was issued.",
            ja="発行から一定の時間だけ使えています。",
        ),
        fact("works-at-first", "clear"),
        fact("new-login-helps", "clear"),
        fact("worked-before", "weak"),
        fact("fresh-token-fails", "-strong"),
        fact("never-worked", "-weak"),
        holds(
            signs.token_life_in_jwt_is_over,
            weight="decisive",
            en="The token's own exp claim lies in the past.",
            ja="トークン自身のexpクレームが過去の時刻です。",
        ),
        holds(
            signs.asks_token_endpoint,
            weight="-strong",
            en="The call went to the token endpoint, where no access token is used.",
            ja="これはトークン発行先への呼び出しで、アクセストークンは使いません。",
        ),
        holds(
            signs.no_credential_sent,
            weight="-strong",
            en="No credential was sent at all.",
            ja="認証情報がまったく送られていません。",
        ),
    ),
    remedies=(
        remedy(
            "refresh",
            "safe",
            en="Renew the token and send the same call again\nRefresh the access token once\nSend the failed call again unchanged",
            ja="トークンを更新し、同じ呼び出しをもう一度送る\nアクセストークンを1回だけ更新します\n失敗した呼び出しをそのまま送り直します",
            actions=(act("refresh-token"), act("retry-once")),
        ),
        remedy(
            "reconnect",
            "person",
            en="Connect the account again\nWhen there is no refresh token, sign in at the vendor once more from the connection's page",
            ja="アカウントをつなぎ直す\n更新用トークンがない場合は、接続の画面から相手のサービスにもう一度ログインします",
        ),
    ),
)
