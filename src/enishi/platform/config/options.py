"""What can be set by environment, with its default, and where each value in force came from."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

SECRET_NAMES = frozenset({"ENISHI_SECRET_KEY", "ENISHI_ENCRYPTION_KEYS"})


@dataclass(frozen=True, slots=True)
class Option:
    """One setting: its variable, default and what it decides (in English and Japanese)."""

    name: str
    default: str
    why_en: str
    why_ja: str


OPTIONS = (
    Option(
        "ENISHI_HOME",
        "var",
        "Folder for the database, keys and uploads",
        "データベース、鍵、受け取ったファイルを置くフォルダー",
    ),
    Option(
        "ENISHI_DATABASE_URL",
        "",
        "Database: empty for SQLite in ENISHI_HOME, or postgresql://user@host/name",
        "データベース。空ならENISHI_HOMEのSQLite、またはpostgresql://user@host/name",
    ),
    Option("ENISHI_HOST", "127.0.0.1", "Address to listen on", "待ち受けるアドレス"),
    Option("ENISHI_PORT", "8080", "Port for pages, API and intake", "画面、API、受け口のポート"),
    Option(
        "ENISHI_PUBLIC_URL",
        "",
        "How other systems reach this installation; http://HOST:PORT by default",
        "ほかのシステムから見たこのEnishiのURL。既定はhttp://HOST:PORT",
    ),
    Option(
        "ENISHI_LANGUAGE",
        "ja",
        "Language for readers who chose none (ja or en)",
        "言語を選んでいない人に使う言語(jaかen)",
    ),
    Option("ENISHI_TIME_ZONE", "Asia/Tokyo", "Time zone in which times are shown", "時刻の表示に使う時間帯"),
    Option(
        "ENISHI_ALLOW_NETWORKS",
        "",
        "Private networks that outgoing calls may reach, e.g. 10.0.0.0/8,127.0.0.1/32",
        "外向きの呼び出しに許す内部ネットワーク(例: 10.0.0.0/8,127.0.0.1/32)",
    ),
    Option(
        "ENISHI_SECRET_KEY",
        "",
        "Signs sessions; made on first start when empty",
        "セッションの署名に使う鍵。空なら最初の起動時に作成",
    ),
    Option(
        "ENISHI_ENCRYPTION_KEYS",
        "",
        "Encrypts stored secrets, newest first; made on first start when empty",
        "保存する秘密の暗号化に使う鍵(新しい順)。空なら最初の起動時に作成",
    ),
    Option("ENISHI_WEB_PROCESSES", "1", "Web processes of `enishi web`", "`enishi web`のプロセス数"),
    Option(
        "ENISHI_API_RATE",
        "60000",
        "API calls a minute that one credential may make; 0 for no limit",
        "1つの認証情報が1分間に呼べるAPIの回数。0なら制限なし",
    ),
    Option(
        "ENISHI_TRUSTED_PROXIES",
        "",
        "Proxies in front whose X-Forwarded headers count, e.g. 10.0.0.5/32",
        "X-Forwardedヘッダーを信用する手前のプロキシー(例: 10.0.0.5/32)",
    ),
    Option(
        "ENISHI_WORKER_THREADS", "4", "Threads that one worker runs jobs on", "1つのワーカーが使うスレッド数"
    ),
    Option("ENISHI_EXCHANGE_DAYS", "30", "Days for which exchanges are kept", "通信記録を残す日数"),
    Option("ENISHI_LOG_FORMAT", "text", "Log lines as text or json", "ログの書式(textかjson)"),
    Option(
        "ENISHI_DEBUG",
        "0",
        "1 shows tracebacks in pages; never on a public installation",
        "1にすると画面に詳細なエラーを表示。公開環境では使わない",
    ),
)
_BY_NAME = {option.name: option for option in OPTIONS}


@dataclass(frozen=True, slots=True)
class InForce:
    """A value in force and its source: "environment", "default" or the file that keeps it."""

    option: Option
    value: str
    source: str

    @property
    def shown(self) -> str:
        """The value as it may be printed: secrets and passwords in URLs are hidden."""
        if self.option.name in SECRET_NAMES:
            return "(set)" if self.value else ""
        if "@" in self.value and "://" in self.value:
            scheme, _, rest = self.value.partition("://")
            user, _, host = rest.rpartition("@")
            return f"{scheme}://{user.partition(':')[0]}@{host}"
        return self.value


def read(name: str) -> InForce:
    """The value of one option in force now.

    Raises:
        KeyError: for a name that is no option.
    """
    option = _BY_NAME[name]
    value = os.environ.get(name)
    if value is not None and value != "":
        return InForce(option, value, "environment")
    if name in SECRET_NAMES:
        return _kept(option)
    return InForce(option, option.default, "default")


def value(name: str) -> str:
    return read(name).value


def home() -> Path:
    """The data folder, absolute; not created here."""
    return Path(value("ENISHI_HOME")).resolve()


def all_in_force() -> list[InForce]:
    return [read(option.name) for option in OPTIONS]


def _kept(option: Option) -> InForce:
    """A secret kept in a file that only the owner may read; made at first use."""
    path = home() / (option.name.removeprefix("ENISHI_").lower().replace("_", "-"))
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass  # another process made it first
        else:
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(32))
    return InForce(option, path.read_text().strip(), str(path))
