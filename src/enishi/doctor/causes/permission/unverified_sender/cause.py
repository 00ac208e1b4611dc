from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def sends_a_message(evidence: Evidence) -> Place | None:
    """The call sends a mail or message."""
    path, scheme = evidence.path.lower(), evidence.scheme
    mail = (
        scheme in ("smtp", "smtps")
        or evidence.method == "SMTP"
        or any(part in path for part in ("/mail/send", "/messages", "/email", "/sms", "/send"))
    )
    return Place("request.url") if mail else None


CAUSE = Cause(
    slug="permission-unverified-sender",
    code="PERM10",
    usual_status=(403, 400),
    possible_status=(422, 550, 554, 401, 553, 200),
    base=-0.2,
    severity="medium",
    neighbours=("permission-missing-scope", "semantic-recipient-blocked", "permission-account-suspended"),
    signals=(
        says(
            "(from|sender|sending|from address|from email|email address|sender address|sender id|sender identity|domain|sending domain|phone number|number|identity|identities|caller id|mail from|reply to|originator) ~ (not verified|isnt verified|unverified|not been verified|is not verified|not validated|not confirmed|not authorized to send|not allowed to send|not registered|not authenticated|does not match a verified|is not a valid sender|not permitted to send|not approved|must be verified|verify|not a verified|not owned|not configured|not allowed)",
            "(verify|authenticate|confirm|register) (your |the |this |a |)(sender|from address|domain|sending domain|email address|phone number|sender identity|sender signature|identity)",
            "(verified|authenticated|validated|registered) (sender|senders|domain|sender identity|domains|email|number|numbers)",
            "(unverified|unconfirmed|unauthenticated|unknown) (sender|domain|from address|number|numbers|email|sender address|caller)",
            "(sender signature|sender identity|sender verification|sender authentication|domain authentication)",
            "not allowed to send ~ (from|as|on behalf)",
            "(send as|send on behalf) ~ (denied|not allowed|permission)",
            "(送信元|差出人|送信者|送信ドメイン|発信元|from アドレス)~(認証されて|確認されて|登録されて|検証されて|許可されて|認証|確認|登録|検証|許可)",
            "(ドメイン|メールアドレス)(認証|の認証)(が|を)",
            weight="strong",
            en="The answer says that the sender is not confirmed.",
            ja="送信元が確認されていないと答えています。",
        ),
        code(
            "MessageRejected",
            "MailFromDomainNotVerified",
            "sender_not_verified",
            "unverified_sender",
            "SENDER_NOT_AUTHORIZED",
            "ErrorSendAsDenied",
            "InvalidSender",
            "21608",
            "21606",
            weight="clear",
            en="The error code stands for an unconfirmed sender.",
            ja="未確認の送信元を表すエラーコードです。",
        ),
        told(
            "(sender|from|from address|domain|number|sender id|spf|dkim|dns records) ~ (verified|not verified|new|changed|added|confirmed|registered|records|missing|address|different)",
            "(first|very first|test) (e mail|email|mail|message|sms|newsletter)",
            "(verified sender|new domain|sandbox domain|getting started guide)",
            "(差出人|送信元|ドメイン)(を|が|の)",
            weight="clear",
            en="The description is about a sender or a first message.",
            ja="送信元や最初の送信についての説明です。",
        ),
        holds(
            sends_a_message,
            weight="weak",
            en="The call sends a message, and only senders are checked there.",
            ja="メッセージを送る呼び出しで、送信元が調べられるところです。",
        ),
        fact("never-worked", "weak"),
        fact("caller-is-admin", "hint"),
        says(
            "(recipient|unsubscribed|bounced|scope|scopes|api key invalid|signature verification|webhook|certificate|app is not verified|rate limit|disabled for the tenant)",
            weight="-clear",
            group="said-other",
            en="The answer names another reason.",
            ja="応答は別の理由を挙げています。",
        ),
    ),
    remedies=(
        remedy(
            "verified-sender",
            "ask",
            en="Send from an address that is verified\nThe preview shows old and new sender",
            ja="確認済みのアドレスから送る\n変更前と変更後の差出人を画面で確かめられます",
            actions=(act("hold"),),
        ),
        remedy(
            "verify",
            "person",
            en="Verify the sender or its domain\nSendGrid: Settings, Sender Authentication\nSES: Identities, Create identity; request production access\nAdd the DNS records and wait until they are visible",
            ja="送信元またはドメインを確認する\nSendGrid: 「Settings」→「Sender Authentication」\nSES: 「ID」→「IDの作成」、そのあと本番環境への移行を申請します\nDNSレコードを登録し、反映を待ちます",
        ),
    ),
)
