"""Breakages of keys, tokens and rights."""

from __future__ import annotations

from .model import Breakage, Text

CREDENTIALS = (
    Breakage(
        slug="key-revoked",
        group="credentials",
        cause="auth-revoked-token",
        level="person",
        title=Text("APIキーの失効", "API key revoked"),
        simulates=Text(
            "店の管理者が、いま使われているAPIキーをすべて取り消します。以後は401 key_revokedで断ります。",
            "The shop's owner revokes every API key in use. Calls with one are refused with 401 key_revoked.",
        ),
        mended_by=Text(
            "店で新しいキーを発行し、Enishiに登録します(新しいキーはすぐに使えます)。",
            "Issue a new key in the shop and enter it in Enishi (a new key works at once).",
        ),
    ),
    Breakage(
        slug="key-with-space",
        group="credentials",
        cause="auth-malformed-credential",
        level="safe",
        title=Text("キーに紛れ込んだ空白", "Key with a stray space"),
        simulates=Text(
            "店はキーの前後の空白を見逃していましたが、厳密に比べるようになります。",
            "The shop used to overlook blanks around a key and now compares exactly.",
        ),
        mended_by=Text(
            "店側の作業は不要です。保存したキーから空白を取り除くと通ります。",
            "Nothing on the shop's side: the stored key works once its blanks are removed.",
        ),
        caller_side="credential-with-space",
    ),
    Breakage(
        slug="token-expired",
        group="credentials",
        cause="auth-expired-token",
        level="safe",
        title=Text("アクセストークンの期限切れ", "Access token expired"),
        simulates=Text(
            "発行済みのアクセストークンの寿命がいま尽きます。更新すれば新しいトークンが使えます。"
            "refresh-deadでは更新用トークンも使えません。",
            "Every access token issued so far reaches its end now; a refresh gives one that works. "
            "With refresh-dead the refresh tokens are dead too.",
        ),
        mended_by=Text("トークンの更新(POST /oauth/token)。", "A refresh of the token (POST /oauth/token)."),
        variants={"expired": "auth-expired-token", "refresh-dead": "auth-refresh-token-invalid"},
    ),
    Breakage(
        slug="scope-missing",
        group="credentials",
        cause="permission-missing-scope",
        level="person",
        title=Text("権限(スコープ)の不足", "Scope missing"),
        simulates=Text(
            "店の管理者が、連携アプリから権限を1つ外します。その操作だけが403 insufficient_scopeになります。",
            "The shop's owner takes one scope away from the app; only what needs it answers 403 insufficient_scope.",
        ),
        mended_by=Text("店の管理画面で権限を戻します。", "Grant the scope again in the shop."),
        variants={
            "orders:read": "permission-missing-scope",
            "orders:write": "permission-missing-scope",
            "customers:read": "permission-missing-scope",
            "customers:write": "permission-missing-scope",
        },
    ),
)
