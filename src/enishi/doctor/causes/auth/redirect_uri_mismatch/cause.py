from __future__ import annotations

from enishi.doctor.engine.cause import Cause, code, fact, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="auth-redirect-uri-mismatch",
    code="AUTH16",
    usual_status=(400,),
    possible_status=(401, 403, 302, 200, 404),
    severity="high",
    neighbours=("auth-invalid-credentials", "auth-one-time-token-reused", "endpoint-wrong-environment"),
    signals=(
        says(
            "(return 200|returns 200|push subscription|webhook|webhooks|push notification|event subscription)",
            weight="-strong",
            group="said-hook",
            en="A webhook address is meant, not a sign-in.",
            ja="ログインではなく、通知の届け先の話です。",
        ),
        says(
            "redirect (uri|url|urls|uris|address|host|domain) ~ (mismatch|does not match|did not match|not match|doesnt match|do not match|didnt match|not registered|is invalid|invalid|not allowed|not permitted|not whitelisted|is not valid|must match|is missing|unauthorized|not in the list|malformed|incorrect|not supported|not associated|must be|illegal|different|not found|unknown|not matching)",
            "(invalid|unregistered|mismatching|mismatched|illegal|bad|unauthorized|incorrect|wrong|unsupported|missing|unknown|disallowed) (redirect|oauth redirect|redirect uri|redirect url|callback url|callback uri|return url)",
            "(callback|return|reply) (url|uri|address|urls) ~ (mismatch|not approved|not match|does not match|did not match|not registered|not allowed|invalid|not specified|must match)",
            "(url|domain) ~ (isnt|is not|not) included in the app domains",
            "url blocked ~ redirect",
            "(リダイレクト|コールバック|戻り先)(uri|url|先)~(一致しません|一致して|登録されて|許可されて|一致|登録|正しく|不正|無効|異なり)",
            "(weiterleitungs|redirect) ~ stimmt nicht überein",
            weight="decisive",
            en="The answer says that the return address is not the registered one.",
            ja="リダイレクトURIが登録と違うと答えています。",
        ),
        code(
            "redirect_uri_mismatch",
            "bad_redirect_uri",
            "invalid_redirect_uri",
            "AADSTS50011",
            "AADSTS500113",
            "REDIRECT_URI_MISMATCH",
            "unauthorized_redirect_uri",
            weight="decisive",
            en="This error code stands for a wrong return address.",
            ja="戻り先の違いを表すエラーコードです。",
        ),
        told(
            "(redirect|callback|return) (uri|url|address) ~ (http|https|localhost|port|slash|registered|console|differs|different|ngrok|domain|wrong)",
            "(x forwarded proto|x forwarded host|behind nginx ~ http|proxy mode)",
            "(リダイレクト|コールバック)(uri|url)",
            weight="clear",
            en="The description speaks of the return address.",
            ja="リダイレクトURIの話が出ています。",
        ),
        fact("inbound", "-weak"),
        fact("after-move", "weak"),
    ),
    remedies=(
        remedy(
            "register-address",
            "person",
            en="Register the return address with the vendor\nCopy the Return address from the connection's page, letter for letter\nGoogle: Credentials, OAuth client, Authorized redirect URIs\nAzure: Authentication, Redirect URIs\nBehind a proxy pass X-Forwarded-Proto and X-Forwarded-Host",
            ja="リダイレクトURIをベンダーに登録する\n接続の画面の「リダイレクトURI」を1文字も変えずに写します\nGoogle: 「認証情報」→OAuthクライアント→「承認済みのリダイレクトURI」\nAzure: 「認証」→「リダイレクトURI」\nプロキシの後ろではX-Forwarded-ProtoとX-Forwarded-Hostを渡します",
        ),
    ),
)
