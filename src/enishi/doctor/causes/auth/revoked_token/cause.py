from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="auth-revoked-token",
    code="AUTH12",
    usual_status=(401,),
    possible_status=(403, 400, 200, 410),
    severity="high",
    neighbours=("auth-expired-token", "auth-refresh-token-invalid", "auth-account-blocked"),
    signals=(
        says(
            "(token|access|authorization|authorisation|consent|grant|api key|key|session|credential|credentials|permission) ~ (has been revoked|was revoked|is revoked|revoked|withdrawn|has been deleted|was deleted|been deactivated|has been disabled|invalidated|been removed)",
            "(app|application|integration|add on|bot|connection|installation|authorization) ~ (uninstalled|deauthorized|deauthorised|disconnected|has been removed|was removed|not installed|no longer installed|no longer authorized|been revoked)",
            "(revoked|deauthorized|uninstalled|deactivated) (token|access token|key|api key|app|grant|access|consent)",
            "user ~ (revoked|withdrew|removed) ~ (access|consent|authorization|app)",
            "(トークン|連携|認可|認証|アプリ|アクセス権|キー|許可)~(取り消|解除され|無効化され|削除され|アンインストール|失効しました)",
            "(zugriff|token) ~ widerrufen",
            "(jeton|accès) ~ révoqué",
            "(token|acceso) ~ revocado",
            weight="strong",
            en="The answer says that the access was ended on purpose.",
            ja="アクセスが意図して終えられたと答えています。",
        ),
        code(
            "token_revoked",
            "access_revoked",
            "authorization_revoked",
            "consent_revoked",
            "app_uninstalled",
            "account_inactive",
            "TokenRevoked",
            "revoked_token",
            "application_deauthorized",
            "APP_NOT_INSTALLED",
            weight="strong",
            en="The error code stands for a revoked access.",
            ja="取り消しを表すエラーコードです。",
        ),
        told(
            "(app|token|key|integration|access|consent|connection|installation|credential|user) ~ (uninstalled|deleted|revoked|disconnected|deauthorized|no longer listed|no longer installed|not listed|withdrawn|removed|leaked|tidied|cleaned up)",
            "(uninstalled|deleted|revoked|disconnected|deauthorized|withdrew|removed|leaked|cleaned up) (the|a|an|our|his|her|old|their|some|unused) (app|token|key|keys|tokens|integration|access|consent|connection)",
            "(left the company|former employee|former colleague|ex employee|has left)",
            "(public repository|committed|published by mistake|secret scanning)",
            "(退職|アンインストール|連携を解除|削除しました|取り消し)",
            weight="clear",
            en="The description tells of somebody ending the access.",
            ja="誰かがアクセスを終わらせた話が出ています。",
        ),
        fact("worked-before", "weak"),
        fact("changed-by-us", "weak"),
        fact("after-reconnect", "hint"),
        fact("all-calls-fail", "hint"),
        fact("never-worked", "-clear"),
        fact("works-at-first", "-weak"),
        holds(
            signs.refreshes,
            weight="-clear",
            en="It is the renewal that was refused.",
            ja="断られたのはトークンの更新です。",
        ),
        holds(
            signs.token_life_in_jwt_is_over,
            weight="-strong",
            en="The token's own end has passed.",
            ja="トークン自身の期限が過ぎています。",
        ),
        says(
            "(token|session) ~ (expired|期限切れ)",
            "expired or revoked",
            weight="-weak",
            group="said-other",
            en="The answer speaks of expiry as well.",
            ja="応答は期限切れにも触れています。",
        ),
    ),
    remedies=(
        remedy(
            "hold",
            "safe",
            en="Pause the connection and hold its work\nNothing more is sent with the ended token\nHeld work is delivered after reconnecting",
            ja="接続を一時停止し、仕事を預かる\n終わったトークンではもう送りません\n預かった仕事は、つなぎ直したあとに届けます",
            actions=(act("pause"), act("hold")),
        ),
        remedy(
            "ask-and-reconnect",
            "person",
            en="Ask who removed the access, then reconnect\nFind out whether it was meant\nInstall the app again or create a new key\nPress Reconnect",
            ja="誰が外したかを確かめ、つなぎ直す\n意図したものかどうかを確かめます\nアプリを入れ直すか、鍵を作り直します\n「つなぎ直す」を押します",
        ),
    ),
)
