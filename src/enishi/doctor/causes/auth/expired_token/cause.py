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
        holds(
            signs.signed_link_is_over,
            weight=9.0,
            en="The answer shows the end of the signed link, and it has passed.",
            ja="応答に署名付きリンクの期限が出ていて、すでに過ぎています。",
        ),
        holds(
            signs.signed_link,
            weight="clear",
            en="The address carries its own signature and its own end.",
            ja="URLに署名と期限が含まれています。",
        ),
        says(
            "(request|link|url|signature|download link|presigned url) (has |is |)(expired|run out|timed out)",
            "(link|url) ~ (has expired|has run out|expired|no longer valid)",
            "(past its|over its|beyond its) (#|life|lifetime|ttl|end|expiry)",
            "(client secret|secret|secret keys|certificate) ~ (are expired|is expired|has expired|have expired)",
            "(session|token) ~ (please |)log(in| in) again",
            "(expired provider token|expiredprovidertoken)",
            weight=4.0,
            en="The answer says that a link, secret or token has passed its end.",
            ja="リンク・シークレット・トークンの期限が過ぎたという応答です。",
        ),
        code(
            "AADSTS7000222",
            weight="decisive",
            en="This error code means that the app's secret has expired.",
            ja="アプリのシークレットの期限切れを表すエラーコードです。",
        ),
        told(
            "(restart*|reboot*|rollout restart|redeploy*|kill and reopen|kill + reopen|login again|logging in again|new login|sign in again|until i start) ~ (helps|cures|fixes|heals|all is well|well|for a while|till|again|works)",
            "(until|after) (a |the |)(restart|redeploy*|next restart|reboot)",
            "(dies|fails|stops|refused|broken|breaks|401|403|out|gone|cant) ~ (an hour|one hour|# hours|two hours|hours|# minutes|a day|24 h*|# days|# min) (after|after each|later|of)",
            "(stops|stop|dies|fails|ends) (about |around |roughly |)(after |)(about |around |roughly |)(# |#h |one |an |two |)(to # |)(hour*|minute*|day*|h|min) (after|later|no matter)",
            "(after|for) (# |two |three |several |a few |some |about |more than |)(hours|days|h|months|weeks) (uptime|up|running|in the background|idle|of uptime|each|old|it|the)",
            "(up|running|open|alive|left) (since|for) (#|a day|hours|last night|yesterday|days)",
            "(each|every|next) (morning|day|monday)",
            "first (query|call|request) (on|of) (monday|the day|the morning)",
            "(created|made|generated|issued|set|pasted|fetched|obtained|built) (at|exactly|once|this morning|on|#|six months|a year|last year|# days|when the server) (#|at|ago|startup|start up|boot|launch|deploy|days ago|months|starts|started)",
            "(stored|saved|written|kept|cached|hard wired|hard coded|hardcoded|baked) (in|into|at|to) (the |our |a |)(db|database|file|config|deploy|build|code|env|disk) ~",
            "(only|just) once (at|on|when) (start*|boot|launch|deploy)",
            "(lifetime|expires in|ttl|valid for|life of|exp) (is |was |of |)(#|a year|one hour|an hour|24|a day)",
            "(#|six|twelve|13|thirteen|three) months (ago|old|later)",
            "(token|pat|jwt|secret|key|link|certificate|baseurl|base url) (is |was |)(set to|good for|valid for|created|made|from|issued) ~ (day*|month*|year*|hour*|ago|last year|this morning|9)",
            "(visible|works|fine|opens|ok) (for |)(the |)(first|an|a|one) (hour|day|week|while) ~ (broken|afterwards|then|later|gone)",
            "(people|users) who click soon",
            "(long|slow) (export|line|upload|job|run|import|download) ~ (stops|fails|last step|end)",
            "(last step|final step|last call) (fails|is refused|gives 401)",
            "(使い回し|起動時に1回|起動したまま|翌日になると|時間後|再起動(する|し)と直|一定時間)",
            "(夜中|夜間|深夜)の(2回目|実行)",
            weight=4.0,
            group="told-life",
            en="It works for the life of the token and then no more, until a new one is fetched.",
            ja="トークンの寿命の間は動き、その後は取り直すまで動きません。",
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
