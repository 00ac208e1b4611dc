"""Breakages of host, path, redirects and versions."""

from __future__ import annotations

from .model import Breakage, Text

PLACES = (
    Breakage(
        slug="host-changed",
        group="places",
        cause="endpoint-wrong-host",
        level="ask",
        title=Text("ホストの移転", "Host changed"),
        simulates=Text(
            "APIが新しいホストへ移ります。古いホストは移転の知らせ(notice)、行き先のない404(404)、"
            "または421(421)を返します。",
            "The API moves to a new host. The old one answers a moved notice (notice), a bare 404 (404) "
            "or 421 (421).",
        ),
        mended_by=Text("接続先のホストを新しいものに替えます。", "Point the connection to the new host."),
        variants={
            "notice": "endpoint-wrong-host",
            "404": "endpoint-wrong-host",
            "421": "endpoint-wrong-host",
        },
    ),
    Breakage(
        slug="path-changed",
        group="places",
        cause="endpoint-wrong-path",
        level="safe",
        title=Text("パスの変更(/v2→/api/v2)", "Path changed (/v2 → /api/v2)"),
        simulates=Text(
            "すべてのパスの前に/apiが付きます。古いパスは、ルーターの「Cannot GET」ページ(html)か"
            "後継リンク付きのJSON(json)で404になります。",
            "Every path gets the prefix /api. The old path is a 404: a router's “Cannot GET” page (html) or "
            "JSON with a successor link (json).",
        ),
        mended_by=Text("パスの接頭辞を/api/v2に替えます。", "Use the path prefix /api/v2."),
        variants={"html": "endpoint-wrong-path", "json": "endpoint-wrong-path"},
    ),
    Breakage(
        slug="post-redirected",
        group="places",
        cause="endpoint-redirect-drops-body",
        level="ask",
        title=Text("POSTの転送", "POST redirected"),
        simulates=Text(
            "書き込みが新しいホストへ転送されます。301と302では多くのクライアントがPOSTをGETに変え、"
            "本文を失います。308は本文を保ちます。",
            "Writes are redirected to the new host. With 301 and 302 most clients turn POST into GET and lose "
            "the body; 308 keeps it.",
        ),
        mended_by=Text("転送先のURLを直接呼びます。", "Call the redirect's target directly."),
        variants={
            "301": "endpoint-redirect-drops-body",
            "302": "endpoint-redirect-drops-body",
            "308": "endpoint-redirect-drops-body",
        },
    ),
    Breakage(
        slug="version-retired",
        group="places",
        cause="version-api-sunset",
        level="ask",
        title=Text("v1の提供終了", "Version retired"),
        simulates=Text(
            "予告されていたv1の提供が終わり、410と後継版へのリンク(successor-version)を返します。",
            "The announced end of v1 has come: it answers 410 with a link to its successor-version.",
        ),
        mended_by=Text("接続を/v2に切り替えます。", "Switch the connection to /v2."),
        caller_side="version-1",
    ),
    Breakage(
        slug="html-login-page",
        group="places",
        cause="endpoint-login-redirect",
        taxonomy="endpoint-wrong-path",
        level="person",
        title=Text("ログインページへの転送", "HTML login page"),
        simulates=Text(
            "APIの前に人のためのログインが置かれ、/loginへの302(redirect)か、200のHTML(page)が返ります。",
            "A login for people is put before the API: a 302 to /login (redirect) or HTML with status 200 (page).",
        ),
        mended_by=Text("店側でAPIをログインの対象から外します。", "The shop exempts its API from the login."),
        variants={"redirect": "endpoint-login-redirect", "page": "endpoint-login-redirect"},
    ),
    Breakage(
        slug="certificate-expired",
        group="places",
        cause="network-tls-server-cert-expired",
        level="person",
        title=Text("サーバー証明書の期限切れ", "Certificate expired"),
        simulates=Text(
            "TLSのポートが、昨日で期限の切れた証明書を出します。",
            "The TLS port shows a certificate that ended yesterday.",
        ),
        mended_by=Text("店側で証明書を更新します。", "The shop renews its certificate."),
        caller_side="tls-port",
    ),
)
