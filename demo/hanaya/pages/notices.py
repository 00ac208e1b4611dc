"""Pages that stand where an answer of the API should be."""

from __future__ import annotations

MAINTENANCE = """<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><title>メンテナンス中 - 花屋はな</title></head>
<body><h1>ただいまメンテナンス中です</h1>
<p>ご不便をおかけします。しばらくしてからもう一度お試しください。</p>
<p lang="en">We are down for scheduled maintenance. Please try again shortly.</p>
</body></html>
"""

LOGIN = """<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><title>ログイン - 花屋はな</title></head>
<body><h1>ログイン</h1>
<form method="post" action="/login">
<label>メールアドレス <input type="email" name="email" autocomplete="username"></label>
<label>パスワード <input type="password" name="password" autocomplete="current-password"></label>
<button>ログイン</button>
</form></body></html>
"""

CANNOT_GET = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Error</title>
</head>
<body>
<pre>Cannot {method} {path}</pre>
</body>
</html>
"""
