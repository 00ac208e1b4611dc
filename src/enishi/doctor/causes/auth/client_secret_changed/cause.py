from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, holds, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence


def app_worked_before(evidence: Evidence) -> Place | None:
    """The vendor refuses the app itself, although a connection of the app has worked before."""
    history = evidence.history
    words = evidence.words("said")
    refused = " invalid client " in words or " unauthorized client " in words or " aadsts7000222 " in words
    return Place("history") if refused and history is not None and history.last_success is not None else None


def all_connections_of_app(evidence: Evidence) -> Place | None:
    history = evidence.history
    return (
        Place("history")
        if history is not None and (history.same_vendor_failing or 0) > 1 and not history.same_vendor_working
        else None
    )


CAUSE = Cause(
    slug="auth-client-secret-changed",
    code="AUTH19",
    usual_status=(401, 400),
    base=-2.0,
    severity="critical",
    refines="auth-invalid-credentials",
    neighbours=("auth-invalid-credentials", "auth-refresh-token-invalid", "auth-wrong-credential-kind"),
    signals=(
        holds(
            app_worked_before,
            weight=12.0,
            en="The vendor refuses the app itself, and it had accepted it before.",
            ja="ベンダーがアプリ自体を断っています。以前は受け付けていました。",
        ),
        holds(
            all_connections_of_app,
            weight="clear",
            en="All connections made with this app fail now.",
            ja="このアプリで作った接続がすべて失敗しています。",
        ),
        code(
            "invalid_client",
            "AADSTS7000222",
            "client_secret_expired",
            weight="weak",
            en="The error code concerns the app, not the customer's token.",
            ja="顧客のトークンではなく、アプリについてのエラーコードです。",
        ),
        told(
            "client secret ~ (expired|rotated|changed|regenerated|renewed|new|reset|replaced)",
            "(new|changed|rotated) client secret",
            "クライアントシークレット~(期限|更新|変更|再生成)",
            weight="clear",
            en="The secret of the app was changed or has ended.",
            ja="アプリのシークレットが変わったか、期限が来ています。",
        ),
        holds(
            signs.uses_authorization_code,
            weight="-clear",
            en="It is a first sign-in, not a renewal.",
            ja="更新ではなく、初めてのログインです。",
        ),
    ),
    remedies=(
        remedy(
            "hold",
            "safe",
            en="Hold the work of all connections of this app\nNothing expires by waiting a day",
            ja="このアプリの接続の仕事をすべて預かる\n1日待っても失われるものはありません",
            actions=(act("hold"),),
        ),
        remedy(
            "other-stored-secret",
            "ask",
            en="Try another stored secret of the app, once\nTried once per app, not per connection\nWork is held meanwhile",
            ja="保存してある別の値を1回だけ試す\n接続ごとではなく、アプリごとに1回です\nその間、仕事は預かります",
            actions=(act("use-stored-secret", 1), act("refresh-token")),
        ),
        remedy(
            "enter-new-secret",
            "person",
            en="Enter the app's new secret\nMake a secret in the vendor's developer console\nEnter it under Settings, Apps\nCustomers need not sign in again",
            ja="アプリの新しいシークレットを入れる\nベンダーの開発者画面で作ります\n「設定」→「アプリ」に入れます\n顧客がログインし直す必要はありません",
        ),
    ),
)
