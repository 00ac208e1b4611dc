"""How to ask for a fact that is not known."""

from __future__ import annotations

from collections.abc import Mapping

from enishi.doctor.engine.words import Text

QUESTIONS: Mapping[str, Text] = {
    "worked-before": Text(
        "Has this call ever worked, and until when?",
        "この呼び出しは以前は成功していましたか。いつまでですか。",
    ),
    "works-at-first": Text(
        "Does it work for a time after signing in and then stop?",
        "ログイン直後は動き、しばらくすると止まりますか。",
    ),
    "new-login-helps": Text("Does it work again after signing in anew?", "ログインし直すと動きますか。"),
    "fresh-token-fails": Text(
        "Does it fail with a freshly made token or key as well?",
        "新しく発行したトークンや鍵でも失敗しますか。",
    ),
    "same-credential-works-elsewhere": Text(
        "Does the very same key work elsewhere, for example with curl?",
        "まったく同じ鍵は、curlなど別の場所では使えますか。",
    ),
    "other-client-works": Text(
        "Does the same call work with another client, for example curl?",
        "同じ呼び出しは、curlなど別のクライアントでは成功しますか。",
    ),
    "other-accounts-work": Text(
        "Do other accounts at the same vendor work?", "同じ相手の別のアカウントでは成功しますか。"
    ),
    "other-credential-works": Text("Does another key or user work?", "別の鍵やユーザーなら成功しますか。"),
    "other-calls-work": Text(
        "Do other calls with the same settings work?", "同じ設定でほかの呼び出しは成功しますか。"
    ),
    "reads-work": Text(
        "Can you read with it, and only writing fails?", "読み取りはできて、書き込みだけが失敗しますか。"
    ),
    "all-calls-fail": Text(
        "Does every call fail, or only this one?",
        "すべての呼び出しが失敗しますか。それともこの呼び出しだけですか。",
    ),
    "some-records-only": Text("Does it happen with some records only?", "一部のレコードだけで起きますか。"),
    "some-users-only": Text("Does it happen for some users only?", "一部のユーザーだけで起きますか。"),
    "one-environment-only": Text(
        "Does the same call work from another machine or environment?",
        "別のマシンや環境からなら同じ呼び出しは成功しますか。",
    ),
    "after-upgrade": Text(
        "Was something upgraded just before it began?", "始まる直前に何かをバージョンアップしましたか。"
    ),
    "after-vendor-change": Text("Has the vendor announced a change?", "相手から変更の告知はありましたか。"),
    "after-move": Text(
        "Did a server, domain or account move before it began?",
        "始まる前にサーバー・ドメイン・アカウントを移しましたか。",
    ),
    "other-release-works": Text(
        "Does another release of the client library work?", "クライアントの別のバージョンなら動きますか。"
    ),
    "intermittent": Text(
        "Does it fail always, or only now and then?", "必ず失敗しますか。それともときどきですか。"
    ),
    "parallel": Text("Do several calls run at the same time?", "複数の呼び出しが同時に動いていますか。"),
    "burst": Text("How many calls were made in the minute before?", "直前の1分間に何回呼び出しましたか。"),
    "small-request-works": Text("Does a smaller request work?", "小さなリクエストなら成功しますか。"),
    "waiting-helps": Text(
        "Does the same call work some minutes later?", "数分後に同じ呼び出しは成功しますか。"
    ),
    "behind-proxy": Text(
        "Is there a proxy or load balancer in between?", "間にプロキシやロードバランサーがありますか。"
    ),
    "from-browser": Text(
        "Is the call made by a browser or by a server?",
        "呼び出しているのはブラウザーですか、サーバーですか。",
    ),
    "inbound": Text(
        "Is it our call to the vendor or the vendor's call to us?",
        "こちらから相手への呼び出しですか、相手からこちらへの呼び出しですか。",
    ),
    "exists-in-console": Text(
        "Does the object exist in the vendor's own pages?", "相手の管理画面に対象は存在しますか。"
    ),
    "caller-is-admin": Text(
        "Is the user behind the credential an administrator?", "認証情報の持ち主は管理者ですか。"
    ),
    "trial-plan": Text("Which plan is the account on?", "アカウントはどの料金プランですか。"),
    "sandbox": Text(
        "Are key and address both of the test environment or both of the live one?",
        "鍵と接続先は、両方ともテスト用または両方とも本番用ですか。",
    ),
    "vendor-wide": Text(
        "Do others report the same at this moment (status page)?",
        "今、ほかの人にも同じことが起きていますか(相手の稼働状況ページなど)。",
    ),
    "stale-copy": Text(
        "Was the record changed elsewhere since we read it?",
        "読み取った後に、別の場所でレコードが変更されましたか。",
    ),
    "just-created": Text("Was the object created only a moment ago?", "対象は作られたばかりですか。"),
    "done-twice": Text("Was the same call or value sent before?", "同じ呼び出しや値を以前にも送りましたか。"),
}
