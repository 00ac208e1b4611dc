"""What the written reference of the vendors says besides the knowledge itself."""

from __future__ import annotations

from enishi.doctor.engine.words import Text

SHARED = Text("Standards, clients and frameworks", "標準・クライアント・フレームワーク")
WORDS = {
    "vendors": Text("Vendors whose errors are known", "エラーを把握しているベンダー"),
    "index": Text("Error codes of all vendors", "全ベンダーのエラーコード"),
    "vendor": Text("Vendor", "ベンダー"),
    "count": Text("Codes and wordings", "コード・文言の数"),
    "hosts": Text("Hosts", "ホスト"),
    "code": Text("Code", "コード"),
    "with": Text("Status", "ステータス"),
    "means": Text("What it means", "意味"),
    "cause": Text("Cause", "原因"),
    "again": Text("Repeat unchanged?", "そのまま再試行"),
    "source": Text("Taken from", "出典"),
    "wording": Text("Wording", "文言"),
    "stands": Text("Where code and message stand", "コードとメッセージの位置"),
    "refusal": Text("Refusals inside a success", "成功応答に含まれる失敗"),
    "auth": Text("Signing in", "認証"),
    "keys": Text("Look of the keys", "キーの形式"),
    "token": Text("Access token lives", "アクセストークンの有効期間"),
    "rate": Text("Limits", "利用制限"),
    "version": Text("Version", "バージョン"),
    "paging": Text("Pages", "ページ送り"),
    "once": Text("Sending only once", "二重送信の防止"),
    "codes": Text("Error codes", "エラーコード"),
    "wordings": Text("Messages without a code", "コードのないメッセージ"),
    "docs": Text("The vendor's documentation", "ベンダーの公式資料"),
    "yes": Text("yes", "可"),
    "no": Text("no", "不可"),
    "at_most": Text("at most {count}", "最大{count}件"),
    "seconds": Text("{count} s", "{count}秒"),
}
